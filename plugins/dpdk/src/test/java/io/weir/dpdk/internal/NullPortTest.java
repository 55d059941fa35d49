package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.InterfaceCounters.Kind;
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
}
