package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.graph.Graph;
import io.weir.testkit.TestHost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What became of all packets, by node: what came to it is what others sent there, what it sent on is what came, and what it dropped
 * has reasons. Of nodes that make packets or keep some, as much as can be said. Taken while nothing moves, from one {@link #begin} to the
 * next {@link #check}.
 */
final class PacketAccount {
    /** Cut, copy, say more than was asked, release what waited, or cut for a device: more may leave than came, never fewer. */
    private static final Predicate<String> MULTIPLY = Pattern.compile(
                    "ip[46]-(frag|frag-mcast|replicate)|arp-reply|ip6-(nd|mld)|nat64-(out2in|hairpin)-owner|.*-output")
            .asMatchPredicate();

    /** Keep packets for a time, or join them, those of one line together: fewer may leave than ever came, never more. */
    private static final List<Predicate<String>> KEEP = Stream.of(
                    "error-(drop|punt)|.*-tx",
                    "ip[46]-(local-full-reassembly|full-reassembly-feature|icmp-reassembly-feature)-owner",
                    "ip[46]-sv-reassembly-(output-)?feature-owner")
            .map(each -> Pattern.compile(each).asMatchPredicate())
            .toList();

    /** Cut packets for IPv6, and give others to other threads: of those neither can be said. */
    private static final Predicate<String> CUT_OR_HAND =
            Pattern.compile("nat64-(out2in|hairpin)").asMatchPredicate();

    /** Packets wait there, and the neighbour is asked for with another, one for each that came at most. */
    private static final Predicate<String> ASK =
            Pattern.compile("ip[46]-neighbor-wait").asMatchPredicate();

    /** Those that give packets to other threads, and who gets them there. */
    private static final List<Handing> HANDINGS = List.of(
            new Handing("arp-input", "arp-reply"),
            new Handing("ip4-(arp|glean)", "ip4-neighbor-wait"),
            new Handing("ip6-(discover-neighbor|glean)", "ip6-neighbor-wait"),
            new Handing("icmp6-(neighbor|router)-(solicitation|advertisement)", "ip6-nd"),
            new Handing("icmp6-mld-query", "ip6-mld"),
            new Handing("ip4-icmp-fragmentation-needed", "ip4-path-mtu"),
            new Handing("ip6-icmp-packet-too-big", "ip6-path-mtu"),
            new Handing("ip4-local-full-reassembly", "ip4-local-full-reassembly-owner"),
            new Handing("ip6-local-full-reassembly", "ip6-local-full-reassembly-owner"),
            new Handing("ip4-full-reassembly-feature", "ip4-full-reassembly-feature-owner"),
            new Handing("ip6-full-reassembly-feature", "ip6-full-reassembly-feature-owner"),
            new Handing("ip4-icmp-reassembly-feature", "ip4-icmp-reassembly-feature-owner"),
            new Handing("ip6-icmp-reassembly-feature", "ip6-icmp-reassembly-feature-owner"),
            new Handing("nat64-in2out", "nat64-in2out-owner"),
            new Handing("acl-plugin-in-ip4-fa", "acl-plugin-in-ip4-owner"),
            new Handing("acl-plugin-in-ip6-fa", "acl-plugin-in-ip6-owner"),
            new Handing("acl-plugin-out-ip4-fa", "acl-plugin-out-ip4-owner"),
            new Handing("acl-plugin-out-ip6-fa", "acl-plugin-out-ip6-owner"),
            new Handing("ip4-sv-reassembly-feature", "ip4-sv-reassembly-feature-owner"),
            new Handing("ip6-sv-reassembly-feature", "ip6-sv-reassembly-feature-owner"),
            new Handing("ip4-sv-reassembly-output-feature", "ip4-sv-reassembly-output-feature-owner"),
            new Handing("ip6-sv-reassembly-output-feature", "ip6-sv-reassembly-output-feature-owner"));

    /** Packets come to them from a timer, too, or are given to a thread for an interface. */
    private static final Predicate<String> MORE = Pattern.compile(
                    "ip[46]-local-full-reassembly-expired|nat64-(out2in|hairpin)-owner|ip4-icmp-error|.*-(output|tx)")
            .asMatchPredicate();

    /** Nodes that hand packets over, by a pattern, and the one that gets them. */
    private record Handing(Predicate<String> from, String to) {
        Handing(final String from, final String to) {
            this(Pattern.compile(from).asMatchPredicate(), to);
        }
    }

    private static final int MAX_LOOKS = 1_000;

    private final TestHost host;
    private final Graph graph;
    private Map<String, PacketCounts> begun = Map.of();

    PacketAccount(final TestHost host) {
        this.host = host;
        graph = host.host().graph();
    }

    /** PacketCounts from here on. */
    void begin() {
        begun = settled();
    }

    /** What was counted when nothing was under way: a timer may have given packets to another thread just now. */
    private Map<String, PacketCounts> settled() {
        Map<String, PacketCounts> before = counts();
        for (int i = 0; i < MAX_LOOKS; i++) {
            host.untilIdle();
            final Map<String, PacketCounts> after = counts();
            if (moved(before) == moved(after)) {
                return after;
            }
            before = after;
        }
        throw new AssertionError("packets still move");
    }

    private static long moved(final Map<String, PacketCounts> counts) {
        return counts.values().stream()
                .filter(PacketCounts::internal)
                .mapToLong(PacketCounts::in)
                .sum();
    }

    private Map<String, PacketCounts> counts() {
        return PacketCounts.of(host);
    }

    /** Packets that have ever come to a node. */
    long into(final String node) {
        return counts().get(node).in();
    }

    /**
     * Fails unless all packets since {@link #begin} are accounted for.
     *
     * @param same whether everything led to the same places all the while, so that it is known where packets went.
     */
    void check(final boolean same) {
        final Map<String, PacketCounts> total = settled();
        final Map<String, PacketCounts> since = new TreeMap<>();
        total.forEach((name, counts) -> since.put(name, counts.since(begun.getOrDefault(name, PacketCounts.NONE))));
        final Map<String, Long> came = came(since);
        since.forEach((name, counts) -> {
            if (counts.internal()) {
                checkOut(name, counts);
                if (same) {
                    checkIn(name, counts.in(), came.getOrDefault(name, 0L));
                }
            }
        });
        KEEP.forEach(each -> checkKept(each, 1, total));
        checkKept(ASK, 2, total);
        if (same) {
            HANDINGS.forEach(each -> checkHanded(each, since, came));
        }
    }

    /** Packets that nodes sent, by where that led. */
    private Map<String, Long> came(final Map<String, PacketCounts> since) {
        final Map<Integer, String> names = new HashMap<>();
        graph.nodes().forEach(node -> names.put(node.id(), node.name()));
        final Map<String, Long> came = new HashMap<>();
        for (final PacketCounts from : since.values()) {
            for (int target = 1; target < from.edges().length; target++) {
                if (from.edges()[target] != 0) {
                    came.merge(names.get(graph.arrival(target)), from.edges()[target], Long::sum);
                }
            }
        }
        return came;
    }

    private static void checkIn(final String name, final long in, final long came) {
        if (MORE.test(name) || HANDINGS.stream().anyMatch(each -> each.to().equals(name))) {
            assertThat(in).as("packets to " + name).isGreaterThanOrEqualTo(came);
        } else {
            assertThat(in).as("packets to " + name).isEqualTo(came);
        }
    }

    private void checkOut(final String name, final PacketCounts counts) {
        if (CUT_OR_HAND.test(name)) {
            return;
        }
        if (MULTIPLY.test(name)) {
            assertThat(counts.out()).as("packets from " + name).isGreaterThanOrEqualTo(counts.in());
        } else if (HANDINGS.stream().anyMatch(each -> each.from().test(name))) {
            assertThat(counts.out()).as("packets from " + name).isLessThanOrEqualTo(counts.in());
        } else if (!ASK.test(name) && KEEP.stream().noneMatch(each -> each.test(name))) {
            assertThat(counts.out()).as("packets from " + name).isEqualTo(counts.in());
        }
        assertThat(counts.reasons())
                .as("reasons of " + name)
                .isGreaterThanOrEqualTo(counts.to(graph.target("error-drop")) + counts.to(graph.target("error-punt")));
    }

    private static void checkKept(
            final Predicate<String> keeping, final int times, final Map<String, PacketCounts> total) {
        long in = 0;
        long out = 0;
        final List<String> names = total.keySet().stream().filter(keeping).toList();
        for (final String name : names) {
            in += total.get(name).in();
            out += total.get(name).out();
        }
        assertThat(out).as("packets from " + names).isLessThanOrEqualTo(times * in);
    }

    /**
     * Fails unless all fragments that came to where packets are put together, or told their ports, have an end that was counted: in a
     * packet, on their way, dropped or given up in time. For when none waits.
     */
    void checkFragments(final String family) {
        final Map<String, PacketCounts> total = settled();
        final PacketCounts full = total.get(family + "-local-full-reassembly-owner")
                .and(total.get(family + "-full-reassembly-feature-owner"))
                .and(total.get(family + "-icmp-reassembly-feature-owner"));
        assertThat(full.reasons()
                        + total.get(family + "-local-full-reassembly-expired").in()
                        + host.counter(family + "/fragments put together")
                        + host.counter(family + "/fragments given up with packets that did not all come in time"))
                .as("ends of fragments")
                .isEqualTo(full.in());
        final PacketCounts virtual = total.get(family + "-sv-reassembly-feature-owner")
                .and(total.get(family + "-sv-reassembly-output-feature-owner"));
        assertThat(virtual.out() + host.counter(family + "/fragments given up whose first did not come in time"))
                .as("ends of fragments that were told their ports")
                .isEqualTo(virtual.in());
    }

    private static void checkHanded(
            final Handing handing, final Map<String, PacketCounts> since, final Map<String, Long> came) {
        final PacketCounts to = since.get(handing.to());
        if (to != null) {
            final long missing = since.entrySet().stream()
                    .filter(each -> handing.from().test(each.getKey()))
                    .mapToLong(each -> each.getValue().in() - each.getValue().out())
                    .sum();
            assertThat(to.in() - came.getOrDefault(handing.to(), 0L))
                    .as("packets handed to " + handing.to())
                    .isEqualTo(missing);
        }
    }
}
