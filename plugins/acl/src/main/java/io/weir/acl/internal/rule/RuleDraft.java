package io.weir.acl.internal.rule;

import io.weir.cli.CommandException;
import io.weir.net.IpProtocol;
import java.util.ArrayList;
import java.util.List;

/** A rule of which not all words have been read. */
final class RuleDraft implements Draft<Rule> {
    private static final int MAX_ICMP = 255;

    /** Seven at most, so that looking through them is less work than a set, of which a large file would make many. */
    private final List<String> seen = new ArrayList<>();

    private Action action;
    private Boolean ip6;
    /** What has said so. */
    private String familyWord;

    private Subnet source = Subnet.ALL;
    private Subnet destination = Subnet.ALL;
    private int protocol;
    private String protocolWord = "0";
    private Range sourcePorts = Range.ALL;
    private Range destinationPorts = Range.ALL;
    private int tcpFlags;
    private int tcpMask;

    @Override
    public void word(final String word, final Words more) {
        switch (word) {
            case "permit", "permit+reflect", "deny", "action" -> action(word, more);
            case "ipv4", "ipv6" -> family(word.equals("ipv6"), word);
            case "src" -> source = subnet(word, more);
            case "dst" -> destination = subnet(word, more);
            case "proto" -> protocol(more);
            case "sport" -> sourcePorts = range(word, more);
            case "dport" -> destinationPorts = range(word, more);
            case "tcpflags" -> flags(more);
            case "index" -> throw more.noIndex();
            default ->
                throw new CommandException("unknown word `" + word
                        + "', expected permit, permit+reflect, deny, action, ipv4, ipv6, src, dst, proto, sport, dport,"
                        + " tcpflags or tag");
        }
    }

    private void once(final String word) {
        if (seen.contains(word)) {
            throw new CommandException(word + " is there twice");
        }
        seen.add(word);
    }

    private void action(final String word, final Words more) {
        once("the action");
        action = switch (word) {
            case "permit" -> Action.PERMIT;
            case "permit+reflect" -> Action.REFLECT;
            case "deny" -> Action.DENY;
            default -> Action.of(number("action", more.value(word, "0 to 2"), 2));
        };
    }

    private void family(final boolean is6, final String word) {
        if (ip6 != null && ip6 != is6) {
            throw new CommandException("`" + word + "' and `" + familyWord + "' are of different families");
        }
        ip6 = is6;
        familyWord = familyWord == null ? word : familyWord;
    }

    private Subnet subnet(final String word, final Words more) {
        once(word);
        final String text = more.value(word, "a prefix such as 10.0.0.0/8");
        family(text.indexOf(':') >= 0, text);
        return SubnetText.parse(text);
    }

    private void protocol(final Words more) {
        once("proto");
        protocolWord = more.value("proto", "a number or tcp, udp, icmp, icmp6, sctp");
        protocol = Protocols.number(protocolWord);
    }

    private Range range(final String word, final Words more) {
        once(word);
        final String text = more.value(word, "a number or a range such as 1024-65535");
        final int dash = text.indexOf('-');
        final int first = number(word, dash < 0 ? text : text.substring(0, dash), 0xffff);
        final int last = dash < 0 ? first : number(word, text.substring(dash + 1), 0xffff);
        if (first > last) {
            throw new CommandException(word + " `" + text + "' ends before it begins");
        }
        return new Range(first, last);
    }

    private void flags(final Words more) {
        once("tcpflags");
        tcpFlags = number("tcpflags", more.value("tcpflags", "flags, 0 to 255"), 255);
        if (!more.takes("mask")) {
            throw new CommandException("tcpflags " + tcpFlags + ": expected mask behind it");
        }
        tcpMask = number("mask", more.value("mask", "flags, 0 to 255"), 255);
        if ((tcpFlags & ~tcpMask) != 0) {
            throw new CommandException("tcpflags " + tcpFlags + " can't be there under mask " + tcpMask);
        }
    }

    private static int number(final String what, final String text, final int most) {
        final boolean hexadecimal = text.startsWith("0x");
        final int number = hexadecimal ? Digits.number(text, 2, 4, 16) : Digits.number(text, 0, 5, 10);
        if (number >= 0 && number <= most) {
            return number;
        }
        throw new CommandException(what + " `" + text + "' is no number from 0 to " + most);
    }

    @Override
    public Rule rule() {
        if (action == null) {
            throw new CommandException("expected permit, permit+reflect, deny or action");
        }
        final boolean six = ip6 != null && ip6;
        checkPorts("sport", sourcePorts);
        checkPorts("dport", destinationPorts);
        if (tcpMask != 0 && protocol != IpProtocol.TCP) {
            throw new CommandException("tcpflags are of proto tcp, not of " + protocolWord);
        }
        if (protocolWord.equals(six ? "icmp" : "icmp6")) {
            throw new CommandException("proto " + protocolWord + " is not of " + (six ? "IPv6" : "IPv4"));
        }
        return new Rule(action, six, source, destination, protocol, sourcePorts, destinationPorts, tcpFlags, tcpMask);
    }

    private void checkPorts(final String word, final Range range) {
        if (range.all()) {
            return;
        }
        if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMP6) {
            if (range.last() > MAX_ICMP) {
                throw new CommandException(word + " " + range.first() + "-" + range.last() + " of proto " + protocolWord
                        + " is a range of " + (word.equals("sport") ? "types" : "codes") + ", which end at "
                        + MAX_ICMP);
            }
        } else if (!IpProtocol.hasPorts(protocol)) {
            throw new CommandException(
                    word + " " + range.first() + "-" + range.last() + ": proto " + protocolWord + " has no ports");
        }
    }
}
