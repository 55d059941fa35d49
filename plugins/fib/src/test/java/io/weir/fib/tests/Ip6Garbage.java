package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** IPv6, neighbor discovery, MLD and ICMPv6 as they are and as they are not; nets 2001:db8:1::/64 to 3::/64, the last in a table of its own. */
public class Ip6Garbage implements GarbageFamily {
    private static final int HEADER = 40;
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
        return Ip6Grammar.packets(bits, port);
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
