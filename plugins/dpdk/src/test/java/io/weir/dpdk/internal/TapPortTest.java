package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.iface.InterfaceCounters.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports of {@code net_tap}, whose other side is the kernel in a namespace: ping, TCP with checksums filled in, interrupts. */
class TapPortTest {
    private final String namespace = "weir-dpdk-" + ProcessHandle.current().pid();
    private final String link = "wdt" + ProcessHandle.current().pid() % 100_000;

    @BeforeEach
    void makeNamespace() throws Exception {
        DpdkHost.requireDpdk();
        assumeTrue(
                Files.isWritable(Path.of("/dev/net/tun")), "no /dev/net/tun that may be opened: tests of taps skipped");
        assumeTrue(run("ip", "netns", "add", namespace) == 0, "no network namespaces here: tests of taps skipped");
        run("ip", "-n", namespace, "link", "set", "lo", "up");
    }

    @AfterEach
    void removeNamespace() throws Exception {
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

    /** Makes a port whose kernel side is in the namespace, with addresses on both. */
    private String connect(final DpdkHost dpdk, final String options) throws Exception {
        final String name = dpdk.cli("create interface dpdk vdev net_tap0,iface=" + link + options)
                .strip();
        dpdk.cli("set interface state " + name + " up");
        // A port that was stopped and started tells of packets by another descriptor.
        dpdk.cli("set interface state " + name + " down");
        dpdk.cli("set interface state " + name + " up");
        dpdk.cli("set interface ip address " + name + " 10.9.0.1/24");
        assertThat(run("ip", "link", "set", link, "netns", namespace)).isZero();
        assertThat(run("ip", "-n", namespace, "addr", "add", "10.9.0.2/24", "dev", link))
                .isZero();
        assertThat(run("ip", "-n", namespace, "link", "set", link, "up")).isZero();
        return name;
    }

    private void ping(final DpdkHost dpdk, final int count) throws IOException {
        final Process ping = start(
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
        dpdk.host.until(() -> !ping.isAlive());
        assertThat(ping.exitValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerTheKernelWhenItPings(final int workers) throws Exception {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final String name = connect(dpdk, "");
            ping(dpdk, 50);
            assertThat(dpdk.cli("show hardware-interfaces " + name))
                    .contains("net_tap0 (net_tap)")
                    .contains("rx_good_packets");
        }
    }

    @Test
    void shouldKeepItsLinkWhenAnotherTakesTheNameThatItHadHere() throws Exception {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            connect(dpdk, "");
            assertThat(run("ip", "tuntap", "add", "dev", link, "mode", "tap")).isZero();
            ping(dpdk, 50);
        } finally {
            run("ip", "tuntap", "del", "dev", link, "mode", "tap");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, interrupt", "1, interrupt", "0, adaptive", "1, adaptive"})
    void shouldAnswerWhenTheQueueWaitsForInterrupts(final int workers, final String mode) throws Exception {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final String name = connect(dpdk, "");
            dpdk.cli("set interface rx-mode " + name + " " + mode);
            ping(dpdk, 20);
            assertThat(dpdk.cli("show interface rx-placement")).contains(mode);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGoDownAndLiveWhenTheKernelDeletesItsSide(final int workers) throws Exception {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final String name = connect(dpdk, "");
            ping(dpdk, 5);
            run("ip", "-n", namespace, "link", "delete", link);
            final int index = dpdk.host.host().interfaces().byName(name).swIfIndex();
            final long before = dpdk.host.host().interfaces().count(Kind.RX, index)[0];
            dpdk.host.until(() -> !dpdk.host.host().interfaces().byIndex(index).linkUp());
            assertThat(before).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCarryTcpThroughTheHostWhenDevicesFillInChecksums(final int workers) throws Exception {
        final String far = namespace + "-far";
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            assertThat(run("ip", "netns", "add", far)).isZero();
            connect(dpdk, "");
            dpdk.cli("create tap id 7 host-ns " + far
                    + " host-if-name eth0 host-ip4-addr 10.8.0.2/24 host-ip4-gw 10.8.0.1");
            dpdk.cli("set interface state tap7 up");
            dpdk.cli("set interface ip address tap7 10.8.0.1/24");
            run("ip", "-n", namespace, "route", "add", "default", "via", "10.9.0.1");
            final Process server = start("ip", "netns", "exec", far, "python3", "-c", SERVER);
            final Path got = Files.createTempFile("weir", "tcp");
            try {
                final Process client = new ProcessBuilder("ip", "netns", "exec", namespace, "python3", "-c", CLIENT)
                        .redirectOutput(got.toFile())
                        .start();
                dpdk.host.until(() -> !client.isAlive());
                assertThat(Files.readString(got, StandardCharsets.UTF_8)).isEqualTo("4000000\n");
            } finally {
                server.destroy();
                Files.delete(got);
            }
            dpdk.cli("delete tap tap7");
        } finally {
            run("ip", "netns", "delete", far);
        }
    }

    /** Sends 4 MB to whoever connects: from a tap whose kernel leaves checksums and segments to the host. */
    static final String SERVER = """
            import socket
            s = socket.create_server(('10.8.0.2', 7777))
            c, _ = s.accept()
            c.sendall(b'x' * 4000000)
            c.close()
            """;

    static final String CLIENT = """
            import socket, time
            end = time.time() + 20
            while True:
                try:
                    s = socket.create_connection(('10.8.0.2', 7777), 5)
                    break
                except OSError:
                    if time.time() > end: raise
                    time.sleep(0.1)
            n = 0
            while True:
                d = s.recv(65536)
                if not d: break
                n += len(d)
            print(n)
            """;
}
