package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TCP of two kernels through a host with packet sockets on veths, whose kernels leave checksums to devices. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VethTcpTest {
    private static final List<String> SIDES = List.of("l", "r");

    private final long pid = ProcessHandle.current().pid();

    @BeforeEach
    void makeNamespaces() throws Exception {
        DpdkHost.requireDpdk();
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/iperf3")), "skipped: there is no iperf3");
        for (final String side : SIDES) {
            assumeTrue(
                    run("ip", "netns", "add", space(side)).waitFor() == 0,
                    "no network namespaces here: tests of veths skipped");
            final String network = "10.9." + SIDES.indexOf(side) + ".";
            done("ip", "link", "add", link(side), "type", "veth", "peer", "name", "eth0", "netns", space(side));
            done("ip", "link", "set", link(side), "up");
            done("ip", "-n", space(side), "addr", "add", network + "2/24", "dev", "eth0");
            done("ip", "-n", space(side), "link", "set", "eth0", "up");
            done("ip", "-n", space(side), "route", "add", "default", "via", network + "1");
        }
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        for (final String side : SIDES) {
            run("ip", "link", "delete", link(side)).waitFor();
            run("ip", "netns", "delete", space(side)).waitFor();
        }
    }

    private String space(final String side) {
        return "weir-tcp-" + side + pid;
    }

    private String link(final String side) {
        return "wvt" + side + pid % 100_000;
    }

    private static Process run(final String... words) throws IOException {
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private static String done(final String... words) throws Exception {
        final Process process = run(words);
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0)
                .as(said)
                .isTrue();
        return said;
    }

    @ParameterizedTest
    @CsvSource({"net_af_packet, 0", "net_af_packet, 1"})
    void shouldCarryTcpWhenKernelsLeaveChecksumsUnfinished(final String driver, final int workers) throws Exception {
        for (final String side : SIDES) {
            done("ip", "netns", "exec", space(side), "ethtool", "-K", "eth0", "tso", "off", "gso", "off");
            assertThat(done("ip", "netns", "exec", space(side), "ethtool", "-k", "eth0"))
                    .contains("tx-checksumming: on");
        }
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            for (final String side : SIDES) {
                final int number = SIDES.indexOf(side);
                final String said = dpdk.cli("create interface dpdk vdev " + driver + number + ",iface=" + link(side));
                final String name = said.lines().findFirst().orElseThrow();
                assertThat(said).contains(name + " has one end of a veth", "tso off gso off");
                dpdk.cli("set interface state " + name + " up");
                dpdk.cli("set interface ip address " + name + " 10.9." + number + ".1/24");
            }
            final Process server = run("ip", "netns", "exec", space("r"), "iperf3", "-s", "-1", "--forceflush");
            dpdk.host.until(() -> listens());
            final Process client =
                    run("ip", "netns", "exec", space("l"), "iperf3", "-c", "10.9.1.2", "-n", "4M", "--bidir");
            dpdk.host.until(() -> !client.isAlive());
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("receiver");
            server.destroy();
        }
    }

    private boolean listens() {
        try {
            return done("ip", "netns", "exec", space("r"), "ss", "-ltn").contains(":5201");
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }
}
