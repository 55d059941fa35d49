package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.KernelPing;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts on a link that are in none of its subnets: a route says that they are there, on both sides. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AttachedTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAskForHostsThatAnOperatorsRouteAttaches(final int workers) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (Netns link = new Netns();
                TestHost host = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("create tap id 0 host-ns " + link.name() + " host-if-name eth0 host-ip6-addr 2001:db8:9::2/64");
            host.cli("set interface state tap0 up");
            host.cli("set interface ip address tap0 2001:db8:1::1/64");
            link.ip("-6", "route", "add", "2001:db8:1::/64", "dev", "eth0");
            host.cli("ip route add 2001:db8:9::/64 via tap0");
            KernelPing.start(host, link.name(), 100, "-i", "0.01", "-I", "2001:db8:9::2", "2001:db8:1::1")
                    .expectAll();
            assertThat(host.cli("show ip6 fib 2001:db8:9::2")).contains("2001:db8:9::2/128", "adjacency");
            host.cli("ip route del 2001:db8:9::/64");
            assertThat(host.cli("show ip6 fib 2001:db8:9::2")).doesNotContain("2001:db8:9::2/128");
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }
}
