package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** IPv4, ARP and ICMP as they are and as they are not; nets 192.168.1.0/24 to 192.168.3.0/24, the last in a table of its own. */
public class Ip4Garbage implements GarbageFamily {
    private static final int HEADER = 20;
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
        return Ip4Grammar.packets(bits, port);
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
