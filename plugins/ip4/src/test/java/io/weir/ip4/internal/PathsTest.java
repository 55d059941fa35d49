package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flows over several paths, of which one goes and comes back. */
@Timeout(60)
class PathsTest {
    private static final int FLOWS = 600;

    private final List<TestInterface> paths = new ArrayList<>();
    private TestInterface in;

    /** Sends a packet of each flow; returns which path each took, by its source port. */
    private Map<Integer, Integer> taken(final TestHost host) {
        for (int flow = 0; flow < FLOWS; flow++) {
            in.send(TestPacket.udp("192.168.0.2", "10.9.0.1").ports(1_000 + flow, 53));
        }
        host.until(() -> paths.stream().mapToInt(TestInterface::waitingFrames).sum() == FLOWS);
        final Map<Integer, Integer> taken = new HashMap<>();
        for (int path = 0; path < paths.size(); path++) {
            for (final byte[] frame : paths.get(path).received()) {
                taken.put(PacketView.of(frame).sourcePort(), path);
            }
        }
        assertThat(taken).hasSize(FLOWS);
        return taken;
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "4, false"})
    void shouldKeepFlowsOfOtherPathsWhereTheyAreWhenOneIsDeleted(final int workers, final boolean recursive) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            connect(host, recursive, 4);
            final Map<Integer, Integer> all = taken(host);
            for (int gone = 1; gone < 3; gone++) {
                final Map<Integer, Integer> before = gone == 1 ? all : taken(host);
                host.cli("ip route del 10.9.0.0/16" + path(recursive, gone));
                final Map<Integer, Integer> after = taken(host);
                final int deleted = gone - 1;
                assertThat(after.values()).doesNotContain(deleted);
                before.forEach((flow, path) -> {
                    if (path != deleted) {
                        assertThat(after.get(flow)).as("flow %d", flow).isEqualTo(path);
                    }
                });
            }
            assertThat(host.cli("show ip fib 10.9.0.0/16").split("path:\\[")).hasSize(3);
            host.assertNoLeaks();
        }
    }

    private static String path(final boolean recursive, final int i) {
        return recursive ? " via 10.8.0." + i : " via 192.168." + i + ".2 path" + i;
    }

    /** Makes a route of so many paths. */
    private void connect(final TestHost host, final boolean recursive, final int count) {
        in = host.addInterface("in");
        host.cli("set interface ip address in 192.168.0.1/24");
        final StringBuilder route = new StringBuilder("ip route add 10.9.0.0/16");
        for (int i = 1; i <= count; i++) {
            paths.add(host.addInterface("path" + i));
            host.cli("set interface ip address path" + i + " 192.168." + i + ".1/24");
            host.cli("set ip neighbor path" + i + " 192.168." + i + ".2 6:5:4:3:2:" + i);
            if (recursive) {
                host.cli("ip route add 10.8.0." + i + "/32 via 192.168." + i + ".2 path" + i);
            }
            route.append(path(recursive, i));
        }
        host.cli(route.toString());
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "4, false", "1, true"})
    void shouldKeepFlowsOfOtherPathsWhereTheyAreWhenOneGoes(final int workers, final boolean recursive) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            connect(host, recursive, 3);
            final Map<Integer, Integer> all = taken(host);
            assertThat(all.values()).contains(0, 1, 2);
            for (int gone = 0; gone < paths.size(); gone++) {
                final int down = gone;
                host.cli("set interface state path" + (down + 1) + " down");
                host.untilIdle();
                final Map<Integer, Integer> without = taken(host);
                assertThat(without.values()).doesNotContain(down);
                all.forEach((flow, path) -> {
                    if (path != down) {
                        assertThat(without.get(flow)).as("flow %d", flow).isEqualTo(path);
                    }
                });
                host.cli("set interface state path" + (down + 1) + " up");
                host.untilIdle();
                assertThat(taken(host)).isEqualTo(all);
            }
            host.assertNoLeaks();
        }
    }
}
