package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.cli.CommandSession;
import io.weir.platform.cli.Outcome;
import io.weir.platform.host.HostOptions;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules on ports without hardware: {@code net_failsafe} with no device behind it takes any rule, {@code net_tap} checks each
 * but has no kernel to give it to, {@code net_null} knows none.
 */
class FlowRulesTest {
    private static final Path TUN = Path.of("/dev/net/tun");
    private static final String TAKES_ALL = "vdev net_failsafe0,exec(/bin/true) num-tx-queues 1";

    @Test
    void shouldBeInTheDeviceExactlyWhileThePortRuns() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String port = dpdk.port(TAKES_ALL);
            assertThat(dpdk.cli("set flow add dst-ip 10.0.0.0/8 drop")).isEqualTo("flow 0 added\n");
            dpdk.cli("set flow enable index 0 " + port);
            assertThat(dpdk.cli("show flow interface " + port))
                    .contains("flow-index 0 type ipv4 active 1")
                    .contains("match: dst-ip 10.0.0.0/8")
                    .contains("action: drop")
                    .contains("in the device");
            dpdk.cli("set interface state " + port + " down");
            assertThat(dpdk.cli("show flow interface " + port)).contains("not in the device while it is down");
            dpdk.cli("set interface state " + port + " up");
            assertThat(dpdk.cli("show flow entry index 0"))
                    .contains("interface " + port)
                    .contains("  in the device");
            dpdk.cli("set interface mtu 1400 " + port);
            assertThat(dpdk.cli("show flow interface " + port)).contains("  in the device");
            dpdk.cli("set flow disable index 0 " + port);
            assertThat(dpdk.cli("show flow interface " + port)).isEqualTo("no flow is enabled on " + port + "\n");
            dpdk.cli("set flow del index 0");
            assertThat(dpdk.cli("show flow entry")).isEmpty();
        }
    }

    @Test
    void shouldTakeVppsNamesOfTheCommandWhenTyped() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String port = dpdk.port(TAKES_ALL);
            dpdk.cli("test flow add index 7 src-ip any proto udp dst-port 4789 next-node error-drop mark 3");
            dpdk.cli("flow add ip6-src-ip any redirect-to-queue 0 count");
            dpdk.cli("test flow enable " + port + " index 7");
            dpdk.cli("flow enable index 0 " + port);
            assertThat(dpdk.cli("show flow entry"))
                    .contains("flow-index 7 type ipv4-n-tuple active 1")
                    .contains("action: mark 3, redirect-to-node error-drop")
                    .contains("flow-index 0 type ipv6 active 1");
            assertThat(dpdk.cli("show flow entry max 1")).contains("showing first 1 of 2");
            assertThat(dpdk.cli("show flow ranges"))
                    .isEqualTo("   Start     Count  Owner\n       0         1  cli\n       7         1  cli\n");
            dpdk.cli("test flow disable index 7 " + port);
            dpdk.cli("test flow del index 7");
        }
    }

    @Test
    void shouldRefuseInASentenceWhenRulesAreWronglyUsed() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String port = dpdk.port(TAKES_ALL);
            dpdk.cli("set flow add dst-ip 10.0.0.0/8 drop");
            dpdk.cli("set flow add dst-ip 10.0.0.0/8 redirect-to-queue 1");
            dpdk.cli("set flow add dst-ip any redirect-to-node error-drop mark 9");
            dpdk.cli("set flow add src-ip any redirect-to-node ethernet-input mark 9");
            dpdk.cli("set flow enable index 0 " + port);
            dpdk.cli("set flow enable index 2 " + port);
            assertThat(dpdk.host.refused("set flow enable index 0 " + port))
                    .contains("enabled on " + port + " already");
            assertThat(dpdk.host.refused("set flow del index 0")).contains("flow 0 is enabled on " + port);
            assertThat(dpdk.host.refused("set flow enable index 1 " + port)).contains("has no receive queue 1");
            assertThat(dpdk.host.refused("set flow enable index 3 " + port))
                    .contains("mark 9 is that of flow 2 on " + port);
            assertThat(dpdk.host.refused("set flow disable index 1 " + port)).contains("flow 1 is not enabled");
            assertThat(dpdk.host.refused("set flow enable index 8 " + port)).contains("no flow has the index 8");
            assertThat(dpdk.host.refused("set flow del index 8")).contains("no flow has the index 8");
            assertThat(dpdk.host.refused("set flow enable index 1 local0")).contains("`local0' is no DPDK port");
            assertThat(dpdk.host.refused("set flow add index 2 dst-ip any drop"))
                    .contains("flow 2 is there already");
            assertThat(dpdk.host.refused("set flow add dst-ip any redirect-to-node nowhere"))
                    .contains("nowhere");
            assertThat(dpdk.cli("show flow ranges")).contains("       0         4  cli");
        }
    }

    @Test
    void shouldForgetWhereRulesWereWhenTheInterfaceIsDeleted() {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String port = dpdk.port(TAKES_ALL);
            dpdk.cli("set flow add dst-ip 10.0.0.0/8 drop");
            dpdk.cli("set flow enable index 0 " + port);
            dpdk.cli("delete interface dpdk " + port);
            assertThat(dpdk.cli("show flow entry")).contains("active 0");
            assertThat(dpdk.port(TAKES_ALL)).isEqualTo(port);
            assertThat(dpdk.cli("show flow interface " + port)).contains("no flow is enabled");
            dpdk.cli("set flow del index 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down"})
    void shouldSayThatTheDriverHasNoRulesWhenItHasNone(final String state) {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String port = dpdk.port("vdev net_null0");
            dpdk.cli("set interface state " + port + " " + state);
            dpdk.cli("set flow add dst-ip 10.0.0.0/8 drop");
            assertThat(dpdk.host.refused("set flow enable index 0 " + port))
                    .endsWith(port + ": the driver net_null has no flow rules");
            assertThat(dpdk.cli("show flow entry")).contains("active 0");
        }
    }

    private static String tap(final DpdkHost dpdk) {
        return dpdk.port("vdev net_tap0,iface=wdf" + ProcessHandle.current().pid() % 100_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dst-ip 10.0.0.0/8 drop count | action not supported",
                "dst-ip any mark 1 redirect-to-queue 0 | action not supported",
                "dst-ip any next-node error-drop | action not supported",
                "src-ip any vxlan vni 5 drop | item not supported",
                "src-ip any proto tcp src-port 4096/0xf000 drop | item not supported",
                "ip6-src-ip any proto udp dst-port 4096/0xf000 drop | item not supported"
            })
    void shouldPassOnWhatTheDriverSaysWhenItRefuses(final String words, final String sentence) {
        assumeTrue(Files.isWritable(TUN), "no /dev/net/tun that may be opened: tests of taps skipped");
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String port = tap(dpdk);
            dpdk.cli("set flow add " + words);
            assertThat(dpdk.host.refused("set flow enable index 0 " + port))
                    .contains(port + ": net_tap does not take the flow: " + sentence + " (Operation not supported)");
            assertThat(dpdk.cli("show flow entry")).contains("active 0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eth-type ip4 drop",
                "eth-src 2:fe:0:0:0:1 eth-dst 2:fe:0:0:0:2 eth-type arp drop",
                "vlan 5 dst-ip 10.0.0.0/8 proto tcp dst-port 80 redirect-to-queue 0",
                "src-ip 10.0.0.1/255.0.255.0 proto ospf drop",
                "src-ip any proto tcp src-port 4096/0xffff drop",
                "ip6-src-ip 2001:db8::/32 ip6-dst-ip 2001:db8::1 proto icmp6 drop",
                "ip6-dst-ip 2001:db8::1 proto udp src-port 53 dst-port 53 drop"
            })
    void shouldBeUnderstoodByTheDriverWhateverTheKernelSays(final String words) {
        assumeTrue(Files.isWritable(TUN), "no /dev/net/tun that may be opened: tests of taps skipped");
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String port = tap(dpdk);
            dpdk.cli("set flow add " + words);
            final Outcome outcome = dpdk.host
                    .host()
                    .interpreter()
                    .execute("set flow enable index 0 " + port, CommandSession.into(new StringBuilder()));
            // The driver has read the rule, and asks a kernel that may not know such rules.
            assertThat(outcome.isDone() || outcome.sentence().contains("Kernel too old"))
                    .as(outcome.sentence())
                    .isTrue();
        }
    }

    @Test
    void shouldHandRulesOverWhenThePluginIsUpgraded(@TempDir final Path directory) {
        DpdkHost.requireDpdk();
        final PluginJar jar = PluginJar.of("dpdk", "0.1.0", DpdkPlugin.class)
                .with("Weir-Config", "dpdk")
                .with("Weir-Host-Access", "io.weir.memory");
        try (TestHost host = TestHost.of(HostOptions.workers(1))) {
            host.configure("dpdk { no-pci }");
            host.load(jar.write(directory), "--no-shadow");
            host.cli("set flow add dst-ip any redirect-to-node error-drop");
            host.upgrade(jar.version("0.2.0").write(directory), "--no-shadow");
            final String port = host.cli("create interface dpdk " + TAKES_ALL).strip();
            host.cli("set interface state " + port + " up");
            host.cli("set flow add index 4 dst-ip 10.0.0.0/8 drop count");
            host.cli("set flow enable index 0 " + port);
            host.cli("set flow enable index 4 " + port);
            final String before = host.cli("show flow entry") + host.cli("show flow interface " + port);
            host.upgrade(jar.version("0.3.0").write(directory), "--no-shadow");
            assertThat(host.cli("show flow entry") + host.cli("show flow interface " + port))
                    .isEqualTo(before)
                    .contains("mark 1, in the device");
            host.cli("set flow disable index 0 " + port);
            host.cli("set flow disable index 4 " + port);
            host.cli("delete interface dpdk " + port);
            host.assertNoLeaks();
        }
    }
}
