package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.net.MacAddress;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several tables: the same addresses on both sides of the host mean others, and routes lead from one table into another. */
@Timeout(60)
class TablesTest {
    private static final String OWN = "2001:db8:1::1";
    private static final String NEIGHBOR = "2001:db8:1::2";

    private TestInterface red;
    private TestInterface blue;
    private TestInterface out;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            red = host.addInterface("red");
            blue = host.addInterface("blue");
            out = host.addInterface("out");
            host.cli("ip6 table add 7 blue-table");
            host.cli("set interface ip6 table blue 7");
            host.cli("set interface ip address red " + OWN + "/64");
            host.cli("set interface ip address blue " + OWN + "/64");
            host.cli("set interface ip address out 2001:db8:2::1/64");
            host.cli("set ip neighbor static out 2001:db8:2::2 6:5:4:3:2:1");
            host.cli("set ip neighbor static blue " + NEIGHBOR + " 6:5:4:3:2:2");
            host.cli("set ip neighbor static red " + NEIGHBOR + " 6:5:4:3:2:3");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static void send(final TestInterface from, final String to, final int packets) {
        for (int i = 0; i < packets; i++) {
            from.send(TestPacket.udp(NEIGHBOR, to));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLookUpInTableOfInterface(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 2001:db8:a::/48 via 2001:db8:2::2 out");
            send(red, "2001:db8:a::1", 3);
            send(blue, "2001:db8:a::1", 2);
            assertThat(host.receive(out, 3)).hasSize(3);
            // Their sender hears of it by the same table, from the address that is this host's there.
            assertThat(host.receive(blue, 2)).allSatisfy(view -> {
                assertThat(view.icmp()).isEqualTo(0x0100);
                assertThat(view.mac(0)).isEqualTo(MacAddress.parse("6:5:4:3:2:2"));
                assertThat(view.source()).isEqualTo(OWN);
            });
            for (final TestInterface each : new TestInterface[] {red, blue}) {
                each.send(TestPacket.echo(NEIGHBOR, OWN));
                assertThat(host.receive(each, 1).getFirst().icmp()).isEqualTo(0x8100);
            }
            host.untilIdle();
            assertThat(red.received()).isEmpty();
            assertThat(host.cli("show ip6 fib table 7")).contains("blue-table").doesNotContain("2001:db8:2::");
            assertThat(host.cli("show ip6 table")).contains("table_id:7 blue-table");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLeadIntoOtherTables(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 2001:db8:a::/48 via 2001:db8:2::2 out");
            host.cli("ip route add table 7 2001:db8:a::/48 via ip6-lookup-in-table 0");
            host.cli("ip route add table 7 2001:db8:b::/48 via 2001:db8:2::2 next-hop-table 0");
            host.cli("ip route add 2001:db8:c::/48 via " + NEIGHBOR + " next-hop-table 7");
            send(blue, "2001:db8:a::1", 4);
            send(blue, "2001:db8:b::1", 1);
            send(red, "2001:db8:c::1", 2);
            assertThat(host.receive(out, 5)).hasSize(5);
            assertThat(host.receive(blue, 2))
                    .allSatisfy(view -> assertThat(view.mac(0)).isEqualTo(MacAddress.parse("6:5:4:3:2:2")));
            // Tables that lead to each other cost the packet, not the worker.
            host.cli("ip route add 2001:db8:d::/48 via ip6-lookup-in-table 7");
            host.cli("ip route add table 7 2001:db8:d::/48 via ip6-lookup-in-table 0");
            send(red, "2001:db8:d::1", 2);
            host.until(() -> host.errors("ip6-lookup-loop") == 2);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTakeAnAddressForThisHostsInItsOwnTableAlone(final int workers) {
        run(workers, host -> {
            // What is this host's address by one table is a neighbour's by the other.
            assertThat(host.refused("set ip neighbor out 2001:db8:2::1 6:5:4:3:2:9"))
                    .contains("no address of a neighbor");
            host.cli("set interface ip address red 2001:db8:1::77/64");
            host.cli("set ip neighbor blue 2001:db8:1::77 6:5:4:3:2:9");
            send(blue, "2001:db8:1::77", 1);
            assertThat(host.receive(blue, 1).getFirst().mac(0)).isEqualTo(MacAddress.parse("6:5:4:3:2:9"));
            blue.send(TestPacket.udp(NEIGHBOR, "2001:db8:1::77").ttl(1));
            final PacketView error = host.receive(blue, 1).getFirst();
            assertThat(error.icmp()).isEqualTo(0x0300);
            assertThat(error.source()).isEqualTo(OWN);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepTableThatIsInUse(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 2001:db8:c::/48 via " + NEIGHBOR + " next-hop-table 7");
            assertThat(host.refused("ip6 table del 7"))
                    .endsWith("table 7 (blue-table) is in use: interface blue, 1 route that leads through it");
            assertThat(host.refused("set interface ip6 table blue 0")).contains("has IPv6 addresses");
            assertThat(host.refused("set interface ip6 table red 9")).contains("table 9 doesn't exist");
            send(blue, NEIGHBOR, 2);
            assertThat(host.receive(blue, 2)).hasSize(2);
            host.cli("ip route del 2001:db8:c::/48");
            host.cli("set interface ip address del blue " + OWN + "/64");
            host.cli("set interface ip6 table blue 0");
            host.cli("ip6 table del 7");
            assertThat(host.cli("show ip6 table")).doesNotContain("blue-table");
            assertThat(host.refused("ip6 table del 7")).contains("table 7 doesn't exist");
            assertThat(host.refused("ip6 table del 0")).contains("table 0 is always there");
        });
    }
}
