package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** IPv6, neighbor discovery, MLD and ICMPv6 as they are and as they are not; nets 2001:db8:1::/64 to 3::/64, the last in a table of its own. */
public class Ip6Garbage implements GarbageFamily {
    private static final int HEADER = 40;
    private static final String[] STRANGERS = {
        "::1", "::", "ff02::1", "fe80::2", "fe80::2", "fe80:1::2", "2001:db8:2::1", "2001:db8:9::9", "2001:db8:f::1"
    };
    private static final String[] DESTINATIONS = {
        "2001:db8:1::1",
        "2001:db8:2::1",
        "2001:db8:3::1",
        "2001:db8:2::2",
        "2001:db8:2::9",
        "2001:db8:2::",
        "2001:db8:11::3",
        "2001:db8:12::3",
        "2001:db8:12::5",
        "2001:db8:13::3",
        "2001:db8:14::3",
        "2001:db8:15::1",
        "2001:db8:16::1",
        "2001:db8:17::1",
        "2001:db8:18::1",
        "2001:db8:19::1",
        "2001:db8:1a::1",
        "2001:db8:1b::1",
        "2001:db8:1c::1",
        "2001:db8:1d::1",
        "2001:db8:99::1",
        "2001:db8:f::2",
        "fe80::9",
        "fe80:0:1::9",
        "ff01::1",
        "ff02::1",
        "ff02::2",
        "ff02::1:ff00:1",
        "ff0e::5",
        "ff0e::6",
        "ff3e::9",
        "::",
        "::1"
    };
    private static final int[] ERRORS = {1, 2, 2, 2, 3, 4};
    private static final int[] NUMBERS = {0, 43, 44, 51, 60, 135, 139, 140};

    private final List<Named> plugins;

    /** On a host with these plugins, of which one is {@code ip6}. */
    public Ip6Garbage(final Named... plugins) {
        this.plugins = List.of(plugins);
    }

    @Override
    public String name() {
        return "ip6";
    }

    @Override
    public List<Named> plugins() {
        return plugins;
    }

    @Override
    public List<String> setUp() {
        final List<String> lines = new ArrayList<>(List.of(
                "set plugin setting ip6 dad-transmits 0",
                "set plugin setting ip6 mld-robustness 0",
                "ip6 table add 7",
                "set interface ip6 table third 7",
                "set interface ip address left 2001:db8:1::1/64",
                "set interface ip address right 2001:db8:2::1/64",
                "set interface ip address third 2001:db8:3::1/64",
                "set ip neighbor static left 2001:db8:1::2 02:00:00:00:00:aa",
                "set ip neighbor static right 2001:db8:2::2 02:00:00:00:00:bb",
                "set ip neighbor static third 2001:db8:3::2 02:00:00:00:00:cc",
                "ip route add 2001:db8:11::/48 via 2001:db8:2::2 right",
                "ip route add 2001:db8:12::/48 via 2001:db8:1::2 left",
                "ip route add 2001:db8:13::/48 via 2001:db8:2::77 right",
                "ip route add 2001:db8:14::/48 via 2001:db8:2::2 right weight 3 via 2001:db8:1::2 left"
                        + " via 2001:db8:3::2 next-hop-table 7",
                "ip route add 2001:db8:15::/48 via drop",
                "ip route add 2001:db8:16::/48 via punt",
                "ip route add 2001:db8:17::/48 via ip6-lookup-in-table 7",
                "ip route add table 7 ::/0 via ip6-lookup-in-table 0",
                "ip route add 2001:db8:18::/48 via 2001:db8:11::1",
                "ip route add 2001:db8:19::/48 via ip6-lookup-in-table 7",
                "ip route add 2001:db8:1a::/48 via 2001:db8:1b::1",
                "ip route add 2001:db8:1b::/48 via 2001:db8:1a::1",
                "ip route add 2001:db8:1c::/48 via 2001:dead::1",
                "ip route add 2001:db8:1d::/48 via local"));
        lines.addAll(List.of(
                "ip mroute add ff0e::5 via left Accept via right Accept via right Forward via left Forward via local Forward",
                "ip mroute add ff0e::6 via left Accept via local Forward",
                "ip mroute add ff3e::/16 via left Accept via right Forward",
                "set ip6 nd proxy right 2001:db8:1::50",
                "set ip6 martians add 2001:db8:f::/48",
                "set ip pmtu peer 2001:db8:12::5 1300",
                "ip6 nd left no ra-suppress",
                "set interface mtu packet 1280 right",
                "set interface virtual-reassembly right on ip6",
                "create sub-interfaces left " + GarbageScene.BARE_VLAN,
                "set interface state left." + GarbageScene.BARE_VLAN + " up",
                "set urpf ip6 strict third",
                "set plugin setting ip6 reassembly-timeout 100"));
        return lines;
    }

