package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.InterfaceCounters.Kind;
import io.weir.memory.OffHeap;
import io.weir.net.MacAddress;
import io.weir.testkit.KernelPing;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JAR of ip4 as it ships, loaded anew under traffic. */
@Timeout(120)
class Ip4UpgradeIT {
    private static final Pattern COUNT = Pattern.compile("(?m)^10\\.\\S+\\n.*\\n.* to:\\[(\\d+):");

    private static TestHost host(final int workers) {
        final TestHost host = TestHost.withWorkers(workers);
        host.load(PluginJar.onClassPath("fib"), "--no-shadow");
        host.load(PluginJar.onClassPath("ip4"), "--no-shadow");
        return host;
    }

    private static void configure(final TestHost host) {
        for (int i = 0; i < 3; i++) {
            host.cli("create packet-generator interface pg" + i);
            host.cli("set interface ip address pg" + i + " 192.168." + i + ".1/24");
            host.cli("set interface state pg" + i + " up");
        }
        host.cli("set ip neighbor static pg1 192.168.1.2 6:5:4:3:2:1");
        host.cli("set ip neighbor pg2 192.168.2.2 6:5:4:3:2:2");
        host.cli("set ip neighbor-config limit 1000 age 600");
        host.cli("ip route add 10.0.0.0/16 count 2 via 192.168.1.2 pg1");
        host.cli("ip route add 10.2.0.0/16 via 192.168.2.2 weight 2 via 192.168.1.2 pg1 weight 1");
        host.cli("ip route add 10.3.0.0/16 via 10.0.0.1");
    }

    /** An endless stream to all four routes, into the node that all frames come in by. */
    private static void stream(final TestHost host) {
        final long mac = host.host().interfaces().byName("pg0").mac();
        host.cli("packet-generator new { name s0 limit -1 size 64-64 node ethernet-input worker 0 interface pg0 data { "
                + "IP4: 2:2:2:2:2:2 -> " + MacAddress.format(mac) + " UDP: 192.168.0.2 -> 10.0.0.0 + 10.3.255.255 "
                + "UDP: 4321 -> 1234 length 30 checksum 0 incrementing 1 } }");
        host.cli("packet-generator enable");
    }

    /** All that an operator sees of the tables, ages apart. */
    private static String tables(final TestHost host) {
        return host.cli("show ip fib")
                + host.cli("show adjacency")
                + host.cli("show interface address")
                + host.cli("show ip neighbors").replaceAll("(?m)^ *[0-9]+\\.[0-9]+", "");
    }

    private static long count(final TestHost host, final Kind kind, final String name) {
        return host.host()
                .interfaces()
                .count(kind, host.host().interfaces().byName(name).swIfIndex())[0];
    }

    private static void more(final TestHost host) {
        final long before = count(host, Kind.RX, "pg0");
        host.until(() -> count(host, Kind.RX, "pg0") > before + 5_000);
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 4})
    void shouldLoseNoPacketWhenReloadedUnderTraffic(final int workers) {
        try (TestHost host = host(workers)) {
            configure(host);
            stream(host);
            more(host);
            final long reserved = OffHeap.reservedBytes();
            for (int round = 0; round < 6; round++) {
                final String done =
                        switch (round % 3) {
                            case 0 -> host.reload("ip4");
                            case 1 -> host.reload("fib", "--no-shadow", "--cascade");
                            default -> host.reload("ip4", "--no-shadow");
                        };
                assertThat(done).contains("ip4 0.1.0 (was 0.1.0)");
                more(host);
            }
            host.cli("packet-generator disable");
            host.untilIdle();

            final long received = count(host, Kind.RX, "pg0");
            assertThat(count(host, Kind.DROP, "pg0"))
                    .as(host.cli("show errors"))
                    .isZero();
            assertThat(count(host, Kind.TX, "pg1") + count(host, Kind.TX, "pg2"))
                    .isEqualTo(received);
            assertThat(COUNT.matcher(host.cli("show ip fib"))
                            .results()
                            .map(MatchResult::group)
                            .mapToLong(text -> Long.parseLong(text.replaceAll("(?s).*\\[(\\d+):", "$1")))
                            .sum())
                    .isEqualTo(received);
            assertThat(OffHeap.reservedBytes()).isEqualTo(reserved);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 4})
    void shouldShowTheSameWhenReloaded(final int workers) {
        try (TestHost host = host(workers)) {
            configure(host);
            host.cli("ip route add 11.0.0.0/24 count 65536 via 192.168.1.2 pg1");
            stream(host);
            more(host);
            host.cli("packet-generator disable");
            host.untilIdle();
            final String before = tables(host);
            for (int round = 0; round < 3; round++) {
                host.reload(round == 1 ? "fib" : "ip4", "--no-shadow", "--cascade");
                assertThat(tables(host).equals(before)).isTrue();
            }
            host.until(() -> {
                System.gc();
                return host.host().plugins().reachable().isEmpty();
            });
            assertThat(host.reload("ip4", "--no-shadow", "--fresh")).contains("ip4 0.1.0");
            assertThat(host.cli("show ip fib")).doesNotContain("10.0.0.0").doesNotContain("192.168");
            assertThat(host.cli("show interface address")).doesNotContain("L3");
            host.assertNoLeaks();
        }
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 4})
    void shouldLoseNoPingWhenReloaded(final int workers) {
        Namespace.assumeProgram("ping");
        try (Namespace left = new Namespace();
                Namespace right = new Namespace();
                TestHost host = host(workers)) {
            tap(host, 0, left);
            tap(host, 1, right);
            final KernelPing ping = KernelPing.start(host, left.name(), 300, "-i", "0.01", "-q", "10.2.0.2");
            while (ping.running()) {
                host.reload("ip4", "--no-shadow");
                host.untilIdle();
            }
            ping.expectAll();
            host.cli("delete tap tap0");
            host.cli("delete tap tap1");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    private static void tap(final TestHost host, final int id, final Namespace namespace) {
        final String network = "10." + (id + 1) + ".0.";
        host.cli("create tap id " + id + " host-ns " + namespace.name() + " host-if-name eth0 host-ip4-addr " + network
                + "2/24 host-ip4-gw " + network + "1");
        host.cli("set interface state tap" + id + " up");
        host.cli("set interface ip address tap" + id + " " + network + "1/24");
    }
}
