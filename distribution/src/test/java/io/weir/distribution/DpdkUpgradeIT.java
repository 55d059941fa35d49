package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.InterfaceCounters.Kind;
import io.weir.testkit.KernelPing;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JAR of dpdk as it ships, loaded anew while its ports forward. */
@Timeout(60)
class DpdkUpgradeIT {
    private static final int RELOADS = Boolean.getBoolean("weir.slow") ? 20 : 8;
    private static final List<String> DIRECTORIES =
            List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/local/lib");

    private final String left = "wul" + ProcessHandle.current().pid() % 100_000;
    private final String right = "wur" + ProcessHandle.current().pid() % 100_000;

    @BeforeEach
    void requireDpdk() {
        Assumptions.assumeTrue(
                DIRECTORIES.stream().anyMatch(DpdkUpgradeIT::hasDpdk),
                "skipped: there is no DPDK (./weir test installs it as root)");
        Namespace.assumeAllowed();
        Namespace.assumeProgram("ping");
    }

    private static boolean hasDpdk(final String directory) {
        try (var files = Files.newDirectoryStream(Path.of(directory), "librte_net_tap.so.*")) {
            return files.iterator().hasNext();
        } catch (final IOException e) {
            return false;
        }
    }

    private static TestHost host(final int workers) {
        final TestHost host = TestHost.withWorkers(workers).configure("dpdk { no-pci link-state-poll-interval 20 }");
        host.load(PluginJar.onClassPath("fib"), "--no-shadow");
        host.load(PluginJar.onClassPath("ip4"), "--no-shadow");
        host.load(PluginJar.onClassPath("dpdk"), "--no-shadow");
        return host;
    }

    /** A port whose kernel side goes to a namespace, with an address on both. */
    private static void tap(final TestHost host, final int id, final String link, final Namespace namespace) {
        host.cli("create interface dpdk vdev net_tap" + id + ",iface=" + link + " name t" + id);
        host.cli("set interface state t" + id + " up");
        host.cli("set interface ip address t" + id + " 10." + id + ".0.1/24");
        namespace.adopt(link, "10." + id + ".0.2/24", "10." + id + ".0.1");
    }

    /** A port that receives without end, patched to one that loops back what it is sent. */
    private static void busy(final TestHost host, final int workers) {
        host.cli("create interface dpdk vdev net_null0 name endless");
        host.cli("create interface dpdk vdev net_ring0 name loop num-tx-queues 1");
        host.cli("set interface mtu 3000 loop");
        host.cli("set dpdk interface descriptors loop rx 256 tx 512");
        host.cli("set interface promiscuous on loop");
        host.cli("set interface state loop up");
        host.cli("test l2patch rx endless tx loop");
        host.cli("set interface state endless up");
        if (workers > 1) {
            host.cli("set interface rx-placement endless worker 1");
            host.cli("set interface rx-placement loop worker 0");
        }
    }

    private static long count(final TestHost host, final Kind kind, final String name) {
        return host.host()
                .interfaces()
                .count(kind, host.host().interfaces().byName(name).swIfIndex())[0];
    }

    /** Where and how each queue is served, in no order. */
    private static Map<String, String> placement(final TestHost host) {
        final Map<String, String> queues = new TreeMap<>();
        String thread = "";
        for (final String line : host.cli("show interface rx-placement").lines().toList()) {
            if (line.startsWith("Thread")) {
                thread = line;
            } else if (line.contains(" queue ")) {
                queues.put(line.strip(), thread);
            }
        }
        return queues;
    }

    private static String shown(final TestHost host) {
        return host.cli("show hardware-interfaces")
                .lines()
                .filter(line -> line.matches(" +(rx|tx): queues.*| +promiscuous.*| +tag.*|\\S+ +\\d+ .*"))
                .reduce("", (text, line) -> text + line + "\n");
    }

    private static void expectAnswers(final TestHost host, final Namespace from, final int count) {
        final KernelPing ping = KernelPing.start(host, from.name(), count, "-i", "0.02", "-q", "10.2.0.2");
        for (int i = 0; i < RELOADS && count > 1; i++) {
            assertThat(host.reload("dpdk", "--no-shadow")).contains("dpdk 0.1.0 (was 0.1.0)");
            host.untilIdle();
        }
        ping.expectAll();
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 2})
    void shouldLoseNoPingWhenReloaded(final int workers) throws IOException {
        try (Namespace one = new Namespace();
                Namespace two = new Namespace();
                TestHost host = host(workers)) {
            tap(host, 1, left, one);
            tap(host, 2, right, two);
            host.cli("set interface rx-mode t1 interrupt");
            host.cli("set interface rx-mode t2 adaptive");
            host.until(() -> shown(host).lines().noneMatch(line -> line.matches("t\\d.* down .*")));
            final Map<String, String> placed = placement(host);
            final String addresses = host.cli("show interface address");
            expectAnswers(host, one, 1);
            expectAnswers(host, one, 150);
            assertThat(placement(host)).isEqualTo(placed);
            assertThat(host.cli("show interface address")).isEqualTo(addresses);
            assertThat(count(host, Kind.TX, "t2")).isGreaterThanOrEqualTo(150);
            end(host);
        }
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 2})
    void shouldKeepAllOfItsPortsWhenReloadedUnderTraffic(final int workers) {
        try (TestHost host = host(workers)) {
            busy(host, workers);
            final Map<String, String> placed = placement(host);
            final String shown = shown(host);
            for (int i = 0; i < RELOADS; i++) {
                final long before = count(host, Kind.TX, "loop");
                assertThat(host.reload("dpdk", "--no-shadow")).contains("dpdk 0.1.0 (was 0.1.0)");
                host.until(() -> count(host, Kind.TX, "loop") > before + 1_000);
            }
            assertThat(placement(host)).isEqualTo(placed);
            assertThat(shown(host)).isEqualTo(shown);
            assertThat(host.refused("plugin reload dpdk --fresh")).contains("reload without --fresh");
            host.cli("set interface state endless down");
            host.untilIdle();
            assertThat(count(host, Kind.TX, "loop")).isEqualTo(count(host, Kind.RX, "endless"));
            end(host);
            host.until(() -> {
                System.gc();
                return host.host().plugins().reachable().isEmpty();
            });
        }
    }

    /** All ports and buffers come back when the plugin goes, and ports can be made when it has come again. */
    private static void end(final TestHost host) {
        assertThat(host.unload("dpdk")).startsWith("unloaded dpdk");
        assertThat(host.cli("show interface")).doesNotContain("t1 ").doesNotContain("loop ");
        host.assertNoLeaks();
        host.load(PluginJar.onClassPath("dpdk"), "--no-shadow");
        host.cli("create interface dpdk vdev net_null0 name endless");
        host.cli("set interface state endless up");
        host.until(() -> count(host, Kind.RX, "endless") > 1_000);
        host.unload("dpdk");
        host.assertNoLeaks();
        assertThat(host.faults()).isZero();
    }
}
