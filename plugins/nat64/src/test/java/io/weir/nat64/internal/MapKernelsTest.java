package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.nat64.Nat64Plugin;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels with their ordinary programs, and maps between them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MapKernelsTest {
    private static final String LIMITED = "--max-time 20";

    private static TestHost host(final int workers) {
        return TestHost.withWorkers(workers)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())
                .plugin("ip6", new Ip6Plugin())
                .plugin("nat64", new Nat64Plugin());
    }

    /** RFC 7755: both kernels begin, in any protocol. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCarryWhatProgramsSendByAMap(final int workers) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (TestHost host = host(workers);
                KernelPair pair = new KernelPair(host)) {
            host.cli("set interface nat64 in tap0 del");
            host.cli("set interface nat64 out tap1 del");
            host.cli("nat64 add map 198.51.100.9 2001:db8:1::2");
            host.cli("set interface nat64 map in tap0 out tap1");
            pair.untilReached();
            pair.serve(2_000_000);
            assertThat(pair.sh(pair.client, "ping -c 4 -i 0.2 -W 2 -s 1200 " + KernelPair.SERVER))
                    .contains(" 4 received");
            assertThat(pair.sh(pair.server, "ping -c 4 -i 0.2 -W 2 198.51.100.9"))
                    .contains(" 4 received");
            assertThat(pair.sh(pair.client, KernelPair.fetch(LIMITED))).isEqualTo(pair.sum());
            smallerLinks(host, pair);
            assertThat(pair.sh(pair.server, "traceroute -n -m 4 -q 1 -w 2 198.51.100.9"))
                    .contains(" 1  203.0.113.1 ")
                    .contains(" 2  198.51.100.9 ");
            assertThat(pair.sh(pair.server, "ping -c 3 -i 0.2 -W 2 -s 4000 198.51.100.9"))
                    .contains(" 3 received");
            assertThat(pair.askByGre()).as("GRE").isEqualTo("True\n");
            assertThat(host.cli("show nat64 session table all").lines()).hasSize(1);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    private static void smallerLinks(final TestHost host, final KernelPair pair) {
        host.cli("set interface mtu packet 1300 tap1");
        assertThat(pair.sh(pair.client, "ping -c 3 -i 0.2 -W 1 -M do -s 1400 " + KernelPair.SERVER))
                .contains("mtu=1320");
        host.cli("set interface mtu packet 1500 tap1");
        host.cli("set interface mtu packet 1300 tap0");
        assertThat(pair.sh(pair.client, KernelPair.fetch(LIMITED))).isEqualTo(pair.sum());
        assertThat(pair.sh(pair.server, "ip route get 198.51.100.9")).contains("mtu 1280");
        host.cli("set interface mtu packet 1500 tap0");
    }

    /** RFC 6877: a host that has IPv4 alone, behind an uplink of IPv6 alone, reaches a server of IPv4. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCarryIp4AcrossIp6BetweenTwoHosts(final int workers) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (TestHost customer = host(workers);
                TestHost provider = host(workers);
                Chain chain = new Chain(customer, provider)) {
            chain.serve();
            customer.until(
                    () -> chain.sh(chain.lan, "ping -c 1 -W 1 203.0.113.2").contains(" 1 received"));
            assertThat(chain.sh(chain.lan, "ping -c 4 -i 0.2 -W 2 -s 1200 203.0.113.2"))
                    .contains(" 4 received");
            for (final int bytes : new int[] {1_400, 4_000}) {
                assertThat(chain.sh(chain.lan, "ping -c 3 -i 0.2 -W 2 -s " + bytes + " 203.0.113.2"))
                        .as(() -> customer.cli("show errors") + provider.cli("show errors"))
                        .contains(" 3 received");
            }
            assertThat(chain.sh(chain.lan, "curl -sS " + LIMITED + " http://203.0.113.2:8080/file | sha256sum"))
                    .isEqualTo(chain.sum());
            // The customer's host, the router of IPv6 that has no address of IPv4, the provider's host, the server.
            assertThat(chain.sh(chain.lan, "traceroute -n -m 6 -q 1 -w 2 203.0.113.2"))
                    .contains(" 1  192.168.7.1 ")
                    .contains(" 2  192.0.0.8 ")
                    .contains(" 4  203.0.113.2 ");
            chain.sh(chain.middle, "ip link set port1 mtu 1400");
            assertThat(chain.sh(chain.lan, "ping -c 3 -i 0.2 -W 1 -M do -s 1400 203.0.113.2"))
                    .contains("mtu = 1380");
            assertThat(provider.cli("show nat64 session table tcp")).contains("2001:db8:c::2");
            assertThat(customer.cli("show nat64 session table all").lines()).hasSize(1);
            assertThat(customer.faults() + provider.faults()).isZero();
            customer.assertNoLeaks();
            provider.assertNoLeaks();
        }
    }

    /** LAN --- customer --- router of IPv6 --- provider --- server. */
    private static final class Chain implements AutoCloseable {
        private final TestHost customer;
        private final TestHost provider;
        private final Netns lan = new Netns();
        private final Netns middle = new Netns();
        private final Netns server = new Netns();
        private Process web;

        Chain(final TestHost customer, final TestHost provider) {
            this.customer = customer;
            this.provider = provider;
            customer.cli("create tap id 10 host-ns " + lan.name() + " host-if-name port host-ip4-addr 192.168.7.2/24"
                    + " host-ip4-gw 192.168.7.1");
            customer.cli("create tap id 11 host-ns " + middle.name() + " host-if-name port0"
                    + " host-ip6-addr 2001:db8:1::2/64");
            customer.cli("set interface ip address tap10 192.168.7.1/24");
            customer.cli("set interface ip address tap11 2001:db8:1::1/64");
            customer.cli("ip route add ::/0 via 2001:db8:1::2 tap11");
            customer.cli("nat64 plugin enable");
            customer.cli("nat64 add prefix 2001:db8:64::/96");
            customer.cli("nat64 add map 192.168.7.0/24 2001:db8:c::/120 clat");
            customer.cli("set interface nat64 map in tap10 out tap11");
            provider.cli("create tap id 20 host-ns " + middle.name() + " host-if-name port1"
                    + " host-ip6-addr 2001:db8:2::2/64");
            provider.cli("create tap id 21 host-ns " + server.name() + " host-if-name port"
                    + " host-ip4-addr 203.0.113.2/24 host-ip4-gw 203.0.113.1");
            provider.cli("set interface ip address tap20 2001:db8:2::1/64");
            provider.cli("set interface ip address tap21 203.0.113.1/24");
            provider.cli("ip route add 2001:db8:c::/48 via 2001:db8:2::2 tap20");
            provider.cli("ip route add 2001:db8:1::/64 via 2001:db8:2::2 tap20");
            provider.cli("nat64 plugin enable");
            provider.cli("nat64 add prefix 2001:db8:64::/96");
            provider.cli("nat64 add pool address 198.51.100.1");
            provider.cli("set interface nat64 in tap20 out tap21");
            for (final String tap : new String[] {"tap10", "tap11"}) {
                customer.cli("set interface state " + tap + " up");
            }
            for (final String tap : new String[] {"tap20", "tap21"}) {
                provider.cli("set interface state " + tap + " up");
            }
            sh(
                    middle,
                    "sysctl -w net.ipv6.conf.all.forwarding=1; ip -6 route add 2001:db8:c::/48 via 2001:db8:1::1;"
                            + " ip -6 route add 2001:db8:64::/96 via 2001:db8:2::1");
        }

        /** Runs a command to its end, while both hosts turn. */
        String sh(final Netns where, final String command) {
            final CompletableFuture<String> running = KernelPair.start(where, command);
            customer.until(() -> {
                final int[] turns = new int[1];
                provider.until(() -> turns[0]++ > 0);
                return running.isDone();
            });
            return running.join();
        }

        void serve() {
            sh(
                    server,
                    "mkdir -p /tmp/" + server.name() + " && cd /tmp/" + server.name()
                            + " && head -c 2000000 /dev/urandom > file && sha256sum < file > sum");
            web = server.exec(
                    "python3", "-m", "http.server", "--bind", "203.0.113.2", "-d", "/tmp/" + server.name(), "8080");
            customer.until(() -> sh(server, "ss -tln").contains(":8080"));
        }

        String sum() {
            return sh(server, "cat /tmp/" + server.name() + "/sum");
        }

        @Override
        public void close() {
            if (web != null) {
                web.destroy();
                sh(server, "rm -rf /tmp/" + server.name());
            }
            lan.close();
            middle.close();
            server.close();
        }
    }
}
