package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the commands that show forwarding say of it. */
class ShownTest {
    private final TestHost host = TestHost.withWorkers(0).plugin("fib", new FibPlugin());
    private Ledger ip4;

    @BeforeEach
    void begin() {
        ip4 = host.host().insert("ip4", new Ip4Plugin());
        host.addInterface("left");
        host.cli("set interface ip address left 192.168.1.1/24");
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void shouldSayWhyPacketsGetNowhereWhenPathIsOfNoUse() {
        host.cli("ip route add 13.0.0.0/8 via drop");
        assertWhy("10.0.0.0/8", "via 192.168.1.1", "the next hop is an address of this host", "(unresolved)");
        assertWhy("11.0.0.0/8", "via 192.168.1.1 left", "the next hop is an address of this host", "arp-ipv4");
        assertWhy("12.0.0.0/8", "via 99.1.1.1", "there is no route to the next hop", "(unresolved)");
        assertWhy("14.0.0.0/8", "via 13.1.1.1", "the route to the next hop drops", "(unresolved)");
        assertWhy("15.0.0.0/8", "via 12.1.1.1", "the route to the next hop, by path-list", "(unresolved)");
        assertThat(host.cli("show ip fib 13.0.0.0/8")).contains("dpo-drop ip4\n");
        host.cli("ip route add 16.0.0.0/8 via 192.168.1.2 left");
        assertThat(host.cli("show ip fib 16.0.0.0/8")).doesNotContain("next hop");
        host.cli("set interface state left down");
        assertThat(host.cli("show ip fib 16.0.0.0/8")).contains("dpo-drop ip4 (interface-down)");
    }

    private void assertWhy(final String prefix, final String path, final String... said) {
        host.cli("ip route add " + prefix + " " + path);
        assertThat(host.cli("show ip fib " + prefix)).contains(said);
    }

    @Test
    void shouldSayWhatAnObjectIsForAndWhatLeadsThere() {
        assertThat(host.cli("show adjacency 1"))
                .contains("dpo-receive", "for: packets for this host of ip4")
                .containsPattern("path-lists:\\[\\d+]");
        host.cli("ip route add 10.0.0.0/8 via 192.168.1.2 left via 192.168.1.3 left");
        final String adjacency = host.cli("show adjacency")
                .lines()
                .filter(line -> line.contains("192.168.1.3"))
                .findFirst()
                .orElseThrow()
                .replaceAll("^\\[@(\\d+)].*", "$1");
        assertThat(host.cli("show adjacency " + adjacency))
                .containsPattern("path-lists:\\[\\d+]")
                .containsPattern("load-balances:\\[\\d+]");
        for (int i = 0; i < 20; i++) {
            host.cli("ip route add 10." + i + ".0.0/16 via 192.168.1.3 left via 192.168.1." + (10 + i) + " left");
        }
        assertThat(host.cli("show adjacency " + adjacency)).containsPattern("path-lists:\\[[0-9 ]+ and 5 more]");
    }

    @Test
    void shouldShowBoundedNumberOfPathsWhenThereAreMany() {
        host.cli("ip route add 10.0.0.0/8 via 192.168.1.2 left weight 3 via 192.168.1.3 left");
        assertThat(host.cli("show fib paths"))
                .contains("attached-nexthop:  oper-flags:resolved", "192.168.1.2 left", "ip4 weight=3 pref=0")
                .doesNotContain("locks:");
        final String list = host.cli("show ip fib 10.0.0.0/8").replaceAll("(?s).*path-list:\\[(\\d+)].*", "$1");
        assertThat(host.cli("show fib paths " + list).lines().filter(line -> line.contains("path:[")))
                .hasSize(2);
        assertThat(host.refused("show fib paths 99999")).contains("there is no path list 99999");
        for (int i = 0; i < 1_100; i++) {
            host.cli("ip route add 20.0." + i / 256 + "." + i % 256 + "/32 via 10.0." + i / 256 + "." + i % 256);
        }
        for (final String what : new String[] {"show fib paths", "show fib path-lists"}) {
            assertThat(host.cli(what).lines().filter(line -> line.contains("path:[")))
                    .hasSize(1_000);
            assertThat(host.cli(what)).containsPattern("\\.\\.\\. and 1\\d\\d more path lists, from \\d+ on");
        }
    }

    @Test
    void shouldListNoSourceWhenNoFamilyIsThere() {
        assertThat(host.cli("show fib source")).contains("interface", "special", "default-route", "adjacency");
        host.host().remove(ip4);
        assertThat(host.cli("show fib source").lines()).hasSize(1);
    }

    @Test
    void shouldSendToNoNodeThatIsNotThere() {
        assertThat(host.cli("show logging")).doesNotContain("which is not there");
    }

    /** VPP's words, wherever they stand. */
    @Test
    void shouldTakeNeighborsInVppsWordsAndDeleteThem() {
        for (final String words : new String[] {
            "static left 192.168.1.2 6:5:4:3:2:1",
            "left 192.168.1.2 6:5:4:3:2:1 static",
            "add left 192.168.1.2 6:5:4:3:2:1 static"
        }) {
            host.cli("set ip neighbor " + words);
            assertThat(host.cli("show ip neighbors")).containsPattern("192\\.168\\.1\\.2 +S +06:05:04:03:02:01 left");
            // What is given as static is not forgotten with what was learnt.
            host.cli("clear ip neighbors");
            assertThat(host.cli("show ip neighbors")).contains("192.168.1.2");
            host.cli("set ip neighbor delete left 192.168.1.2");
            assertThat(host.cli("show ip neighbors")).doesNotContain("192.168.1.2");
            assertThat(host.refused("set ip neighbor delete left 192.168.1.2"))
                    .contains("192.168.1.2 is no neighbor on left");
        }
        host.cli("set ip neighbor left 192.168.1.2 6:5:4:3:2:1");
        assertThat(host.cli("show ip neighbors")).containsPattern("192\\.168\\.1\\.2 +D +06:05:04:03:02:01 left");
    }

    @Test
    void shouldGiveNeighborNoRouteOfItsOwnWhenToldSo() {
        for (final String words : new String[] {
            "left 192.168.1.2 6:5:4:3:2:1 static no-fib-entry",
            "left 192.168.1.2 6:5:4:3:2:1 no-fib-entry static",
            "static no-fib-entry left 192.168.1.2 6:5:4:3:2:1"
        }) {
            host.cli("set ip neighbor static left 192.168.1.2 6:5:4:3:2:1");
            assertThat(host.cli("show ip fib 192.168.1.2")).contains("192.168.1.2/32");
            host.cli("set ip neighbor " + words);
            assertThat(host.cli("show ip fib 192.168.1.2"))
                    .contains("192.168.1.0/24")
                    .doesNotContain("192.168.1.2/32");
            assertThat(host.cli("show ip neighbors")).containsPattern("192\\.168\\.1\\.2 +SN +06:05:04:03:02:01 left");
            // It may come to the link later, which is no reason either.
            host.cli("set interface ip address del left 192.168.1.1/24");
            host.cli("set interface ip address left 192.168.1.1/24");
            assertThat(host.cli("show ip fib 192.168.1.2")).doesNotContain("192.168.1.2/32");
            host.cli("set ip neighbor static left 192.168.1.2 6:5:4:3:2:1");
            assertThat(host.cli("show ip fib 192.168.1.2")).contains("192.168.1.2/32");
            assertThat(host.cli("show ip neighbors")).containsPattern("192\\.168\\.1\\.2 +S +06:05:04:03:02:01 left");
            host.cli("set ip neighbor del left 192.168.1.2 no-fib-entry");
            assertThat(host.cli("show ip neighbors")).doesNotContain("192.168.1.2");
        }
    }

    /** What leads to the neighbour by its adjacency goes there; its address by itself is asked for on the link. */
    @Test
    void shouldForwardToNeighborWithoutRouteByWhatLeadsThere() {
        final TestInterface right = host.addInterface("right");
        host.cli("set interface ip address right 192.168.2.1/24");
        host.cli("set ip neighbor right 192.168.2.2 6:5:4:3:2:1 static no-fib-entry");
        host.cli("ip route add 10.0.0.0/8 via 192.168.2.2 right");
        right.send(TestPacket.udp("192.168.2.9", "10.1.2.3"));
        host.until(() -> right.waitingFrames() == 1);
        assertThat(PacketView.of(right.received().getFirst()).mac(0)).isEqualTo(0x060504030201L);
        host.assertNoLeaks();
    }
}
