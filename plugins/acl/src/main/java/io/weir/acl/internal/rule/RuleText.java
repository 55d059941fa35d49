package io.weir.acl.internal.rule;

/** Writes rules as {@code show acl-plugin acl} of VPP has them; {@link RuleParser} reads that. */
public final class RuleText {
    private RuleText() {}

    /** A rule in words. */
    public static String of(final Rule rule) {
        final StringBuilder out = new StringBuilder(96);
        out.append(rule.ip6() ? "ipv6 " : "ipv4 ").append(rule.action()).append(" src ");
        SubnetText.append(out, rule.ip6(), rule.source());
        out.append(" dst ");
        SubnetText.append(out, rule.ip6(), rule.destination());
        out.append(" proto ").append(rule.protocol()).append(" sport ");
        append(out, rule.sourcePorts());
        out.append(" dport ");
        append(out, rule.destinationPorts());
        if (rule.tcpMask() != 0) {
            out.append(" tcpflags ").append(rule.tcpFlags()).append(" mask ").append(rule.tcpMask());
        }
        return out.toString();
    }

    private static void append(final StringBuilder out, final Range range) {
        out.append(range.first()).append('-').append(range.last());
    }
}
