package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ports on one end of a veth, by sockets of the kernel: pings, come again, and lose their device under traffic. */
class VethPortTest {
    private final String namespace = "weir-veth-" + ProcessHandle.current().pid();
    private final String link = "wve" + ProcessHandle.current().pid() % 100_000;

    @BeforeEach
    void makeNamespace() throws Exception {
        DpdkHost.requireDpdk();
        assumeTrue(run("ip", "netns", "add", namespace) == 0, "no network namespaces here: tests of veths skipped");
        wire();
    }

    private void wire() throws Exception {
        run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        run("ip", "link", "set", link, "up");
        run("ip", "-n", namespace, "addr", "add", "10.9.0.2/24", "dev", "eth0");
        run("ip", "-n", namespace, "link", "set", "eth0", "up");
    }

    @AfterEach
    void removeNamespace() throws Exception {
        run("ip", "link", "delete", link);
        run("ip", "netns", "delete", namespace);
    }

    private static int run(final String... words) throws IOException, InterruptedException {
        final Process process = start(words);
        process.waitFor(20, TimeUnit.SECONDS);
        return process.exitValue();
    }

    private static Process start(final String... words) throws IOException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private String port(final DpdkHost dpdk, final String driver) {
        final String create = "create interface dpdk vdev " + driver + "0,iface=" + link;
        String made = "";
        try {
            made = dpdk.cli(create).lines().findFirst().orElseThrow();
        } catch (final AssertionError e) {
            assumeTrue(e.getMessage() == null || !e.getMessage().contains("no such driver"), e.getMessage());
            throw e;
        }
        dpdk.cli("set interface state " + made + " up");
        dpdk.cli("set interface ip address " + made + " 10.9.0.1/24");
        return made;
    }

    private Process pings(final int count) throws IOException {
        return start(
                "ip",
                "netns",
                "exec",
                namespace,
                "ping",
                "-i",
                "0.02",
                "-c",
                Integer.toString(count),
                "-w",
                "20",
                "10.9.0.1");
    }

    @ParameterizedTest
    @CsvSource({"net_af_packet, 0", "net_af_packet, 1", "net_af_xdp, 0", "net_af_xdp, 1"})
    void shouldAnswerAndGiveAllBuffersBackWhenAPortComesAgain(final String driver, final int workers) throws Exception {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            for (int i = 0; i < 3; i++) {
                final String name = port(dpdk, driver);
                final Process ping = pings(20);
                dpdk.host.until(() -> !ping.isAlive());
                assertThat(ping.exitValue()).isZero();
                assertThat(dpdk.cli("show buffers")).contains("Unaccounted: 0");
                dpdk.cli("delete interface dpdk " + name);
                dpdk.host.assertNoLeaks();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"net_af_packet, 0", "net_af_packet, 1", "net_af_xdp, 0", "net_af_xdp, 1"})
    void shouldGoDownAndComeAgainWhenItsDeviceIsDeletedUnderTraffic(final String driver, final int workers)
            throws Exception {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final String name = port(dpdk, driver);
            final Interface device = dpdk.host.host().interfaces().byName(name);
            final Process ping = pings(400);
            dpdk.host.until(() -> dpdk.host.host().interfaces().count(Kind.TX, device.swIfIndex())[0] > 5);
            assertThat(run("ip", "link", "delete", link)).isZero();
            dpdk.host.until(() -> !device.linkUp());
            assertThat(dpdk.cli("show hardware-interfaces " + name)).contains("the device is gone");
            ping.destroy();
            dpdk.cli("delete interface dpdk " + name);
            dpdk.host.assertNoLeaks();

            wire();
            final String again = port(dpdk, driver);
            final Process next = pings(5);
            dpdk.host.until(() -> !next.isAlive());
            assertThat(next.exitValue()).isZero();
            assertThat(again).isEqualTo(name);
        }
    }
}
