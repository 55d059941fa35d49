package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.InterfaceCounters.Kind;
import io.weir.iface.Interfaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One tap whose traffic keeps a thread busy, with segments cut in software, and others that it must not silence. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BusyWorkerTest {
    private static final int PINGS = 100;

    private final List<Netns> spaces = new ArrayList<>();

    private void tap(final TestHost host, final String options) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        final Netns space = new Netns();
        final int id = spaces.size();
        spaces.add(space);
        host.cli("create tap id " + id + " host-ns " + space.name() + " host-ip4-addr 10.79." + id / 2 + "."
                + (id % 2 + 1) + "/24 " + options);
        host.cli("set interface state tap" + id + " up");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAnswerOnOtherTapsWhileOneIsBusy(final int workers) {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/iperf3")), "skipped: there is no iperf3");
        try (TestHost host = TestHost.withWorkers(workers)) {
            final CrossConnect wire = new CrossConnect("cross-connect");
            host.plugin("cross-connect", wire);
            tap(host, "");
            tap(host, "no-offload");
            tap(host, "");
            tap(host, "");
            for (int id = 0; id < 4; id++) {
                wire.connect("tap" + id, "tap" + (id ^ 1));
            }
            final Process server = spaces.get(1).exec("iperf3", "-s", "-1", "--forceflush");
            host.until(() -> spaces.get(1).run("ss", "-ltn").contains(":5201"));
            final Process load = spaces.get(0).exec("iperf3", "-c", "10.79.0.2", "-t", "60", "-P", "4");
            final int tap1 = host.host().interfaces().byName("tap1").swIfIndex();
            host.until(() -> host.host().interfaces().count(Kind.TX, tap1)[0] > 10_000);
            KernelPing.start(host, spaces.get(2).name(), PINGS, "-i", "0.02", "10.79.1.2")
                    .expectAll();
            assertThat(load.isAlive()).as("the load goes on").isTrue();
            load.destroy();
            server.destroy();
            host.until(() -> !load.isAlive() && !server.isAlive());
            host.untilIdle();
            // Segments that were cut count as the kernel counts them where they arrive.
            final Interfaces interfaces = host.host().interfaces();
            final long arrived = Long.parseLong(spaces.get(1)
                    .run("cat", "/sys/class/net/tap1/statistics/rx_packets")
                    .strip());
            assertThat(interfaces.count(Kind.TX, tap1)[0] - interfaces.count(Kind.TX_ERROR, tap1)[0])
                    .isEqualTo(arrived);
        } finally {
            spaces.forEach(Netns::close);
        }
    }
}
