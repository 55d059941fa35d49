package io.weir.dpdk.internal;

import io.weir.testkit.BarrierBudget;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often workers stand for changes of ports, and what main does meanwhile. */
@Timeout(120)
class PortBudgetTest {
    /** The ports of the plugin are looked through by iterators when their buffers are counted. */
    private static final int BYTES = 256;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldStayWithinBudgetWhenPortsComeAndGo(final int workers) {
        try (DpdkHost dpdk = DpdkHost.of(workers, "dev default { workers 0 }")) {
            new BarrierBudget(dpdk.host)
                    .check(
                            BYTES,
                            "create interface dpdk vdev net_ring0",
                            "set interface state Ethernet0 up",
                            "set interface mtu 1400 Ethernet0",
                            "set interface state Ethernet0 down",
                            """
                            set interface state Ethernet0 up
                            delete interface dpdk Ethernet0""");
        }
    }
}
