package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.InterfaceCounters.Kind;
import io.weir.iface.Interfaces;
import io.weir.testkit.TestInterface;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports of {@code net_null}, which receives without end and takes all that is sent. */
class NullPortTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldReceiveWithoutEndWhenThePortIsUp(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final String port = dpdk.port("vdev net_null0");
            final int index = dpdk.host.host().interfaces().byName(port).swIfIndex();
            dpdk.host.until(() -> dpdk.host.host().interfaces().count(Kind.RX, index)[0] > 100_000);

            assertThat(port).isEqualTo("Ethernet0");
            assertThat(dpdk.cli("show hardware-interfaces " + port)).contains("net_null0 (net_null)");
            assertThat(dpdk.cli("show dpdk version")).contains("DPDK Version:");
            dpdk.cli("set interface state " + port + " down");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSendNothingToWhoGetsTheNumbersOfAnInterfaceThatItWasPatchedTo(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "")) {
            final Interfaces interfaces = dpdk.host.host().interfaces();
            final String port = dpdk.port("vdev net_null0");
            final TestInterface first = dpdk.host.addInterface("first");
            dpdk.cli("test l2patch rx " + port + " tx first");
            dpdk.host.until(() -> first.waitingFrames() > 0);
            interfaces.delete(first.device());
            final TestInterface second = dpdk.host.addInterface("second");
            final int index = interfaces.byName(port).swIfIndex();
            final long before = interfaces.count(Kind.RX, index)[0];
            dpdk.host.until(() -> interfaces.count(Kind.RX, index)[0] > before + 10_000);
            assertThat(second.waitingFrames()).isZero();
            dpdk.cli("set interface state " + port + " down");
        }
    }

    @Test
    void shouldGoOnWhenBuffersRunOut() {
        try (DpdkHost dpdk = DpdkHost.withBuffers(0, 640)) {
            final List<String> ports = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ports.add(dpdk.port("vdev net_null" + i + " num-rx-desc 64 num-tx-desc 64"));
            }
            for (int i = 0; i < 4; i++) {
                dpdk.cli("test l2patch rx " + ports.get(i) + " tx " + ports.get((i + 1) % 4));
            }
            final int index =
                    dpdk.host.host().interfaces().byName(ports.getFirst()).swIfIndex();
            final long before = dpdk.host.host().interfaces().count(Kind.RX, index)[0];
            dpdk.host.until(() -> dpdk.host.host().interfaces().count(Kind.RX, index)[0] > before + 50_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGoOnWhenThreadsCouldKeepAllBuffersAtHand(final int workers) {
        try (DpdkHost dpdk = DpdkHost.withBuffers(workers, 1_024)) {
            // What is received is dropped, so that buffers come back by the threads' own caches only.
            final String port = dpdk.port("vdev net_null0 num-rx-queues " + Math.max(workers, 1));
            final int index = dpdk.host.host().interfaces().byName(port).swIfIndex();
            dpdk.host.until(() -> dpdk.host.host().interfaces().count(Kind.RX, index)[0] > 50_000);
        }
    }
}
