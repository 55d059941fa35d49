package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** IPv4, ARP and ICMP as they are and as they are not; nets 192.168.1.0/24 to 192.168.3.0/24, the last in a table of its own. */
public class Ip4Garbage implements GarbageFamily {
    private static final int HEADER = 20;
    private static final String[] STRANGERS = {
        "127.0.0.1",
        "255.255.255.255",
        "0.0.0.0",
        "224.0.0.9",
        "240.0.0.1",
        "198.18.0.1",
        "192.168.2.1",
        "192.168.2.255",
        "192.168.1.0",
        "10.9.9.9"
    };
    private static final String[] DESTINATIONS = {
        "192.168.1.1",
        "192.168.2.1",
        "192.168.3.1",
        "192.168.2.2",
        "192.168.2.9",
        "192.168.2.255",
        "192.168.2.0",
        "10.1.2.3",
        "10.1.0.5",
        "10.2.2.3",
        "10.3.2.3",
        "10.4.2.3",
        "10.5.0.1",
        "10.6.0.1",
        "10.7.0.1",
        "10.8.0.1",
        "10.9.0.1",
        "10.10.0.1",
        "10.11.0.1",
        "10.12.0.1",
        "10.13.0.1",
        "172.16.0.1",
        "198.19.0.1",
        "224.0.0.1",
        "224.0.0.5",
        "232.1.1.1",
        "232.1.1.2",
        "239.9.9.9",
        "255.255.255.255",
        "0.0.0.0",
        "127.0.0.1",
        "240.1.1.1"
    };
    private static final int[] ERRORS = {3, 3, 3, 4, 5, 11, 12};
    private static final int[][] OPTIONS = {
        {7, 7, 4, 0, 0, 0, 0},
        {7, 11, 8, 1, 2, 3, 4, 0, 0, 0, 0},
        {68, 12, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        {68, 12, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0},
        {131, 7, 4, 10, 1, 0, 1},
        {137, 7, 4, 10, 1, 0, 1},
        {148, 4, 0, 0},
        {1, 1, 1, 0}
    };

    private final List<Named> plugins;

    /** On a host with these plugins, of which one is {@code ip4}. */
    public Ip4Garbage(final Named... plugins) {
        this.plugins = List.of(plugins);
    }

    @Override
    public String name() {
        return "ip4";
    }

    @Override
    public List<Named> plugins() {
        return plugins;
    }

    @Override
    public List<String> setUp() {
        final List<String> lines = new ArrayList<>(List.of(
                "ip table add 7",
                "set interface ip table third 7",
                "set interface ip address left 192.168.1.1/24",
                "set interface ip address right 192.168.2.1/24",
                "set interface ip address third 192.168.3.1/24",
                "set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa",
                "set ip neighbor static right 192.168.2.2 02:00:00:00:00:bb",
                "set ip neighbor static third 192.168.3.2 02:00:00:00:00:cc",
                "ip route add 10.1.0.0/16 via 192.168.2.2 right",
                "ip route add 10.2.0.0/16 via 192.168.1.2 left",
                "ip route add 10.3.0.0/16 via 192.168.2.77 right",
                "ip route add 10.4.0.0/16 via 192.168.2.2 right weight 3 via 192.168.1.2 left"
                        + " via 192.168.3.2 next-hop-table 7",
                "ip route add 10.5.0.0/16 via drop",
                "ip route add 10.6.0.0/16 via punt",
                "ip route add 10.7.0.0/16 via ip4-lookup-in-table 7",
                "ip route add table 7 0.0.0.0/0 via ip4-lookup-in-table 0",
                "ip route add 10.8.0.0/16 via 10.1.0.1",
                "ip route add 10.9.0.0/16 via ip4-lookup-in-table 7",
                "ip route add 10.10.0.0/16 via 10.11.0.1",
                "ip route add 10.11.0.0/16 via 10.10.0.1",
                "ip route add 10.12.0.0/16 via 172.31.0.1",
                "ip route add 10.13.0.0/16 via local"));
        lines.addAll(List.of(
                "ip mroute add 232.1.1.1 via left Accept via right Accept via right Forward via left Forward via local Forward",
                "ip mroute add 224.0.0.5 via left Accept via local Forward",
                "ip mroute add 239.0.0.0/8 via left Accept via right Forward",
                "set arp proxy start 192.168.1.100 end 192.168.1.120",
                "set interface proxy-arp left",
                "set ip martians add 198.18.0.0/15",
                "set ip pmtu peer 10.1.0.5 576",
                "set interface mtu packet 600 right",
                "set interface ip directed-broadcast right enable",
                "set interface virtual-reassembly right on ip4",
                "create sub-interfaces left " + GarbageScene.BARE_VLAN,
                "set interface state left." + GarbageScene.BARE_VLAN + " up",
                "set urpf strict third",
                "set plugin setting ip4 reassembly-timeout 100"));
        return lines;
    }

    @Override
    public List<Toggle> toggles() {
        return List.of(
                new Toggle("set interface reassembly left on ip4", "set interface reassembly left off ip4"),
                new Toggle(
                        "set interface virtual-reassembly right on ip4 output",
                        "set interface virtual-reassembly right off ip4 output"),
                new Toggle(
                        "set interface virtual-reassembly left on ip4",
                        "set interface virtual-reassembly left off ip4"),
                new Toggle("set urpf loose right", "set urpf off right"),
                new Toggle("set urpf tx loose left", "set urpf tx off left"),
                new Toggle("set urpf tx strict right", "set urpf tx off right"),
                new Toggle(
                        "ip route del 10.4.0.0/16",
                        "ip route add 10.4.0.0/16 via 192.168.2.2 right via 192.168.1.2 left"),
                new Toggle("set interface mtu packet 1500 right", "set interface mtu packet 68 right"),
                new Toggle("set interface state third down", "set interface state third up"),
                new Toggle(
                        "set interface ip address right 10.20.0.1/24",
                        "set interface ip address del right 10.20.0.1/24"),
                new Toggle(
                        "set interface ip directed-broadcast right disable",
                        "set interface ip directed-broadcast right enable"),
                new Toggle("set plugin setting ip4 record-route process", "set plugin setting ip4 record-route drop"),
                new Toggle("set plugin setting ip4 timestamp process", "set plugin setting ip4 timestamp drop"),
                new Toggle("set plugin setting ip4 icmp-no-route off", "set plugin setting ip4 icmp-no-route on"),
                new Toggle(
                        "set plugin setting ip4 reassembly-packets 4",
                        "set plugin setting ip4 reassembly-packets 1024"),
                new Toggle(
                        "set plugin setting ip4 reassembly-fragments 3",
                        "set plugin setting ip4 reassembly-fragments 2048"),
                new Toggle("set ip neighbor-config ip4 limit 2", "set ip neighbor-config ip4 limit 50000"),
                new Toggle(
                        "set plugin setting fib neighbor-requests 2", "set plugin setting fib neighbor-requests 4000"),
                new Toggle("set ip martians del 127.0.0.0/8 source", "set ip martians add 127.0.0.0/8 source"),
                new Toggle("clear ip neighbors", "clear ip pmtu"));
    }

    @Override
    public List<String> join(final String sub) {
        return List.of(
                "set interface ip address " + sub + " 192.168.7.1/24",
                "ip route add 10.14.0.0/16 via 192.168.7.2 " + sub,
                "set interface reassembly " + sub + " on ip4");
    }

    @Override
    public List<TestPacket> packets(final RandomGenerator bits, final int port) {
        final String net = "192.168." + (port + 1) + ".";
        final String from = bits.nextInt(6) == 0 ? Garbage.one(bits, STRANGERS) : net + (bits.nextInt(8) == 0 ? 77 : 2);
        final String to = Garbage.one(bits, DESTINATIONS);
        final List<TestPacket> large = Garbage.large(bits, TestPacket.echo(net + 2, net + 1));
        if (!large.isEmpty()) {
            return large;
        }
        if (bits.nextInt(14) == 0) {
            return List.of(arp(bits, net, to));
        }
        TestPacket packet = upper(bits, from, to, net)
                .ttl(bits.nextInt(8) == 0 ? bits.nextInt(3) : 64)
                .identification(bits.nextInt(Garbage.IDENTIFICATIONS));
        if (bits.nextInt(10) == 0) {
            packet = packet.options(
                    bits.nextInt(4) == 0
                            ? bits.ints(bits.nextInt(40), 0, 256).toArray()
                            : OPTIONS[bits.nextInt(OPTIONS.length)]);
        }
        if (bits.nextInt(7) == 0) {
            return Garbage.parts(bits, packet);
        }
        if (bits.nextInt(4) > 0) {
            packet = packet.fragment(bits.nextInt(16) == 0 ? bits.nextInt(0x10000) : bits.nextInt(3) == 0 ? 0x4000 : 0);
        }
        return List.of(bits.nextInt(40) == 0 ? packet.wrongIpChecksum() : packet);
    }

    private static TestPacket arp(final RandomGenerator bits, final String net, final String to) {
        final long mac = bits.nextInt(6) == 0 ? bits.nextLong() >>> 16 : TestPacket.DEFAULT_SOURCE_MAC;
        final String sender = net + new int[] {1, 2, 2, 2, 77, 78, 0, 255}[bits.nextInt(8)];
        final String target = bits.nextInt(4) == 0 ? to : net + new int[] {1, 1, 2, 105, 200}[bits.nextInt(5)];
        final TestPacket packet =
                TestPacket.arp(bits.nextInt(8) == 0 ? bits.nextInt(65_536) : 1 + bits.nextInt(2), mac, sender, target);
        return bits.nextInt(10) == 0 ? packet.arpSender(MacAddress.parse("02:00:00:00:00:ff")) : packet;
    }

    private static TestPacket upper(final RandomGenerator bits, final String from, final String to, final String net) {
        return switch (bits.nextInt(12)) {
            case 0 -> TestPacket.echo(from, to).payload(Garbage.payload(bits));
            case 1 ->
                TestPacket.icmp(from, to, bits.nextInt(256), bits.nextInt(16)).payload(Garbage.payload(bits));
            case 2 -> error(bits, from, to, net);
            case 3, 4 -> Garbage.tcp(bits, from, to);
            case 5 -> TestPacket.ip(from, to, bits.nextInt(256)).payload(Garbage.payload(bits));
            case 6 -> TestPacket.echoReply(from, to).payload(Garbage.payload(bits));
            default -> Garbage.udp(bits, from, to);
        };
    }

    /** An error about a packet that this host may have sent, or somebody else. */
    private static TestPacket error(final RandomGenerator bits, final String from, final String to, final String net) {
        final String host = net + "1";
        final String source = bits.nextInt(4) == 0 ? to : host;
        final TestPacket quoted = bits.nextBoolean()
                ? TestPacket.echoReply(source, from)
                : TestPacket.udp(source, Garbage.one(bits, from, "10.1.2.3"));
        final byte[] quote = quoted.fragment(bits.nextInt(4) == 0 ? bits.nextInt(0x10000) : 0x4000)
                .payload(bits.nextInt(1_400))
                .ip();
        return TestPacket.icmp(
                        from,
                        bits.nextInt(4) == 0 ? to : host,
                        ERRORS[bits.nextInt(ERRORS.length)],
                        bits.nextBoolean() ? 4 : bits.nextInt(16))
                .ports(bits.nextInt(8) == 0 ? bits.nextInt(0x10000) : 0, bits.nextInt(1_600))
                .payload(Arrays.copyOf(quote, Math.min(quote.length, 28 + bits.nextInt(548))));
    }

    @Override
    public void mend(final byte[] frame, final int at) {
        if (frame.length < at + HEADER || Garbage.word(frame, at - 2) != 0x0800) {
            return;
        }
        final int header = (frame[at] & 15) * 4;
        final int total = Garbage.word(frame, at + 2);
        if (header < HEADER || at + header > frame.length) {
            return;
        }
        if ((Garbage.word(frame, at + 6) & 0x3fff) == 0 && total >= header && at + total <= frame.length) {
            final int protocol = frame[at + 9] & 0xff;
            final int pseudo = PacketView.sum(frame, at + 12, 8, protocol + total - header);
            Garbage.sumUpper(frame, at + header, total - header, protocol, protocol == 1 ? 0 : pseudo);
        }
        Garbage.sum(frame, at, header, at + 10, 0);
    }

    @Override
    public void checkSent(final byte[] frame, final int at) {
        if (Garbage.word(frame, at - 2) != 0x0800) {
            return;
        }
        final int header = (frame[at] & 15) * 4;
        assertThat(frame[at] >>> 4).isEqualTo(4);
        assertThat(header).isGreaterThanOrEqualTo(HEADER);
        assertThat(Garbage.word(frame, at + 2)).isBetween(header, frame.length - at);
        assertThat(PacketView.sum(frame, at, header, 0)).as("sum of a header").isEqualTo(0xffff);
        assertThat(frame[at + 8]).as("hops left").isNotZero();
    }

    @Override
    public List<String> reasonPrefixes() {
        return List.of("ip4-", "arp-", "icmp4-");
    }

    @Override
    public Set<String> unmet() {
        return Set.of(
                // A route has to change between a look at it and the next: only with workers.
                "arp-adjacency-gone",
                // Copies for several interfaces have left, or are whole, before they could come to be put together.
                "ip4-fragment-shared",
                // No ping waits.
                "icmp4-echo-reply");
    }
}
