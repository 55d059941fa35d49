package io.weir.dpdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secondary MAC addresses of ports. */
class MacFilterTest {
    @ParameterizedTest
    @ValueSource(strings = {"net_ring0", "net_null0"})
    void shouldRefuseInASentenceWhenTheDriverHasNoFilter(final String vdev) {
        try (DpdkHost dpdk = DpdkHost.of(0, "")) {
            final String port = dpdk.port("vdev " + vdev);
            assertThat(dpdk.host.refused("set interface secondary-mac-address " + port + " 02:00:00:00:00:01"))
                    .contains("02:00:00:00:00:01: net_")
                    .contains("no filter for further addresses")
                    .contains("promiscuous");
            assertThat(dpdk.cli("show hardware-interfaces " + port)).doesNotContain("Secondary");

            dpdk.cli("set interface promiscuous on " + port);
            dpdk.cli("set interface secondary-mac-address " + port + " 02:00:00:00:00:01");
            assertThat(dpdk.cli("show hardware-interfaces " + port))
                    .contains("Secondary Ethernet address 02:00:00:00:00:01", "promiscuous: on");
            assertThat(dpdk.host.refused("set interface promiscuous off " + port))
                    .contains(port + " needs promiscuous mode for its secondary addresses");
            dpdk.cli("set interface secondary-mac-address " + port + " 02:00:00:00:00:01 del");
            dpdk.cli("set interface promiscuous off " + port);
            assertThat(dpdk.cli("show hardware-interfaces " + port)).contains("promiscuous: off");
        }
    }
}