    @Override
    public List<Toggle> toggles() {
        return List.of(
                new Toggle("set interface reassembly left on ip6", "set interface reassembly left off ip6"),
                new Toggle(
                        "set interface virtual-reassembly right on ip6 output",
                        "set interface virtual-reassembly right off ip6 output"),
                new Toggle(
                        "set interface virtual-reassembly left on ip6",
                        "set interface virtual-reassembly left off ip6"),
                new Toggle("set urpf ip6 loose right", "set urpf ip6 off right"),
                new Toggle("set urpf ip6 tx loose left", "set urpf ip6 tx off left"),
                new Toggle("set urpf ip6 tx strict right", "set urpf ip6 tx off right"),
                new Toggle(
                        "ip route del 2001:db8:14::/48",
                        "ip route add 2001:db8:14::/48 via 2001:db8:2::2 right via 2001:db8:1::2 left"),
                new Toggle("set interface mtu packet 1500 right", "set interface mtu packet 1280 right"),
                new Toggle("set interface mtu packet 1280 left", "set interface mtu packet 1500 left"),
                new Toggle("set interface state third down", "set interface state third up"),
                new Toggle(
                        "set interface ip address right 2001:db8:20::1/64",
                        "set interface ip address del right 2001:db8:20::1/64"),
                new Toggle("set plugin setting ip6 icmp-no-route off", "set plugin setting ip6 icmp-no-route on"),
                new Toggle(
                        "set plugin setting ip6 reassembly-packets 4",
                        "set plugin setting ip6 reassembly-packets 1024"),
                new Toggle(
                        "set plugin setting ip6 reassembly-fragments 3",
                        "set plugin setting ip6 reassembly-fragments 2048"),
                new Toggle("set ip neighbor-config ip6 limit 2", "set ip neighbor-config ip6 limit 50000"),
                new Toggle("set plugin setting ip6 dad-transmits 1", "set plugin setting ip6 dad-transmits 0"),
                new Toggle(
                        "set plugin setting fib neighbor-requests 2", "set plugin setting fib neighbor-requests 4000"),
                new Toggle("clear ip6 neighbors", "clear ip pmtu"));
    }

    @Override
    public List<String> join(final String sub) {
        return List.of(
                "set interface ip address " + sub + " 2001:db8:7::1/64",
                "ip route add 2001:db8:1e::/48 via 2001:db8:7::2 " + sub,
                "set interface reassembly " + sub + " on ip6");
    }

    @Override
    public List<TestPacket> packets(final RandomGenerator bits, final int port) {
        final String net = "2001:db8:" + (port + 1) + "::";
        final String from = bits.nextInt(6) == 0 ? Garbage.one(bits, STRANGERS) : net + (bits.nextInt(8) == 0 ? 77 : 2);
        final String to = Garbage.one(bits, DESTINATIONS);
        final List<TestPacket> large = Garbage.large(bits, TestPacket.echo(net + 2, net + 1));
        if (!large.isEmpty()) {
            return large;
        }
        if (bits.nextInt(8) == 0) {
            return List.of(link(bits, net, bits.nextBoolean() ? from : "fe80::2", to));
        }
        final TestPacket packet = extended(
                        bits, upper(bits, from, to, net).ttl(bits.nextInt(8) == 0 ? bits.nextInt(3) : 64))
                .identification(bits.nextInt(Garbage.IDENTIFICATIONS));
        if (bits.nextInt(7) == 0) {
            return Garbage.parts(bits, packet);
        }
        return List.of(packet);
    }

