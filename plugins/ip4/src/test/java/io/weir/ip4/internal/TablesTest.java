package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.memory.OffHeap;
import io.weir.net.MacAddress;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several tables: each interface looks up in its own, and routes lead from one into another. */
@Timeout(60)
class TablesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLookUpInTableOfInterfaceWhenThereAreSeveral(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface red = host.addInterface("red");
            final TestInterface blue = host.addInterface("blue");
            final TestInterface out = host.addInterface("out");
            host.cli("ip table add 7 blue-table");
            host.cli("set interface ip table blue 7");
            host.cli("set interface ip address red 192.168.1.1/24");
            // The same addresses in another table.
            host.cli("set interface ip address blue 192.168.1.1/24");
            host.cli("set interface ip address out 192.168.2.1/24");
            host.cli("set ip neighbor static out 192.168.2.2 6:5:4:3:2:1");
            host.cli("set ip neighbor static blue 192.168.1.2 6:5:4:3:2:2");
            host.cli("set ip neighbor static red 192.168.1.2 6:5:4:3:2:3");
            host.cli("ip route add 10.0.0.0/8 via 192.168.2.2 out");
            send(red, "10.1.1.1", 3);
            send(blue, "10.1.1.1", 2);
            host.untilIdle();
            assertThat(out.received()).hasSize(3);
            assertThat(host.errors("ip4-no-route")).isEqualTo(2);
            // Their sender hears of it by the same table.
            assertThat(blue.received()).hasSize(2);
            assertThat(host.cli("show ip fib table 7")).contains("blue-table").doesNotContain("192.168.2.2");

            // Into the other table: looked up again there, or only the next hop.
            host.cli("ip route add table 7 10.0.0.0/8 via ip4-lookup-in-table 0");
            host.cli("ip route add table 7 11.0.0.0/8 via 192.168.2.2 next-hop-table 0");
            host.cli("ip route add 12.0.0.0/8 via 192.168.1.2 next-hop-table 7");
            send(blue, "10.1.1.1", 4);
            send(blue, "11.1.1.1", 1);
            send(red, "12.1.1.1", 2);
            host.untilIdle();
            assertThat(out.received()).hasSize(5);
            assertThat(blue.received()).hasSize(2);

            // An address of this host in one table is a neighbour's in another.
            assertThat(host.refused("set ip neighbor red 192.168.1.1 6:5:4:3:2:9"))
                    .contains("192.168.1.1 is no address of a neighbor");
            host.cli("set interface ip address del blue 192.168.1.1/24");
            host.cli("set interface ip address blue 192.168.1.9/24");
            host.cli("set ip neighbor blue 192.168.1.1 6:5:4:3:2:9");
            send(blue, "192.168.1.1", 1);
            assertThat(host.receive(blue, 1).getFirst().mac(0)).isEqualTo(MacAddress.parse("6:5:4:3:2:9"));
            host.cli("set ip neighbor del blue 192.168.1.1 6:5:4:3:2:9");
            host.cli("set interface ip address del blue 192.168.1.9/24");
            host.cli("set interface ip address blue 192.168.1.1/24");
            host.cli("set ip neighbor static blue 192.168.1.2 6:5:4:3:2:2");

            // Echo to an address of the other table's interface comes back by that table.
            blue.send(TestPacket.echo("192.168.1.2", "192.168.1.1")
                    .payload(20)
                    .toMac(blue.mac())
                    .frame());
            assertThat(host.receive(blue, 1).getFirst().bytes()).hasSizeGreaterThan(40);
            assertThat(red.received()).isEmpty();

            // Tables that lead to each other cost the packet, not the worker.
            host.cli("ip route add 13.0.0.0/8 via ip4-lookup-in-table 7");
            host.cli("ip route add table 7 13.0.0.0/8 via ip4-lookup-in-table 0");
            send(red, "13.1.1.1", 2);
            host.untilIdle();
            assertThat(host.errors("ip4-lookup-loop")).isEqualTo(2);
            assertThat(host.refused("set interface ip table blue 0")).contains("has addresses");
            assertThat(host.refused("set interface ip table red 9")).contains("table 9 doesn't exist");

            assertThat(host.refused("ip table del 7"))
                    .endsWith("table 7 (blue-table) is in use: interface blue, 2 routes that lead through it");
            assertThat(host.cli("show ip table")).contains("table_id:7");
            host.cli("set interface ip address del blue 192.168.1.1/24");
            host.cli("set interface ip table blue 0");
            host.cli("ip route del 12.0.0.0/8");
            assertThat(host.refused("ip table del 7")).endsWith("is in use: 1 route that leads through it");
            host.cli("ip route del 13.0.0.0/8");
            host.cli("ip table del 7");
            assertThat(host.cli("show ip table")).doesNotContain("table_id:7");
            assertThat(host.refused("ip table del 7")).contains("table 7 doesn't exist");
            send(red, "10.1.1.1", 3);
            assertThat(host.receive(out, 3)).hasSize(3);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    /** The operator attaches a net to a link in table 0; the link's neighbours have routes there while its interface is in it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTakeRoutesOfNeighborsAlongWhenTheirInterfaceChangesItsTable(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            host.addInterface("red");
            host.cli("ip table add 7");
            host.cli("ip route add 10.3.0.0/16 via red");
            host.cli("set ip neighbor red 10.3.0.2 6:5:4:3:2:2");
            assertThat(host.cli("show ip fib")).contains("10.3.0.2/32");
            host.cli("set interface ip table red 7");
            assertThat(host.cli("show ip fib")).doesNotContain("10.3.0.2/32");
            host.cli("ip route add table 7 10.3.0.0/16 via red");
            assertThat(host.cli("show ip fib table 7")).contains("10.3.0.2/32");
            host.cli("set interface ip table red 0");
            assertThat(host.cli("show ip fib table 7")).doesNotContain("10.3.0.2/32");
            assertThat(host.cli("show ip fib")).contains("10.3.0.2/32");
        }
    }

    /** What the operator says of an address alone counts more than that a neighbour has it, and only as long as it is said. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLeadToTheNeighborWhenTheRouteToItAloneGoes(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            host.addInterface("red");
            host.cli("ip route add 10.3.0.0/16 via red");
            host.cli("ip route add 10.3.0.2/32 via punt");
            host.cli("set ip neighbor red 10.3.0.2 6:5:4:3:2:2");
            assertThat(host.cli("show ip fib 10.3.0.2")).contains("punt");
            host.cli("ip route del 10.3.0.2/32");
            assertThat(host.cli("show ip fib 10.3.0.2")).contains("10.3.0.2/32", "via 10.3.0.2 red");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLeaveNoRouteWhenInterfaceOfAnotherTableGoes(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface red = host.addInterface("red");
            final TestInterface blue = host.addInterface("blue");
            host.cli("set interface ip address red 192.168.1.1/24");
            host.cli("ip table add 7");
            final String before = host.cli("show ip fib table 7");
            host.cli("set interface ip table blue 7");
            host.cli("set interface ip address blue 192.168.3.1/24");
            host.cli("set ip neighbor blue 192.168.3.2 6:5:4:3:2:2");
            assertThat(host.cli("show ip fib table 7")).contains("192.168.3.2/32", "192.168.3.255/32");
            host.host().interfaces().delete(blue.device());
            assertThat(host.cli("show ip fib table 7")).isEqualTo(before);
            final TestInterface again = host.addInterface("again");
            assertThat(again.swIfIndex()).isEqualTo(blue.swIfIndex());
            host.cli("set interface ip address again 192.168.3.1/24");
            assertThat(host.cli("show ip fib table 7")).isEqualTo(before);
            send(red, "192.168.3.1", 1);
            host.untilIdle();
            assertThat(host.errors("ip4-closed-port")).isOne();
            host.cli("ip table del 7");
            assertThat(host.cli("show ip table")).doesNotContain("table_id:7");
            assertThat(host.faults()).isZero();
        }
    }

    @Test
    void shouldNameWhatIsWrongWhenTableCommandIsRefused() {
        try (TestHost host =
                TestHost.withWorkers(0).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            host.cli("ip table add 7 blue");
            assertThat(host.refused("ip table add 7 red"))
                    .contains("table 7 is there already, and is called `blue', not `red'");
            host.cli("ip table add 7");
            host.cli("ip table add 7 blue");
            assertThat(host.cli("show ip fib table 7")).contains("blue, fib_index:1", "locks:[CLI:1, ]");
            for (final String line : List.of(
                    "show ip fib table -1",
                    "show ip fib table -1 1.2.3.4",
                    "show ip fib table -1 1.2.3.0/24",
                    "ip route add 1.2.3.0/24 table -1 via drop",
                    "ip route add table -1 1.2.3.0/24 via drop",
                    "ip route add 1.2.3.0/24 via 1.1.1.1 next-hop-table -1",
                    "ip route add 1.2.3.0/24 via ip4-lookup-in-table -1",
                    "ip table add -1",
                    "ip table del -1",
                    "set interface ip table local0 -1")) {
                assertThat(host.refused(line)).as(line).contains("`-1' is not in 0..2147483647");
            }
            assertThat(host.refused("set ip neighbor-config")).contains("expected limit, age, recycle or norecycle");
            assertThat(host.refused("set ip neighbor-config ip4")).contains("expected limit");
            assertThat(host.refused("set ip icmp-errors")).contains("expected rate, to-one or no-route");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGiveMemoryBackWhenTablesComeAndGo(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final long before = OffHeap.reservedBytes();
            for (int round = 0; round < 2; round++) {
                for (int i = 1; i <= 300; i++) {
                    host.cli("ip table add " + i);
                    host.cli("ip route add table " + i + " 10.0.0.0/24 via drop");
                }
                assertThat(OffHeap.reservedBytes()).isGreaterThan(before + (300L << 19));
                for (int i = 1; i <= 300; i++) {
                    host.cli("ip table del " + i);
                }
                // One root is kept for the next table.
                host.until(() -> OffHeap.reservedBytes() < before + (1 << 20));
            }
            assertThat(host.faults()).isZero();
        }
    }

    private static void send(final TestInterface from, final String to, final int packets) {
        for (int i = 0; i < packets; i++) {
            from.send(TestPacket.udp("192.168.1.2", to)
                    .payload(18)
                    .toMac(from.mac())
                    .frame());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldMarkWhatARoutePuntsWhateverItsBufferBore(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface in = host.addInterface("in");
            host.cli("set interface ip address in 192.168.1.1/24");
            host.cli("ip route add 5.5.0.0/24 via punt");
            send(in, "9.9.9.9", 3);
            send(in, "5.5.0.1", 2);
            host.untilIdle();
            assertThat(host.errors("ip4-punted")).isEqualTo(2);
            assertThat(host.cli("show punt reasons")).contains("ip4-punted: ip4 route hands to the operating system");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip route add 10.9.0.0/24 table 1 via ip4-lookup-in-table 0",
                "ip route add 10.9.0.0/24 table 1 via ip4-lookup-in-table 2",
                "ip route add 10.9.0.0/24 table 2 via ip4-lookup-in-table 1",
                "ip route add 10.9.0.0/24 table 2 via 10.8.0.1 next-hop-table 1"
            })
    void shouldGoAndComeAgainWhenTablesLeadToEachOther(final String route) {
        try (TestHost host = TestHost.withWorkers(0).plugin("fib", new FibPlugin())) {
            for (int round = 0; round < 2; round++) {
                final Ledger ip4 = host.host().insert("ip4", new Ip4Plugin());
                host.cli("ip table add 1");
                host.cli("ip table add 2");
                host.cli(route);
                host.host().remove(ip4);
            }
            assertThat(host.faults()).isZero();
            assertThat(host.cli("show fib memory")).isNotBlank();
        }
    }
}
