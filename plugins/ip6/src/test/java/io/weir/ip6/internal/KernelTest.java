package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.KernelPing;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
            host.cli("set plugin setting ip6 dad-transmits 0");
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

    /** Sends so many requests that all must be answered. */
    private static void expectAnswers(
            final TestHost host, final Netns from, final int count, final String... arguments) {
        KernelPing.start(host, from.name(), count, arguments).expectAll();
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
            expectAnswers(host, left, 20, "2001:db8:2::2");
            expectAnswers(host, left, 5, "2001:db8:1::1");
            expectAnswers(host, left, 5, "2001:db8:2::1");
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
            expectAnswers(host, left, 5, own + "%" + device());
            expectAnswers(host, left, 5, "ff02::2%" + device());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldShowItselfToTraceroute(final int workers) {
        run(workers, host -> {
            final String hops =
                    output(host, left, "traceroute", "-6", "-n", "-q", "1", "-w", "20,0,0", "2001:db8:2::2");
            assertThat(hops).contains("2001:db8:1::1", "2001:db8:2::2");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPutPacketsTogetherAndAnswerInFragments(final int workers) {
        run(workers, host -> {
            // Neighbors are known then: of those that are asked for few fragments wait.
            expectAnswers(host, left, 1, "2001:db8:2::2");
            expectAnswers(host, left, 5, "-s", "20000", "2001:db8:1::1");
            expectAnswers(host, left, 2, "-s", "65000", "2001:db8:2::1");
            expectAnswers(host, left, 2, "-s", "20000", "2001:db8:2::2");
            assertThat(host.cli("show buffers")).doesNotContain("unaccounted");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPingTheKernel(final int workers) {
        run(workers, host -> {
            assertThat(host.cli("ping 2001:db8:1::2 interval 0.05 repeat 3"))
                    .containsPattern("76 bytes from 2001:db8:1::2: icmp_seq=3 ttl=64 time=\\d*\\.\\d{4} ms")
                    .contains("Statistics: 3 sent, 3 received, 0% packet loss");
            assertThat(host.cli("ping ipv6 2001:db8:2::2 size 20000 interval 0.05 repeat 3"))
                    .contains("20016 bytes from 2001:db8:2::2: icmp_seq=3", "3 sent, 3 received");
            await(host, text -> !text.contains("tentative"), left, "ip", "-6", "addr", "show", "dev", device());
            final String link = left.ip("-6", "-o", "addr", "show", "dev", device(), "scope", "link")
                    .replaceAll("(?s).*inet6 (fe80::[^/]+)/.*", "$1");
            assertThat(host.cli("ping " + link + " source tap0 interval 0.05 repeat 2 verbose"))
                    .containsPattern("Source address: fe80::\\S+, interface tap0, table 0")
                    .contains("bytes from " + link + ": icmp_seq=2", "2 sent, 2 received");
            assertThat(host.refused("ping " + link))
                    .isEqualTo("ping: " + link + " counts on one link alone: expected `source' and an interface");
            assertThat(host.refused("ping ff02::1")).isEqualTo("ping: ff02::1 is no address of one host");
            assertThat(host.cli("ping 2001:db8:1::1 repeat 1")).contains("1 sent, 1 received");
            host.assertNoLeaks();
        });
    }

    /** One kernel takes for a neighbor who is behind another link. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldBringKernelsTogetherWhenOneIsProxied(final int workers) {
        run(workers, host -> {
            right.ip("-6", "addr", "add", "2001:db8:1::99/128", "dev", device(right), "nodad");
            host.cli("set ip6 nd proxy tap1 2001:db8:1::99");
            expectAnswers(host, left, 5, "2001:db8:1::99");
            assertThat(left.ip("-6", "neigh", "show", "2001:db8:1::99")).contains("router");
            assertThat(host.cli("ping 2001:db8:1::99 repeat 1")).contains("1 sent, 1 received");
            assertThat(host.errors("nd-proxied")).isPositive();
        });
    }

    /** Waits until a program in a namespace prints something, while the host runs on. */
    private static void await(
            final TestHost host, final Predicate<String> enough, final Netns in, final String... program) {
        while (!enough.test(output(host, in, program))) {
            Thread.onSpinWait();
        }
    }

    private String device() {
        return device(left);
    }

    private static String device(final Netns of) {
        return of.ip("-o", "link")
                .lines()
                .filter(line -> line.contains("tap") || line.contains("eth"))
                .map(line -> line.split("[:@ ]+")[1])
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldConfigureTheKernelByItsAdvertisements(final int workers) {
        run(workers, host -> {
            host.cli("set interface mtu 1400 tap0");
            left.run("sysctl", "-qw", "net.ipv6.conf." + device() + ".accept_ra=2");
            left.ip("-6", "route", "flush", "default");
            left.ip("-6", "addr", "flush", "dev", device(), "scope", "global");
            host.cli("ip6 nd tap0 prefix 2001:db8:1::/64 3600 1800");
            host.cli("ip6 nd tap0 no ra-suppress");
            await(host, text -> text.contains("inet6 2001:db8:1:"), left, "ip", "-6", "addr", "show", "dev", device());
            assertThat(output(host, left, "ip", "-6", "addr", "show", "dev", device()))
                    .contains("dynamic")
                    .containsPattern("valid_lft 3[56]\\d\\dsec preferred_lft 1[78]\\d\\dsec");
            assertThat(output(host, left, "ip", "-6", "route"))
                    .containsPattern("default via fe80::\\S+ dev " + device() + " proto ra")
                    .contains("mtu 1400");
            await(host, text -> !text.contains("tentative"), left, "ip", "-6", "addr", "show", "dev", device());
            expectAnswers(host, left, 5, "2001:db8:2::2");
            host.cli("ip6 nd tap0 ra-suppress");
            await(host, text -> !text.contains("default"), left, "ip", "-6", "route");
        });
    }

    /** Linux gives an address up that it finds in use, and so does this host. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldFindDuplicatesOnBothSides(final int workers) {
        run(workers, host -> {
            left.ip("-6", "addr", "add", "2001:db8:1::1/64", "dev", device());
            await(host, text -> text.contains("dadfailed"), left, "ip", "-6", "addr", "show", "dev", device());
            left.ip("-6", "addr", "del", "2001:db8:1::1/64", "dev", device());
            host.cli("set plugin setting ip6 dad-transmits 1");
            host.cli("set interface ip address tap0 2001:db8:1::2/64");
            host.until(() -> host.cli("show ip6 interface tap0")
                    .contains("2001:db8:1::2/64, subnet is 2001:db8:1::/64 [duplicate]"));
            expectAnswers(host, left, 5, "2001:db8:1::1");
        });
    }
}
