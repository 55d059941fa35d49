package io.weir.benchmarks.acl;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Range;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleText;
import io.weir.acl.internal.rule.Subnet;
import io.weir.net.Ip4Address;
import java.util.ArrayList;
import java.util.List;

/**
 * One list of IPv4 rules in ClassBench's style for a host and for nftables. None but the last, which permits all, matches what two
 * hosts send each other, so their packets are held against all of them.
 */
public final class FilterFiles {
    private static final long SEED = 1;
    private static final int PORTS = 65_535;

    private final List<Rule> rules = new ArrayList<>();

    /**
     * A list.
     *
     * @param count how many rules it has.
     * @param left address of one host.
     * @param right address of the other.
     */
    public FilterFiles(final int count, final String left, final String right) {
        final long one = (long) Ip4Address.parse(left) << 32;
        final long other = (long) Ip4Address.parse(right) << 32;
        // A few of them are open on both sides.
        for (final Rule rule : new ClassBench(ClassBench.Seed.ACL, false, SEED).rules(count + count / 10 + 10)) {
            final boolean theirs = matches(rule, one, other) || matches(rule, other, one);
            if (!theirs && rules.size() < count - 1) {
                rules.add(rule);
            }
        }
        if (rules.size() < count - 1) {
            throw new IllegalStateException("only " + rules.size() + " rules of " + count + " don't match");
        }
    }

    private static boolean matches(final Rule rule, final long source, final long destination) {
        return rule.source().contains(source, 0) && rule.destination().contains(destination, 0);
    }

    /** Lines of a file for {@code acl load}, as list 0; the last rule begins sessions if those are wanted. */
    public List<String> weir(final boolean reflect) {
        final List<String> lines = new ArrayList<>(List.of("acl index 0"));
        rules.forEach(rule -> lines.add(RuleText.of(rule)));
        lines.add(reflect ? "permit+reflect" : "permit");
        return lines;
    }

    /** Lines of a file for {@code nft -f}: what is forwarded; packets of connections go on before, if that is wanted. */
    public List<String> nft(final boolean tracked) {
        final List<String> lines = new ArrayList<>(List.of(
                "flush ruleset",
                "table ip weir {",
                "chain forward {",
                "type filter hook forward priority 0; policy drop;"));
        if (tracked) {
            lines.add("ct state established,related accept");
        }
        rules.forEach(rule -> lines.add(nft(rule)));
        lines.addAll(List.of("accept", "}", "}"));
        return lines;
    }

    private static String nft(final Rule rule) {
        final StringBuilder out = new StringBuilder(96);
        address(out, "ip saddr ", rule.source());
        address(out, "ip daddr ", rule.destination());
        final int protocol = rule.protocol();
        if (protocol == 6 || protocol == 17) {
            final String name = protocol == 6 ? "tcp" : "udp";
            if (rule.sourcePorts().all() && rule.destinationPorts().all()) {
                out.append("meta l4proto ").append(name).append(' ');
            }
            range(out, name + " sport ", rule.sourcePorts());
            range(out, name + " dport ", rule.destinationPorts());
        } else if (protocol == 1 && !rule.sourcePorts().all()) {
            out.append("icmp type ").append(rule.sourcePorts().first()).append(' ');
        } else if (protocol != 0) {
            out.append("meta l4proto ").append(protocol).append(' ');
        }
        return out.append(rule.action() == Action.DENY ? "drop" : "accept").toString();
    }

    private static void address(final StringBuilder out, final String field, final Subnet subnet) {
        if (subnet.length() > 0) {
            out.append(field)
                    .append(Ip4Address.format((int) (subnet.high() >>> 32)))
                    .append('/');
            out.append(subnet.length()).append(' ');
        }
    }

    private static void range(final StringBuilder out, final String field, final Range range) {
        if (range.first() > 0 || range.last() < PORTS) {
            out.append(field).append(range.first());
            if (range.last() > range.first()) {
                out.append('-').append(range.last());
            }
            out.append(' ');
        }
    }
}