    /** What is said on links: neighbor discovery and MLD. */
    private static TestPacket link(final RandomGenerator bits, final String net, final String from, final String to) {
        final String target = net + new int[] {1, 1, 2, 50, 77}[bits.nextInt(5)];
        final String group = "ff02::1:ff00:" + new int[] {1, 1, 2, 50}[bits.nextInt(4)];
        final String whom = bits.nextInt(4) == 0 ? to : bits.nextBoolean() ? group : net + 1;
        return switch (bits.nextInt(7)) {
            case 0, 1 -> message(bits, from, whom, 135, 0, 0, address(target)).ttl(255);
            case 2 ->
                message(
                                bits,
                                from,
                                bits.nextBoolean() ? net + 1 : "ff02::1",
                                136,
                                bits.nextInt(8) << 13,
                                0,
                                address(target))
                        .ttl(255);
            case 3 -> message(bits, from, "ff02::2", 133, 0, 0).ttl(255);
            case 4 ->
                message(bits, "fe80::2", "ff02::1", 134, bits.nextInt(0x10000), 1_800, Garbage.bytes(bits, 8))
                        .ttl(255);
            case 5 ->
                message(bits, "fe80::2", whom, 137, 0, 0, address(target), address(to))
                        .ttl(255);
            default ->
                message(
                                bits,
                                "fe80::2",
                                "ff02::1",
                                130,
                                bits.nextInt(100),
                                0,
                                address(bits.nextBoolean() ? "::" : group),
                                Garbage.bytes(bits, 4))
                        .extension(0, 0, 0, 5, 2, 0, 0, 1, 0)
                        .ttl(1);
        };
    }

    private static TestPacket message(
            final RandomGenerator bits,
            final String from,
            final String to,
            final int type,
            final int first,
            final int second,
            final byte[]... parts) {
        final ByteBuffer body = ByteBuffer.allocate(512);
        Arrays.stream(parts).forEach(body::put);
        for (int options = type == 130 ? 0 : bits.nextInt(3); options > 0; options--) {
            final int units = bits.nextInt(10) == 0 ? bits.nextInt(5) : 1;
            body.put((byte) (1 + bits.nextInt(bits.nextInt(4) == 0 ? 255 : 5))).put((byte) units);
            body.put(Garbage.bytes(bits, bits.nextInt(10) == 0 ? bits.nextInt(20) : Math.max(0, units * 8 - 2)));
        }
        return TestPacket.icmp(from, to, type, bits.nextInt(20) == 0 ? bits.nextInt(256) : 0)
                .ports(first, second)
                .payload(Arrays.copyOf(body.array(), body.position()));
    }

    private static byte[] address(final String text) {
        return Arrays.copyOfRange(TestPacket.udp(text, text).ip(), 8, 24);
    }

    private static TestPacket upper(final RandomGenerator bits, final String from, final String to, final String net) {
        return switch (bits.nextInt(12)) {
            case 0 -> TestPacket.echo(from, to).payload(Garbage.payload(bits));
            case 1 ->
                TestPacket.icmp(from, to, bits.nextInt(256), bits.nextInt(8)).payload(Garbage.payload(bits));
            case 2 -> error(bits, from, to, net);
            case 3, 4 -> Garbage.tcp(bits, from, to);
            case 5 -> TestPacket.ip(from, to, bits.nextInt(256)).payload(Garbage.payload(bits));
            case 6 -> TestPacket.echoReply(from, to).payload(Garbage.payload(bits));
            default -> Garbage.udp(bits, from, to);
        };
    }

