package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            left = port(host, "left", 1);
            right = port(host, "right", 2);
            out = port(host, "out", 3);
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static TestInterface port(final TestHost host, final String name, final int net) {
        final TestInterface made = host.addInterface(name);
        host.cli("set interface ip address " + name + " 2001:db8:" + net + "::1/64");
        host.cli("set ip neighbor static " + name + " 2001:db8:" + net + "::2 6:5:4:3:2:" + net);
        return made;
    }

    private void passes(final TestHost host, final TestInterface from, final boolean passes, final String... sources) {
        for (final String source : sources) {
            from.send(TestPacket.udp(source, "2001:db8:3::2"));
            from.send(TestPacket.udp(source, "2001:db8:3::2").payload(100));
        }
        host.untilIdle();
        dropped += passes ? 0 : 2 * sources.length;
        assertThat(host.errors("ip6-reverse-path")).isEqualTo(dropped);
        assertThat(out.received()).hasSize(passes ? 2 * sources.length : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldDropSpoofedSourcesWhenStrict(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 2001:db8:a1::/48 via 2001:db8:1::2 left");
            host.cli("ip route add 2001:db8:a2::/48 via 2001:db8:2::2 right");
            host.cli("set urpf ip6 strict left");
            assertThat(host.cli("show urpf")).isEqualTo("left: ip6 rx strict\n");
            passes(host, left, true, "2001:db8:1::2", "2001:db8:1::77", "2001:db8:a1::1");
            passes(host, left, false, "2001:db8:a2::1", "2001:db8:ffff::1", "2001:db8:2::2", "2001:db8:1::1");
            passes(host, right, true, "2001:db8:a1::1", "2001:db8:ffff::1");
            host.cli("ip route add ::/0 via 2001:db8:1::2 left");
            passes(host, left, true, "2001:db8:ffff::1");
            passes(host, left, false, "2001:db8:a2::1");
            // A neighbour on the link speaks to this host from the address that counts there alone.
            left.send(TestPacket.echo("fe80::2", "2001:db8:1::1"));
            host.until(() -> left.waitingFrames() > 0);
            assertThat(host.errors("ip6-reverse-path")).isEqualTo(dropped);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetPassWhatHasARouteWhenLoose(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 2001:db8:a2::/48 via 2001:db8:2::2 right");
            host.cli("ip route add 2001:db8:a3::/48 via drop");
            host.cli("set urpf ip6 rx loose left");
            passes(host, left, true, "2001:db8:1::2", "2001:db8:a2::1");
            passes(host, left, false, "2001:db8:a3::1", "2001:db8:ffff::1", "2001:db8:2::1");
            host.cli("ip route add ::/0 via 2001:db8:2::2 right");
            passes(host, left, true, "2001:db8:ffff::1");
            passes(host, left, false, "2001:db8:a3::1");
            host.cli("set urpf ip6 off left");
            passes(host, left, true, "2001:db8:a3::1");
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 3", "4, 40"})
    void shouldTakeAnyPathOfSeveralWhenStrict(final int workers, final int paths) {
        run(workers, host -> {
            final List<TestInterface> ports = new ArrayList<>();
            final StringBuilder route = new StringBuilder("ip route add 2001:db8:aa::/48");
            for (int i = 0; i < paths; i++) {
                ports.add(port(host, "path" + i, 10 + i));
                host.cli("set urpf ip6 strict path" + i);
                route.append(" via 2001:db8:").append(10 + i).append("::2 path").append(i);
            }
            host.cli(route.toString());
            for (final TestInterface port : ports) {
                passes(host, port, true, "2001:db8:aa::1");
                passes(host, port, false, "2001:db8:1::2");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldFollowRoutesIntoOtherTables(final int workers) {
        run(workers, host -> {
            host.cli("ip6 table add 7");
            host.cli("ip route add table 7 2001:db8:a1::/48 via 2001:db8:1::2 next-hop-table 0");
            host.cli("ip route add table 7 2001:db8:a2::/48 via 2001:db8:2::2 next-hop-table 0");
            host.cli("ip route add 2001:db8:a0::/44 via ip6-lookup-in-table 7");
            host.cli("set urpf ip6 strict left");
            passes(host, left, true, "2001:db8:a1::1");
            passes(host, left, false, "2001:db8:a2::1", "2001:db8:a3::1");
            host.cli("set urpf ip6 loose left");
            passes(host, left, true, "2001:db8:a2::1");
            passes(host, left, false, "2001:db8:a3::1");
            host.cli("set urpf ip6 strict table 7 right");
            passes(host, right, true, "2001:db8:a2::1");
            passes(host, right, false, "2001:db8:2::2");
            assertThat(host.refused("ip6 table del 7")).contains("urpf of right", "1 route that leads through it");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNotSendPacketsBackWhereTheyCameFromWhenLeaving(final int workers) {
        run(workers, host -> {
            host.cli("ip route add 2001:db8:a3::/48 via 2001:db8:3::2 out");
            host.cli("set urpf ip6 tx strict out");
            passes(host, left, true, "2001:db8:1::9", "2001:db8:2::2");
            passes(host, left, false, "2001:db8:a3::1", "2001:db8:3::9", "2001:db8:ffff::1");
            out.send(TestPacket.echo("2001:db8:3::2", "2001:db8:3::1"));
            assertThat(host.receive(out, 1)).hasSize(1);
        });
    }
}
