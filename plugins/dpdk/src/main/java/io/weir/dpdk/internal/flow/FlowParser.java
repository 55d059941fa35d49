package io.weir.dpdk.internal.flow;

import io.weir.cli.CommandException;
import io.weir.net.EthernetHeader;
import io.weir.net.MacAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Makes rules from the words of a command, each with what follows it; refuses what makes no sense. */
public final class FlowParser {
    /** Words of what is matched. */
    public static final List<String> MATCHES = List.of(
            "eth-type",
            "eth-src",
            "eth-dst",
            "vlan",
            "src-ip",
            "dst-ip",
            "ip6-src-ip",
            "ip6-dst-ip",
            "proto",
            "src-port",
            "dst-port",
            "vxlan vni",
            "gtpu teid",
            "gtpc teid");
    /** Words of what becomes of packets. */
    public static final List<String> ACTIONS = List.of(
            "drop",
            "redirect-to-queue",
            "rss queues",
            "rss function",
            "rss types",
            "mark",
            "redirect-to-node",
            "count");

    private static final Map<String, Integer> ETHER_TYPES = Map.of(
            "ip4",
            EthernetHeader.TYPE_IP4,
            "ip6",
            EthernetHeader.TYPE_IP6,
            "arp",
            EthernetHeader.TYPE_ARP,
            "mpls",
            0x8847);
    private static final Map<String, Integer> PROTOCOLS = Map.of(
            "icmp",
            1,
            "igmp",
            2,
            "tcp",
            FlowSpec.TCP,
            "udp",
            FlowSpec.UDP,
            "gre",
            47,
            "esp",
            50,
            "ah",
            51,
            "icmp6",
            58,
            "ospf",
            89,
            "sctp",
            132);
    private final Map<String, String> words;

    private FlowParser(final Map<String, String> words) {
        this.words = words;
    }

    /** The rule of these words. */
    public static FlowSpec parse(final Map<String, String> words) {
        return new FlowParser(words).spec();
    }

    private FlowSpec spec() {
        if (MATCHES.stream().noneMatch(words::containsKey)) {
            throw new CommandException("the flow matches nothing: give at least one of " + String.join(", ", MATCHES));
        }
        final FlowSpec.Tunnel tunnel = tunnel();
        final int protocol = protocol(tunnel);
        final FlowSpec.Ports ports = ports(protocol, tunnel);
        return new FlowSpec(
                words, ether(), ip(ports == null ? protocol : -1), ports, tunnel, new ActionParser(words).parse());
    }

    private FlowSpec.Ether ether() {
        final String type = words.get("eth-type");
        return new FlowSpec.Ether(
                type == null ? -1 : etherType(type),
                words.containsKey("eth-src") ? MacAddress.parse(words.get("eth-src")) : -1,
                words.containsKey("eth-dst") ? MacAddress.parse(words.get("eth-dst")) : -1,
                words.containsKey("vlan") ? Integer.parseInt(words.get("vlan")) : -1);
    }

    private static int etherType(final String text) {
        final Integer known = ETHER_TYPES.get(text.toLowerCase(Locale.ROOT));
        try {
            return known == null ? Masked.number(text) : known;
        } catch (final IllegalArgumentException e) {
            throw new CommandException("eth-type: `" + text + "' is none of ip4, ip6, arp, mpls or 0x0 to 0xffff", e);
        }
    }

    private FlowSpec.Ip ip(final int protocol) {
        final boolean four = words.containsKey("src-ip") || words.containsKey("dst-ip");
        final boolean six = words.containsKey("ip6-src-ip") || words.containsKey("ip6-dst-ip");
        if (four && six) {
            throw new CommandException("a flow matches either IPv4 or IPv6 addresses");
        }
        if (four) {
            return new FlowSpec.Ip(
                    4,
                    Masked.ip4("src-ip", words.getOrDefault("src-ip", "any")),
                    Masked.ip4("dst-ip", words.getOrDefault("dst-ip", "any")),
                    protocol);
        }
        if (six) {
            return new FlowSpec.Ip(
                    6,
                    Masked.ip6("ip6-src-ip", words.getOrDefault("ip6-src-ip", "any")),
                    Masked.ip6("ip6-dst-ip", words.getOrDefault("ip6-dst-ip", "any")),
                    protocol);
        }
        MATCHES.stream()
                .skip(MATCHES.indexOf("proto"))
                .filter(words::containsKey)
                .findFirst()
                .ifPresent(word -> {
                    throw new CommandException(
                            word + " needs to know IPv4 from IPv6: add src-ip any, or ip6-src-ip any");
                });
        return null;
    }

    private FlowSpec.Tunnel tunnel() {
        final List<FlowSpec.Tunnel> given = Stream.of("vxlan vni", "gtpu teid", "gtpc teid")
                .filter(words::containsKey)
                .map(word -> new FlowSpec.Tunnel(
                        FlowSpec.Tunnels.valueOf(
                                word.substring(0, word.indexOf(' ')).toUpperCase(Locale.ROOT)),
                        Long.parseLong(words.get(word))))
                .toList();
        if (given.size() > 1) {
            throw new CommandException("a flow matches one of vxlan, gtpu and gtpc");
        }
        return given.isEmpty() ? null : given.getFirst();
    }

    private int protocol(final FlowSpec.Tunnel tunnel) {
        final String text = words.getOrDefault("proto", "any");
        final Integer known = PROTOCOLS.get(text.toLowerCase(Locale.ROOT));
        final int protocol = known != null ? known : text.equals("any") ? -1 : number(text);
        if (tunnel != null && protocol >= 0 && protocol != FlowSpec.UDP) {
            throw new CommandException("proto " + text + ": tunnels are in udp");
        }
        return tunnel == null ? protocol : FlowSpec.UDP;
    }

    private static int number(final String text) {
        if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= 255) {
            return Integer.parseInt(text);
        }
        throw new CommandException("proto: `" + text + "' is none of any, 0 to 255, "
                + String.join(", ", PROTOCOLS.keySet().stream().sorted().toList()));
    }

    private FlowSpec.Ports ports(final int protocol, final FlowSpec.Tunnel tunnel) {
        final boolean given = words.containsKey("src-port") || words.containsKey("dst-port");
        if (given && protocol != FlowSpec.TCP && protocol != FlowSpec.UDP) {
            throw new CommandException("ports need proto tcp or proto udp");
        }
        return !given && tunnel == null
                ? null
                : new FlowSpec.Ports(
                        protocol,
                        Masked.port("src-port", words.getOrDefault("src-port", "any")),
                        Masked.port("dst-port", words.getOrDefault("dst-port", "any")));
    }
}
