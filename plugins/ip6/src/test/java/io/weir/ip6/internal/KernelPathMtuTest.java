package io.weir.ip6.internal;

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
                        .plugin("ip6", new Ip6Plugin())) {
            left = one;
            router = two;
            far = three;
            host.cli("set plugin setting ip6 dad-transmits 0");
            tap(host, left, "tap0", 1);
            tap(host, router, "tap1", 2);
            host.cli("ip route add 2001:db8:3::/64 via 2001:db8:2::2 tap1");
            router.run("sysctl", "-qw", "net.ipv6.conf.all.forwarding=1");
            router.ip("link", "add", "west", "type", "veth", "peer", "name", "east", "netns", far.name());
            router.ip("-6", "addr", "add", "2001:db8:3::1/64", "dev", "west", "nodad");
            router.ip("link", "set", "west", "up");
            router.ip("-6", "route", "add", "2001:db8:3::2/128", "dev", "west", "mtu", "lock", "1300");
            far.ip("-6", "addr", "add", "2001:db8:3::2/64", "dev", "east", "nodad");
            far.ip("link", "set", "east", "up");
            far.ip("-6", "route", "add", "default", "via", "2001:db8:3::1");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static void tap(final TestHost host, final Netns namespace, final String name, final int net) {
        host.cli("create tap host-ns " + namespace.name() + " host-ip6-addr 2001:db8:" + net
                + "::2/64 host-ip6-gw 2001:db8:" + net + "::1");
        host.cli("set interface state " + name + " up");
        host.cli("set interface ip address " + name + " 2001:db8:" + net + "::1/64");
    }

    /** What a ping prints that may find no answer, while the host runs on. */
    private static String ping(final TestHost host, final Netns in, final String... arguments) {
        final String command = "ping -6 -i 0.05 -W 1 " + String.join(" ", arguments) + " || true";
        final CompletableFuture<String> done =
                CompletableFuture.supplyAsync(() -> Netns.output(in.exec("sh", "-c", command)));
        host.until(done::isDone);
        return done.join();
    }

    private static String untilAnswered(final TestHost host, final Netns in, final String address) {
        String said = "";
        for (int i = 0; i < 20 && !said.contains(" 1 received"); i++) {
            said = ping(host, in, "-c", "1", address);
        }
        return said;
    }

    /** Sends so many requests that all must be answered. */
    private static void expectAnswers(final TestHost host, final Netns in, final int count, final String... arguments) {
        KernelPing.start(host, in.name(), count, arguments).expectAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTellTheKernelWhatGetsThrough(final int workers) {
        run(workers, host -> {
            host.cli("set ip pmtu peer 2001:db8:2::2 1400");
            assertThat(ping(host, left, "-M", "do", "-s", "1353", "-c", "2", "2001:db8:2::2"))
                    .containsPattern("mtu ?[=:] ?1400")
                    .contains(" 0 received");
            assertThat(left.ip("-6", "route", "get", "2001:db8:2::2")).contains("mtu 1400");
            expectAnswers(host, left, 2, "-M", "do", "-s", "1352", "2001:db8:2::2");
            // Without the bit it is this host that cuts, and the kernel behind it that puts together.
            expectAnswers(host, left, 2, "-M", "dont", "-s", "1452", "2001:db8:2::2");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerInFragmentsWhenTheKernelsRouterSaysWhatGetsThrough(final int workers) {
        run(workers, host -> {
            // Kernels that look for duplicates of their addresses ask for no neighbour meanwhile.
            assertThat(untilAnswered(host, far, "2001:db8:2::1")).contains(" 1 received");
            expectAnswers(host, far, 2, "-M", "do", "-s", "1252", "2001:db8:2::1");
            assertThat(host.cli("show ip pmtu")).isEmpty();
            // The answer to the first is what the router says it of; how fast the next follow is the machine's affair.
            assertThat(ping(host, far, "-M", "do", "-s", "1400", "-c", "1", "2001:db8:2::1"))
                    .contains(" 0 received");
            host.until(() -> host.errors("ip6-path-mtu-learnt") == 1);
            expectAnswers(host, far, 3, "-M", "do", "-s", "1400", "2001:db8:2::1");
            assertThat(host.cli("show ip pmtu")).contains("2001:db8:3::2/128", "learnt:1300 ");
            assertThat(host.errors("ip6-path-mtu-learnt")).isEqualTo(1);
            // What others send is their own affair: the router tells them itself.
            assertThat(ping(host, left, "-M", "do", "-s", "1400", "-c", "1", "2001:db8:3::2"))
                    .contains("From 2001:db8:2::2")
                    .containsPattern("mtu ?[=:] ?1300");
        });
    }
}
