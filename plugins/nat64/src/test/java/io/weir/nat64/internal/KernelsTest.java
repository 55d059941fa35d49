package io.weir.nat64.internal;

import static io.weir.nat64.internal.KernelPair.SERVER;
import static io.weir.nat64.internal.KernelPair.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.nat64.Nat64Plugin;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kernel that has IPv6 only, and one that has IPv4 only, with their ordinary programs. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelsTest {
    private static final String LIMITED = "--max-time 20";

    private KernelPair pair;
    private TestHost host;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCarryWhatProgramsSend(final int workers) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (TestHost made = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin("ip4", new Ip4Plugin())
                        .plugin("ip6", new Ip6Plugin())
                        .plugin("nat64", new Nat64Plugin());
                KernelPair kernels = new KernelPair(made)) {
            host = made;
            pair = kernels;
            pair.untilReached();
            pair.serve(3_000_000);
            assertThat(client("ping -c 5 -i 0.2 -W 2 -s 1200 " + SERVER)).contains(" 5 received");
            assertThat(client("ping -c 3 -i 0.2 -W 2 -s 4000 " + SERVER)).contains(" 3 received");
            assertThat(client("traceroute -6 -n -m 4 -q 1 -w 2 " + SERVER))
                    .contains("2001:db8:1::1 ")
                    .contains(" 2  " + SERVER + " ");
            assertThat(client(fetch(LIMITED))).isEqualTo(pair.sum());
            smallerLinks();
            largerPackets();
            assertThat(pair.askByGre()).as("GRE").isEqualTo("True\n");
            assertThat(host.cli("show nat64 session table unknown")).contains(" protocol 47 ");
            assertThat(host.cli("show nat64 session table tcp"))
                    .contains("2001:db8:1::2")
                    .contains("203.0.113.2 8080 protocol tcp");
            assertThat(host.cli("show nat64 bib icmp"))
                    .contains("2001:db8:1::2")
                    .contains("198.51.100.");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    private String client(final String command) {
        return pair.sh(pair.client, command);
    }

    /** Path MTUs are told both ways. */
    private void smallerLinks() {
        host.cli("set interface mtu packet 1300 tap1");
        assertThat(client("ping -c 3 -i 0.2 -W 1 -M do -s 1400 " + SERVER)).contains("mtu=1320");
        assertThat(client("ip -6 route flush cache; ping -c 2 -i 0.2 -W 1 -M do -s 1272 " + SERVER))
                .contains(" 2 received");
        host.cli("set interface mtu packet 1500 tap1");
        host.cli("set interface mtu packet 1300 tap0");
        final String file = client(fetch(LIMITED));
        host.cli("set interface mtu packet 1500 tap0");
        assertThat(file).isEqualTo(pair.sum());
        assertThat(pair.sh(pair.server, "ip route get 198.51.100.1; ip route get 198.51.100.2"))
                .contains("mtu 1280");
        assertThat(host.errors("nat64-out2in-too-long")).isPositive();
        assertThat(host.errors("nat64-in2out-too-long")).isPositive();
    }

    /** What the server may have cut is cut for the client; what kernels cut themselves goes through too. */
    private void largerPackets() {
        final String program = """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.setsockopt(0, 10, 0)
                s.bind(('203.0.113.2', 9000))
                s.settimeout(20)
                for i in range(3):
                    data, who = s.recvfrom(9000)
                    s.sendto(data, who)
                """;
        final var echo = KernelPair.start(pair.server, "python3 -c \"" + program + "\"");
        host.until(() -> pair.sh(pair.server, "ss -uln").contains(":9000"));
        final String asks = """
                import socket
                s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
                s.settimeout(5)
                for n in (1232, 1440, 4000):
                    d = bytes(i * 7 %% 256 for i in range(n))
                    s.sendto(d, ('%s', 9000))
                    print(n, s.recv(9000) == d)
                """.formatted(SERVER);
        assertThat(client("python3 -c \"" + asks + "\"")).isEqualTo("1232 True\n1440 True\n4000 True\n");
        pair.until(echo);
    }
}
