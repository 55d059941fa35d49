package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's stack as a host on both sides. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelTest {
    private Netns left;
    private Netns right;

    private void run(final int workers, final Consumer<TestHost> body) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (Netns one = new Netns();
                Netns two = new Netns();
                TestHost host = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin("ip6", new Ip6Plugin())) {
            left = one;
            right = two;
            tap(host, left, "tap0", 1);
            tap(host, right, "tap1", 2);
            body.accept(host);
            assertThat(host.faults()).isZero();
        }
    }

    private static void tap(final TestHost host, final Netns namespace, final String name, final int net) {
        host.cli("create tap host-ns " + namespace.name() + " host-ip6-addr 2001:db8:" + net
                + "::2/64 host-ip6-gw 2001:db8:" + net + "::1");
        host.cli("set interface state " + name + " up");
        host.cli("set interface ip address " + name + " 2001:db8:" + net + "::1/64");
    }

    private String ping(final TestHost host, final Netns from, final String... arguments) {
        final String[] program = new String[arguments.length + 6];
        System.arraycopy(new String[] {"ping", "-6", "-i", "0.05", "-W", "2"}, 0, program, 0, 6);
        System.arraycopy(arguments, 0, program, 6, arguments.length);
        return output(host, from, program);
    }

    /** What a program in a namespace prints, while the host runs on. */
    private static String output(final TestHost host, final Netns in, final String... program) {
        final CompletableFuture<String> done = CompletableFuture.supplyAsync(() -> Netns.output(in.exec(program)));
        host.until(done::isDone);
        return done.join();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCarryPingsWhenNeighborsAreDiscovered(final int workers) {
        run(workers, host -> {
            assertThat(ping(host, left, "-c", "20", "2001:db8:2::2")).contains("20 received");
            assertThat(ping(host, left, "-c", "5", "2001:db8:1::1")).contains("5 received");
            assertThat(ping(host, left, "-c", "5", "2001:db8:2::1")).contains("5 received");
            assertThat(host.cli("show ip6 neighbors")).contains("2001:db8:1::2", "2001:db8:2::2");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAnswerOnLinkWhenAddressesAreLinkLocal(final int workers) {
        run(workers, host -> {
            final String own = host.cli("show ip6 interface tap0")
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("fe80::"))
                    .findFirst()
                    .orElseThrow();
            final String device = left.ip("-o", "link")
                    .lines()
                    .filter(line -> line.contains("tap") || line.contains("eth"))
                    .map(line -> line.split("[:@ ]+")[1])
                    .findFirst()
                    .orElseThrow();
            assertThat(ping(host, left, "-c", "5", own + "%" + device)).contains("5 received");
            assertThat(ping(host, left, "-c", "5", "ff02::2%" + device)).contains("5 received");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldShowItselfToTraceroute(final int workers) {
        run(workers, host -> {
            final String hops = output(host, left, "traceroute", "-6", "-n", "-q", "1", "-w", "2", "2001:db8:2::2");
            assertThat(hops).contains("2001:db8:1::1", "2001:db8:2::2");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPutPacketsTogetherAndAnswerInFragments(final int workers) {
        run(workers, host -> {
            assertThat(ping(host, left, "-c", "5", "-s", "20000", "2001:db8:1::1"))
                    .contains("5 received");
            assertThat(ping(host, left, "-c", "2", "-s", "65000", "2001:db8:2::1"))
                    .contains("2 received");
            assertThat(ping(host, left, "-c", "2", "-s", "20000", "2001:db8:2::2"))
                    .contains("2 received");
            assertThat(host.cli("show buffers")).doesNotContain("unaccounted");
        });
    }
}
