package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.KernelPing;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two customers with the same addresses, each in a table of its own, and a server that both share: kernels on all links. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelTablesTest {
    private static final String LEFT = "10.1.0.2";
    private static final String RIGHT = "10.2.0.2";
    private static final String SERVER = "10.9.0.2";

    private final List<Netns> namespaces = new ArrayList<>();

    /** Namespaces 0 and 1 are the left and the right of table 1, 2 and 3 of table 2, 4 is the server in table 0. */
    private void run(final int workers, final Consumer<TestHost> body) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            for (int i = 0; i < 5; i++) {
                namespaces.add(new Netns());
                tap(host, i, i / 2 + 1, i == 4 ? "10.9.0" : i % 2 == 0 ? "10.1.0" : "10.2.0");
            }
            body.accept(host);
            assertThat(host.faults()).isZero();
        } finally {
            namespaces.forEach(Netns::close);
        }
    }

    private void tap(final TestHost host, final int id, final int table, final String net) {
        host.cli("create tap id " + id + " host-ns " + namespaces.get(id).name() + " host-ip4-addr " + net
                + ".2/24 host-ip4-gw " + net + ".1");
        host.cli("set interface state tap" + id + " up");
        if (id < 4) {
            host.cli("ip table add " + table);
            host.cli("set interface ip table tap" + id + " " + table);
        }
        host.cli("set interface ip address tap" + id + " " + net + ".1/24");
    }

    /** What is said of requests that find no answer. */
    private String ping(final TestHost host, final int from, final String to) {
        final Netns in = namespaces.get(from);
        final CompletableFuture<String> done = CompletableFuture.supplyAsync(
                // That nobody answers is no failure of ping.
                () -> Netns.output(in.exec("sh", "-c", "ping -c 5 -i 0.05 -W 1 " + to + " || true")));
        host.until(done::isDone);
        return done.join();
    }

    /** Sends five requests that all must be answered. */
    private void expectAnswers(final TestHost host, final int from, final String to) {
        KernelPing.start(host, namespaces.get(from).name(), 5, to).expectAll();
    }

    /** How many echo requests the kernel on a link has got. */
    private int asked(final int namespace) {
        final String[] counters = Netns.output(namespaces.get(namespace).exec("cat", "/proc/net/snmp"))
                .lines()
                .filter(line -> line.startsWith("IcmpMsg:"))
                .toArray(String[]::new);
        if (counters.length < 2) {
            return 0;
        }
        final int column = List.of(counters[0].split(" ")).indexOf("InType8");
        return column < 0 ? 0 : Integer.parseInt(counters[1].split(" ")[column]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepCustomersApartWhoHaveTheSameAddresses(final int workers) {
        run(workers, host -> {
            expectAnswers(host, 0, RIGHT);
            assertThat(asked(1)).isEqualTo(5);
            assertThat(asked(3)).isZero();
            expectAnswers(host, 3, LEFT);
            assertThat(asked(2)).isEqualTo(5);
            assertThat(asked(0)).isZero();
            expectAnswers(host, 2, "10.2.0.1");
            assertThat(ping(host, 0, SERVER)).contains("Destination Net Unreachable", " 0 received");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldReachTheServerWhenRoutesLeakBothWays(final int workers) {
        run(workers, host -> {
            host.cli("ip route add table 1 10.9.0.0/24 via ip4-lookup-in-table 0");
            host.cli("ip route add table 2 10.9.0.2/32 via " + SERVER + " next-hop-table 0");
            // The server knows one of those who have the same address.
            host.cli("ip route add 10.1.0.0/24 via ip4-lookup-in-table 1");
            expectAnswers(host, 0, SERVER);
            expectAnswers(host, 4, LEFT);
            assertThat(asked(4)).isEqualTo(5);
            assertThat(ping(host, 2, SERVER)).contains(" 0 received");
            assertThat(asked(4)).isEqualTo(10);
            assertThat(asked(0)).isEqualTo(5);
            assertThat(asked(2)).isZero();
            // No source of table 1 comes in by an interface of table 2.
            host.cli("set urpf strict table 0 tap2");
            ping(host, 2, SERVER);
            assertThat(asked(4)).isEqualTo(10);
            assertThat(host.errors("ip4-reverse-path")).isEqualTo(5);
        });
    }
}