    /** An error about a packet that this host may have sent, or somebody else. */
    private static TestPacket error(final RandomGenerator bits, final String from, final String to, final String net) {
        final String host = net + 1;
        final String source = bits.nextInt(4) == 0 ? to : host;
        final TestPacket quoted = bits.nextBoolean()
                ? TestPacket.echoReply(source, from)
                : TestPacket.udp(source, Garbage.one(bits, from, "2001:db8:11::3"));
        final byte[] quote = extended(bits, quoted.payload(bits.nextInt(1_400))).ip();
        return TestPacket.icmp(
                        from,
                        bits.nextInt(4) == 0 ? to : host,
                        ERRORS[bits.nextInt(ERRORS.length)],
                        bits.nextInt(8) == 0 ? bits.nextInt(256) : 0)
                .ports(bits.nextInt(8) == 0 ? bits.nextInt(0x10000) : 0, 1_200 + bits.nextInt(400))
                .payload(Arrays.copyOf(quote, Math.min(quote.length, 40 + bits.nextInt(1_192))));
    }

    /** Extension headers, as they may be and as they may not. */
    private static TestPacket extended(final RandomGenerator bits, final TestPacket packet) {
        TestPacket made = packet;
        for (int k = bits.nextInt(4) == 0 ? bits.nextInt(10) : 0; k > 0; k--) {
            made = switch (bits.nextInt(7)) {
                case 0 -> made.hopByHop();
                case 1 -> made.destinationOptions();
                case 2 -> made.routing();
                case 3 -> made.authentication();
                case 4 -> made.fragmentHeader(bits.nextInt(0x10000), bits.nextBoolean(), bits.nextInt(40));
                // An option, of a kind that says what is to be done by those who don't know it.
                case 5 ->
                    made.extension(bits.nextBoolean() ? 0 : 60, 0, 0, bits.nextInt(256), bits.nextInt(6), 0, 0, 0, 0);
                default ->
                    made.extension(
                            NUMBERS[bits.nextInt(NUMBERS.length)],
                            bits.ints(8, 0, 256).toArray());
            };
        }
        if (bits.nextInt(20) == 0) {
            made = made.fragmentHeader(bits.nextInt(20) * 8, bits.nextInt(3) > 0, bits.nextInt(40));
        }
        return bits.nextInt(40) == 0 ? made.hopByHop() : made;
    }

    @Override
    public void mend(final byte[] frame, final int at) {
        if (frame.length < at + HEADER || Garbage.word(frame, at - 2) != 0x86dd) {
            return;
        }
        int protocol = frame[at + 6] & 0xff;
        int upper = at + HEADER;
        final int end = upper + Garbage.word(frame, at + 4);
        while ((protocol == 0 || protocol == 43 || protocol == 60) && upper + 8 <= frame.length) {
            protocol = frame[upper] & 0xff;
            upper += 8 + (frame[upper + 1] & 0xff) * 8;
        }
        if (upper < end && end <= frame.length) {
            final int pseudo = PacketView.sum(frame, at + 8, 32, protocol + end - upper);
            Garbage.sumUpper(frame, upper, end - upper, protocol, pseudo);
        }
    }

    @Override
    public void checkSent(final byte[] frame, final int at) {
        if (Garbage.word(frame, at - 2) != 0x86dd) {
            return;
        }
        assertThat(frame[at] >>> 4 & 15).isEqualTo(6);
        assertThat(Garbage.word(frame, at + 4)).isBetween(0, frame.length - at - HEADER);
        assertThat(frame[at + 7]).as("hops left").isNotZero();
    }

    @Override
    public List<String> reasonPrefixes() {
        return List.of("ip6-", "nd-", "icmp6-", "mld-");
    }

    @Override
    public Set<String> unmet() {
        return Set.of(
                // What this host sends has no headers that can't be walked.
                "ip6-cannot-fragment",
                // A route has to change between a look at it and the next: only with workers.
                "nd-adjacency-gone",
                // Fragments that are too long by themselves are malformed; the first must have more headers than the
                // rest.
                "ip6-fragment-long",
                // Copies for several interfaces have left, or are whole, before they could come to be put together.
                "ip6-fragment-shared",
                // It must have the nonce of a solicitation of this host's.
                "nd-looped",
                // No ping waits.
                "icmp6-echo-reply");
    }
}
