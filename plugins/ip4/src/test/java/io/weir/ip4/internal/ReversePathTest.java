package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets whose source can't be where they came from. */
@Timeout(60)
class ReversePathTest {
    private TestInterface left;
    private TestInterface right;
    private TestInterface out;
    private long dropped;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            left = host.addInterface("left");
            right = host.addInterface("right");
            out = host.addInterface("out");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set interface ip address out 192.168.3.1/24");
            host.cli("set ip neighbor static left 192.168.1.2 6:5:4:3:2:1");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:2");
            host.cli("set ip neighbor static out 192.168.3.2 6:5:4:3:2:3");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    /** Sends two packets from each source: all come to {@link #out}, or all are counted. */
    private void passes(final TestHost host, final TestInterface from, final boolean passes, final String... sources) {
        for (final String source : sources) {
            from.send(TestPacket.udp(source, "192.168.3.2"));
            from.send(TestPacket.udp(source, "192.168.3.2").payload(100));
        }
        host.untilIdle();
        dropped += passes ? 0 : 2 * sources.length;
        assertThat(host.errors("ip4-reverse-path")).isEqualTo(dropped);
        assertThat(out.received()).hasSize(passes ? 2 * sources.length : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropSpoofedSourcesWhenStrict(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 10.1.0.0/16 via 192.168.1.2 left");
            host.cli("ip route add 10.2.0.0/16 via 192.168.2.2 right");
            host.cli("ip route add 10.3.0.0/16 via drop");
            passes(host, left, true, "10.2.0.1", "8.8.8.8");
            host.cli("set urpf strict left");
            assertThat(host.cli("show urpf")).isEqualTo("left: ip4 rx strict\n");
            passes(host, left, true, "192.168.1.2", "192.168.1.77", "10.1.2.3");
            passes(host, left, false, "10.2.0.1", "10.3.0.1", "8.8.8.8", "192.168.2.2", "192.168.1.1", "192.168.1.255");
            passes(host, right, true, "10.1.2.3", "8.8.8.8");
            // A host without an address asks everybody for one.
            left.send(TestPacket.udp("0.0.0.0", "255.255.255.255"));
            host.untilIdle();
            assertThat(host.errors("ip4-reverse-path")).isEqualTo(dropped);
            // A default route leads out of one interface, as any other.
            host.cli("ip route add 0.0.0.0/0 via 192.168.1.2 left");
            passes(host, left, true, "8.8.8.8");
            passes(host, left, false, "10.2.0.1");
            host.cli("set urpf ip4 rx off left");
            passes(host, left, true, "10.2.0.1");
            assertThat(host.cli("show urpf")).isEqualTo("no interface checks the reverse path\n");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetPassWhatHasARouteWhenLoose(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 10.2.0.0/16 via 192.168.2.2 right");
            host.cli("ip route add 10.3.0.0/16 via drop");
            host.cli("ip route add 10.4.0.0/16 via 192.168.2.2 right via 192.168.3.2 out");
            host.cli("set urpf loose left");
            assertThat(host.cli("show urpf")).isEqualTo("left: ip4 rx loose\n");
            passes(host, left, true, "192.168.1.2", "10.2.0.1", "10.4.0.1", "192.168.2.2");
            // This host's own addresses are none that come in.
            passes(host, left, false, "10.3.0.1", "8.8.8.8", "192.168.1.1", "192.168.2.1", "192.168.1.255");
            host.cli("ip route add 0.0.0.0/0 via 192.168.2.2 right");
            passes(host, left, true, "8.8.8.8");
            passes(host, left, false, "10.3.0.1");
            // The other mode takes the place of this one.
            host.cli("set urpf strict left");
            assertThat(host.cli("show interface features left")).contains("ip4-rx-urpf-strict");
            assertThat(host.cli("show interface features left")).doesNotContain("ip4-rx-urpf-loose");
            passes(host, left, false, "8.8.8.8");
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 3", "4, 40"})
    void shouldTakeAnyPathOfSeveralWhenStrict(final int workers, final int paths) {
        run(workers, host -> {
            final List<TestInterface> ports = new ArrayList<>();
            final StringBuilder route = new StringBuilder("ip route add 10.0.0.0/8");
            for (int i = 0; i < paths; i++) {
                ports.add(host.addInterface("path" + i));
                host.cli("set interface ip address path" + i + " 172.16." + i + ".1/24");
                host.cli("set urpf strict path" + i);
                // Two routers on each link are one interface.
                route.append(" via 172.16.")
                        .append(i)
                        .append(".2 path")
                        .append(i)
                        .append(" weight 3");
                route.append(i < 20 ? " via 172.16." + i + ".3 path" + i : "");
            }
            host.cli(route.toString());
            // What is reached through these routers is reached by all of them.
            host.cli("ip route add 11.0.0.0/8 via 10.9.9.9");
            host.cli("set urpf strict left");
            for (final TestInterface port : ports) {
                passes(host, port, true, "10.1.2.3", "11.1.2.3");
                passes(host, port, false, "192.168.1.2");
            }
            passes(host, left, false, "10.1.2.3", "11.1.2.3");
            host.cli("ip route del 10.0.0.0/8 via 172.16.0.2 path0 via 172.16.0.3 path0");
            host.untilIdle();
            passes(host, ports.get(0), false, "10.1.2.3", "11.1.2.3");
            passes(host, ports.get(1), true, "10.1.2.3", "11.1.2.3");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldFollowRoutesIntoOtherTables(final int workers) {
        run(workers, host -> {
            host.cli("ip table add 7");
            host.cli("ip table add 8");
            host.cli("ip route add table 7 10.1.0.0/16 via 192.168.1.2 next-hop-table 0");
            host.cli("ip route add table 7 10.2.0.0/16 via 192.168.2.2 next-hop-table 0");
            host.cli("ip route add 10.0.0.0/8 via ip4-lookup-in-table 7");
            host.cli("ip route add 11.0.0.0/8 via ip4-lookup-in-table 8");
            host.cli("ip route add table 8 11.0.0.0/8 via ip4-lookup-in-table 0");
            host.cli("set urpf strict left");
            passes(host, left, true, "10.1.0.1");
            passes(host, left, false, "10.2.0.1", "10.3.0.1", "11.0.0.1");
            host.cli("set urpf loose left");
            passes(host, left, true, "10.1.0.1", "10.2.0.1");
            passes(host, left, false, "10.3.0.1", "11.0.0.1");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLookUpInTheTableThatIsNamed(final int workers) {
        run(workers, host -> {
            host.cli("ip table add 7 sources");
            host.cli("ip route add table 7 10.1.0.0/16 via 192.168.1.2 left");
            host.cli("ip route add 10.2.0.0/16 via 192.168.1.2 left");
            host.cli("set urpf strict table 7 left");
            assertThat(host.cli("show urpf")).isEqualTo("left: ip4 rx strict table 7\n");
            passes(host, left, true, "10.1.0.1");
            passes(host, left, false, "10.2.0.1");
            assertThat(host.refused("ip table del 7")).endsWith("table 7 (sources) is in use: urpf of left");
            host.cli("set urpf ip4 rx strict left");
            host.cli("ip table del 7");
            assertThat(host.cli("show ip table")).doesNotContain("sources");
            passes(host, left, true, "10.2.0.1");
            passes(host, left, false, "10.1.0.1");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNotSendPacketsBackWhereTheyCameFromWhenLeaving(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 10.1.0.0/16 via 192.168.1.2 left");
            host.cli("ip route add 10.3.0.0/16 via 192.168.3.2 out");
            host.cli("set urpf tx strict out");
            assertThat(host.cli("show urpf")).isEqualTo("out: ip4 tx strict\n");
            passes(host, left, true, "10.1.0.1", "192.168.2.2");
            passes(host, left, false, "10.3.0.1", "192.168.3.9", "8.8.8.8");
            host.cli("set urpf tx loose out");
            passes(host, left, true, "10.1.0.1", "10.3.0.1");
            passes(host, left, false, "8.8.8.8");
            // What this host sends itself has an address of its own.
            out.send(TestPacket.echo("192.168.3.2", "192.168.3.1"));
            assertThat(host.receive(out, 1)).hasSize(1);
        });
    }

    @Test
    void shouldForgetAnInterfaceThatGoes() {
        run(0, host -> {
            host.cli("ip table add 7");
            host.cli("set urpf loose table 7 left");
            host.cli("set urpf tx strict left");
            host.host().interfaces().delete(left.device());
            assertThat(host.cli("show urpf")).startsWith("no interface");
            host.cli("ip table del 7");
            assertThat(host.cli("show ip table")).doesNotContain("table_id:7");
            final TestInterface again = host.addInterface("again");
            assertThat(again.swIfIndex()).isEqualTo(left.swIfIndex());
            host.cli("set interface ip address again 192.168.1.1/24");
            passes(host, again, true, "8.8.8.8");
        });
    }

    @Test
    void shouldNameWhatIsWrongWhenCommandIsRefused() {
        run(0, host -> {
            assertThat(host.refused("set urpf strict table 9 left")).contains("table 9 doesn't exist");
            assertThat(host.refused("set urpf strict nowhere")).contains("nowhere");
            assertThat(host.refused("set urpf sometimes left")).contains("sometimes");
            assertThat(host.cli("show urpf")).startsWith("no interface");
        });
    }
}
