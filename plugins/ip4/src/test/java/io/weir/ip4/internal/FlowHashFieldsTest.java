package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code set ip flow-hash}: what tells flows apart that several paths share. */
@Timeout(60)
class FlowHashFieldsTest {
    private static final int FLOWS = 200;

    private final List<TestInterface> paths = new ArrayList<>();
    private TestInterface in;

    private static TestHost host(final int workers) {
        return TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin());
    }

    private void connect(final TestHost host, final String table) {
        in = host.addInterface("in");
        host.cli("set interface ip address in 192.168.0.1/24");
        final StringBuilder route = new StringBuilder("ip route add 10.9.0.0/16" + table);
        for (int i = 1; i <= 2; i++) {
            paths.add(host.addInterface("path" + i));
            host.cli("set interface ip address path" + i + " 192.168." + i + ".1/24");
            host.cli("set ip neighbor path" + i + " 192.168." + i + ".2 6:5:4:3:2:" + i);
            route.append(" via 192.168." + i + ".2 path" + i);
        }
        host.cli(route.toString());
    }

    /** How many of the flows take the first path: they differ in their source ports, or in their sources too. */
    private int byFirst(final TestHost host, final boolean sources) {
        for (int flow = 0; flow < FLOWS; flow++) {
            in.send(TestPacket.udp("192.168.0." + (sources ? 2 + flow : 2), "10.9.0.1")
                    .ports(1_000 + flow, 53));
        }
        host.until(() -> paths.stream().mapToInt(TestInterface::waitingFrames).sum() == FLOWS);
        final int first = paths.getFirst().received().size();
        assertThat(first + paths.getLast().received().size()).isEqualTo(FLOWS);
        return first;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTellFlowsApartByTheFieldsThatAreSet(final int workers) {
        try (TestHost host = host(workers)) {
            connect(host, "");
            assertThat(byFirst(host, false)).isBetween(1, FLOWS - 1);
            host.cli("set ip flow-hash table 0 dst src");
            assertThat(byFirst(host, false)).isIn(0, FLOWS);
            assertThat(byFirst(host, true)).isBetween(1, FLOWS - 1);
            host.cli("set ip flow-hash table 0 dst");
            assertThat(byFirst(host, true)).isIn(0, FLOWS);
            assertThat(host.cli("show ip fib")).contains("flow hash:[dst ] ");
            host.cli("set ip flow-hash table 0 sport reverse");
            assertThat(byFirst(host, false)).isBetween(1, FLOWS - 1);
            assertThat(host.cli("show ip fib")).contains("flow hash:[sport reverse ] ");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHaveFieldsForEachTable(final int workers) {
        try (TestHost host = host(workers)) {
            host.cli("ip table add 7");
            connect(host, " table 7");
            host.cli("ip route add 10.9.0.0/16 via ip4-lookup-in-table 7");
            host.cli("set ip flow-hash table 7 dst");
            assertThat(byFirst(host, true)).isIn(0, FLOWS);
            host.cli("set ip flow-hash table 0 dst");
            host.cli("set ip flow-hash table 7 src dst sport dport proto symmetric");
            assertThat(byFirst(host, true)).isBetween(1, FLOWS - 1);
            host.assertNoLeaks();
        }
    }

    /** Which flows take the first path on a host with this number. */
    private List<Boolean> choices(final String seed) {
        paths.clear();
        try (TestHost host = TestHost.withWorkers(0)
                .configure(seed)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())) {
            connect(host, "");
            final List<Boolean> first = new ArrayList<>();
            for (int flow = 0; flow < FLOWS; flow++) {
                in.send(TestPacket.udp("192.168.0.2", "10.9.0.1").ports(1_000 + flow, 53));
                host.until(() ->
                        paths.stream().mapToInt(TestInterface::waitingFrames).sum() == 1);
                first.add(!paths.getFirst().received().isEmpty());
                paths.getLast().received();
            }
            assertThat(host.cli("show fib flow-hash")).isEqualTo("seed: " + seed.replaceAll("\\D", "") + "\n");
            return first;
        }
    }

    @Test
    void shouldChooseTheSamePathsAtEachStartWithTheSameSeed() {
        final List<Boolean> once = choices("fib { flow-hash-seed 7 }");
        assertThat(choices("fib { flow-hash-seed 7 }")).isEqualTo(once);
        assertThat(choices("fib { flow-hash-seed 8 }")).isNotEqualTo(once);
        try (TestHost host = host(0)) {
            assertThat(host.cli("show fib flow-hash")).isEqualTo("seed: random\n");
        }
    }

    @Test
    void shouldRefuseWhatIsNoSetOfFieldsOfATable() {
        try (TestHost host = host(0)) {
            assertThat(host.refused("set ip flow-hash table 7 src")).contains("table 7 doesn't exist");
            assertThat(host.refused("set ip flow-hash table 0 symmetric"))
                    .contains("expected at least one field of: src, dst, sport, dport, proto");
            assertThat(host.cli("show ip fib")).contains("flow hash:[src dst sport dport proto symmetric ] ");
        }
    }
}
