package io.weir.acl.internal.rule;

import io.weir.cli.CommandException;
import io.weir.net.IpProtocol;
import java.util.Map;

/** Protocols by the names that are used for them. */
public final class Protocols {
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("icmp", IpProtocol.ICMP),
            Map.entry("igmp", 2),
            Map.entry("tcp", IpProtocol.TCP),
            Map.entry("udp", IpProtocol.UDP),
            Map.entry("gre", 47),
            Map.entry("esp", IpProtocol.ESP),
            Map.entry("ah", IpProtocol.AUTHENTICATION),
            Map.entry("icmp6", IpProtocol.ICMP6),
            Map.entry("ospf", 89),
            Map.entry("sctp", IpProtocol.SCTP));

    private Protocols() {}

    /**
     * A protocol's number, which may be written as one.
     *
     * @throws CommandException in one sentence that names the text.
     */
    public static int number(final String text) {
        final Integer known = NUMBERS.get(text);
        if (known != null) {
            return known;
        }
        final int number = Digits.number(text, 0, 3, 10);
        if (number >= 0 && number <= 255) {
            return number;
        }
        throw new CommandException(
                "`" + text
                        + "' is no protocol, expected 0 to 255 or one of icmp, igmp, tcp, udp, gre, esp, ah, icmp6, ospf, sctp");
    }
}
