package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.OffHeap;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin as a JAR that is upgraded, refused, and taken out while there is something to keep. */
class UpgradeTest extends UpgradedHost {
    private static final long NEIGHBOR = MacAddress.parse("06:05:04:03:02:01");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepAllTablesWhenUpgraded(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 10.0.0.0/24 via 192.168.2.2 right weight 1 via 192.168.2.3 right weight 3");
            host.cli("ip route add 10.1.0.0/16 via 10.0.0.7");
            host.cli("ip route add 10.2.0.0/16 via drop");
            host.cli("ip route add 10.3.0.0/16 count 3 via left");
            host.cli("ip route del 10.4.0.0/16");
            host.cli("ip mroute add 192.168.1.2 232.1.1.1 via left Accept via right Forward via local Forward");
            for (int i = 0; i < 20; i++) {
                host.cli("ip mroute add 232.9.0." + i + " via left Accept");
            }
            host.cli("ip mroute del 232.9.0.3");
            host.cli("ip mroute add 232.0.0.0/8 via left Accept");
            host.cli("set ip neighbor right 192.168.2.3 6:5:4:3:2:3");
            host.cli("set ip neighbor right 192.168.2.4 6:5:4:3:2:4 no-fib-entry");
            host.cli("set ip neighbor-config limit 77 age 100");
            host.addInterface("other");
            send("10.0.0.9", 5);
            send("10.2.0.9", 5);
            send("232.1.1.1", 3);
            host.untilIdle();
            final String before = tables(host);
            assertThat(host.upgrade(JAR.version("0.2.0").write(directory), "--no-shadow"))
                    .contains("0.2.0 (was 0.1.0)");
            assertThat(tables(host)).isEqualTo(before);
            assertThat(host.reload("ip4", "--no-shadow")).contains("ip4 0.2.0");
            assertThat(tables(host)).isEqualTo(before).contains("buckets:2 to:[3:");
            right.received();
            send("232.1.1.1", 1);
            assertThat(host.receive(right, 1)).hasSize(1);
            assertThat(host.cli("show ip mfib")).contains("buckets:2 to:[4:");
            send("10.0.0.9", 5);
            send("192.168.2.3", 1);
            assertThat(host.receive(right, 6)).hasSize(6);
            host.cli("ip route del 10.0.0.0/24");
            host.cli("set interface ip address del right all");
            assertThat(host.cli("show interface address")).doesNotContain("192.168.2.1");
            host.cli("set interface ip address other 192.168.2.1/24");
            assertThat(host.cli("show interface features other")).doesNotContain("ip4-not-enabled");
            assertThat(host.cli("show interface features right")).contains("ip4-not-enabled");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendWaitingPacketsWhenNeighborAnswersNextVersion(final int workers) {
        run(workers, host -> {
            send("192.168.2.9", 3);
            host.until(() -> right.waitingFrames() > 0);
            host.untilIdle();
            host.reload("ip4", "--no-shadow");
            right.received();
            right.send(TestPacket.arp(2, NEIGHBOR, "192.168.2.9", "192.168.2.1"));
            host.until(() -> right.received().stream()
                            .filter(frame -> PacketView.of(frame).u16(12) == 0x0800)
                            .toList()
                            .size()
                    == 3);
            assertThat(host.cli("show ip neighbors")).contains("192.168.2.9");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGiveWaitingPacketsUpWithReasonWhenNeighborStaysSilent(final int workers) {
        run(workers, host -> {
            send("192.168.2.9", 3);
            host.until(() -> right.waitingFrames() > 0);
            host.untilIdle();
            host.reload("ip4", "--no-shadow");
            host.untilInTime(() -> host.errors("arp-unanswered") == 3);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldBeginEmptyWhenNoStateIsWanted(final int workers) {
        run(workers, host -> {
            host.cli("set ip pmtu peer 10.0.0.8 1300");
            host.reload("ip4", "--no-shadow", "--fresh");
            assertThat(host.cli("show ip pmtu")).isEmpty();
            assertThat(host.cli("show interface address")).doesNotContain("192.168");
            assertThat(host.cli("show ip fib")).doesNotContain("192.168");
            assertThat(host.cli("show ip neighbors")).doesNotContain("192.168");
            assertThat(host.cli("show interface features left")).contains("ip4-not-enabled");
            configure(host);
            assertThat(host.cli("show interface features left")).doesNotContain("ip4-not-enabled");
            send("192.168.2.2", 4);
            assertThat(host.receive(right, 4)).hasSize(4);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepAllTablesWhenForwardingIsUpgraded(final int workers) {
        run(workers, host -> {
            host.cli("ip table add 7 blue");
            host.cli("ip route add table 7 10.9.0.0/16 via 192.168.2.2 right");
            host.cli("ip route add 10.0.0.0/24 via 192.168.2.2 right weight 1 via 192.168.2.3 right weight 3");
            host.cli("ip route add 10.1.0.0/16 via 10.0.0.7");
            host.cli("ip route add 10.5.0.0/16 via 10.9.1.1 next-hop-table 7");
            host.cli("ip route add 10.6.0.0/16 via ip4-lookup-in-table 7");
            host.cli("set ip neighbor right 192.168.2.3 6:5:4:3:2:3");
            host.cli("set ip neighbor right 192.168.2.4 6:5:4:3:2:4 no-fib-entry");
            host.cli("set ip neighbor-config limit 77 age 100");
            host.addInterface("other");
            host.cli("set interface ip table other 7");
            host.cli("ip mroute add 232.1.1.1 via left Accept via right Forward");
            host.cli("ip mroute add table 7 232.1.1.1 via other Accept via right Forward");
            host.cli("set ip pmtu peer 10.0.0.8 1300");
            host.cli("set ip pmtu peer 10.1.0.8 1200");
            host.cli("set ip pmtu peer 192.168.2.9 1100");
            host.cli("set ip pmtu peer 10.9.0.8 table 7 1000");
            send("10.0.0.9", 5);
            send("192.168.2.9", 3);
            host.until(() -> right.waitingFrames() > 0);
            host.untilIdle();
            final String before = tables(host) + host.cli("show ip table");
            assertThat(host.upgrade(FIB.version("0.2.0").write(directory), "--no-shadow", "--cascade"))
                    .contains("fib 0.2.0 (was 0.1.0)", "ip4 0.1.0 (was 0.1.0)");
            assertThat(tables(host) + host.cli("show ip table")).isEqualTo(before);
            host.reload("ip4", "--no-shadow");
            assertThat(tables(host) + host.cli("show ip table")).isEqualTo(before);
            right.received();
            right.send(TestPacket.arp(2, NEIGHBOR, "192.168.2.9", "192.168.2.1")
                    .toMac(right.mac())
                    .frame());
            host.until(() -> right.received().stream()
                            .filter(frame -> PacketView.of(frame).u16(12) == 0x0800)
                            .toList()
                            .size()
                    == 3);
            right.received();
            send("232.1.1.1", 2);
            assertThat(host.receive(right, 2)).hasSize(2);
            for (final String route : List.of("10.0.0.0/24", "10.5.0.0/16", "10.6.0.0/16")) {
                host.cli("ip route del " + route);
            }
            assertThat(host.cli("show ip pmtu")).containsPattern("10.0.0.8/32 pmtu:.*\\[no way]");
            host.cli("set ip pmtu peer 192.168.2.9 del");
            host.cli("set interface ip table other 0");
            assertThat(host.refused("ip table del 7")).endsWith("is in use: 1 multicast route");
            host.cli("ip mroute del table 7 232.1.1.1");
            host.cli("ip table del 7");
            assertThat(host.cli("show ip neighbor-config")).contains("limit:77, age:100");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnCheckingTheReversePathWhenUpgraded(final int workers) {
        run(workers, host -> {
            host.cli("ip table add 7 blue");
            host.cli("ip route add table 7 10.9.0.0/16 via 192.168.1.2 left");
            host.cli("set urpf strict table 7 left");
            host.cli("set urpf tx loose right");
            host.cli("set ip martians 192.0.2.0/24 source");
            final String set =
                    host.cli("show urpf") + host.cli("show ip martians") + tables(host) + host.cli("show ip table");
            assertThat(set).contains("left: ip4 rx strict table 7\nright: ip4 tx loose\n", "blue");
            for (final String upgrade : List.of("ip4", "fib --cascade")) {
                host.cli("plugin reload " + upgrade + " --no-shadow");
                assertThat(host.cli("show urpf")
                                + host.cli("show ip martians")
                                + tables(host)
                                + host.cli("show ip table"))
                        .isEqualTo(set);
                final long before = host.errors("ip4-reverse-path");
                send("192.168.2.2", 3);
                host.untilIdle();
                assertThat(host.errors("ip4-reverse-path")).isEqualTo(before + 3);
                assertThat(right.received()).isEmpty();
            }
            host.reload("ip4", "--no-shadow", "--fresh");
            assertThat(host.cli("show urpf")).startsWith("no interface");
            assertThat(host.cli("show interface features left")).doesNotContain("urpf");
            assertThat(host.cli("show ip table")).doesNotContain("blue");
        });
    }

    @Test
    void shouldLeaveNothingWhenUnloadedAndComeBackClean() {
        run(0, host -> {
            host.unload("ip4");
            assertThat(host.cli("show interface address")).doesNotContain("L3");
            assertThat(host.cli("show features")).doesNotContain("ip4-not-enabled");
            host.load(JAR.write(directory), "--no-shadow");
            assertThat(host.cli("show interface address")).doesNotContain("L3");
            configure(host);
            assertThat(host.cli("show interface features left")).doesNotContain("ip4-not-enabled");
            send("192.168.2.2", 4);
            assertThat(host.receive(right, 4)).hasSize(4);
        });
    }

    @Test
    void shouldReserveNoMoreMemoryWhenReloadedManyTimes() {
        run(0, host -> {
            final long reserved = OffHeap.reservedBytes();
            for (int i = 0; i < 10; i++) {
                host.reload("ip4", "--no-shadow");
                host.reload("ip4", "--no-shadow", "--fresh");
            }
            assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
        });
    }

    @Test
    void shouldRefuseWhenStateIsUnknown() {
        try (TestHost host = TestHost.withWorkers(0)) {
            host.load(FIB.write(directory), "--no-shadow");
            final long reserved = OffHeap.reservedBytes();
            host.load(PluginJar.of("ip4", "0.0.9", ForeignIp4.class).write(directory), "--no-shadow");
            assertThat(host.refused("plugin upgrade " + JAR.write(directory) + " --no-shadow"))
                    .endsWith(
                            "the running version hands over state `foreign', and this one takes none of that name over");
            assertThat(host.cli("show foreign")).isEqualTo("foreign\n");
            assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
        }
    }
}
