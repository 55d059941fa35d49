package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.KernelPing;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kernels that find out what gets through this host, and what this host is told by one: left, the host, a router, and far behind
 * it, to where the router takes 1,300 bytes.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelPathMtuTest {
    private Netns left;
    private Netns router;
    private Netns far;

    private void run(final int workers, final Consumer<TestHost> body) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (Netns one = new Netns();
                Netns two = new Netns();
                Netns three = new Netns();
                TestHost host = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin("ip4", new Ip4Plugin())) {
            left = one;
            router = two;
            far = three;
            tap(host, left, "tap0", 1);
            tap(host, router, "tap1", 2);
            host.cli("ip route add 10.3.0.0/24 via 10.2.0.2 tap1");
            router.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
            router.ip("link", "add", "west", "type", "veth", "peer", "name", "east", "netns", far.name());
            router.ip("addr", "add", "10.3.0.1/24", "dev", "west");
            router.ip("link", "set", "west", "up");
            router.ip("route", "add", "10.3.0.2/32", "dev", "west", "mtu", "lock", "1300");
            far.ip("addr", "add", "10.3.0.2/24", "dev", "east");
            far.ip("link", "set", "east", "up");
            far.ip("route", "add", "default", "via", "10.3.0.1");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static void tap(final TestHost host, final Netns namespace, final String name, final int net) {
        host.cli("create tap host-ns " + namespace.name() + " host-ip4-addr 10." + net + ".0.2/24 host-ip4-gw 10." + net
                + ".0.1");
        host.cli("set interface state " + name + " up");
        host.cli("set interface ip address " + name + " 10." + net + ".0.1/24");
    }

    /** What a ping prints that may find no answer, while the host runs on. */
    private static String ping(final TestHost host, final Netns in, final String... arguments) {
        final String command = "ping -i 0.05 -W 1 " + String.join(" ", arguments) + " || true";
        final CompletableFuture<String> done =
                CompletableFuture.supplyAsync(() -> Netns.output(in.exec("sh", "-c", command)));
        host.until(done::isDone);
        return done.join();
    }

    /** Sends so many requests that all must be answered. */
    private static void expectAnswers(final TestHost host, final Netns in, final int count, final String... arguments) {
        KernelPing.start(host, in.name(), count, arguments).expectAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTellTheKernelWhatGetsThrough(final int workers) {
        run(workers, host -> {
            host.cli("set ip pmtu peer 10.2.0.2 1400");
            assertThat(ping(host, left, "-M", "do", "-s", "1373", "-c", "2", "10.2.0.2"))
                    .containsPattern("mtu ?[=:] ?1400")
                    .contains(" 0 received");
            assertThat(left.ip("route", "get", "10.2.0.2")).contains("mtu 1400");
            expectAnswers(host, left, 2, "-M", "do", "-s", "1372", "10.2.0.2");
            // Without the bit it is this host that cuts, and the kernel behind it that puts together.
            expectAnswers(host, left, 2, "-M", "dont", "-s", "1472", "10.2.0.2");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerInFragmentsWhenTheKernelsRouterSaysWhatGetsThrough(final int workers) {
        run(workers, host -> {
            expectAnswers(host, far, 2, "-M", "do", "-s", "1272", "10.2.0.1");
            assertThat(host.cli("show ip pmtu")).isEmpty();
            // The answer to the first is what the router says it of; how fast the next follow is the machine's affair.
            assertThat(ping(host, far, "-M", "do", "-s", "1400", "-c", "1", "10.2.0.1"))
                    .contains(" 0 received");
            host.until(() -> host.errors("ip4-path-mtu-learnt") == 1);
            expectAnswers(host, far, 3, "-M", "do", "-s", "1400", "10.2.0.1");
            assertThat(host.cli("show ip pmtu")).contains("10.3.0.2/32", "learnt:1300 ");
            assertThat(host.errors("ip4-path-mtu-learnt")).isEqualTo(1);
            // What others send is their own affair: the router tells them itself.
            assertThat(ping(host, left, "-M", "do", "-s", "1400", "-c", "1", "10.3.0.2"))
                    .contains("From 10.2.0.2")
                    .containsPattern("mtu ?[=:] ?1300");
        });
    }
}
