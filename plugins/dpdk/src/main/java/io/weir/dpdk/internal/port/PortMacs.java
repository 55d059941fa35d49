package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.net.MacAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The MAC addresses that a device accepts frames for, each as 48 bits. Main only. */
final class PortMacs {
    private final Port port;
    private final Eal eal;

    PortMacs(final Port port, final Eal eal) {
        this.port = port;
        this.eal = eal;
    }

    /** The device's own. */
    long own() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment bytes = arena.allocate(Long.BYTES, Long.BYTES);
            eal.calls().callInt("rte_eth_macaddr_get", port.id(), bytes);
            return Long.reverseBytes(bytes.get(JAVA_LONG_UNALIGNED, 0)) >>> 16;
        }
    }

    /** Changes the device's own. */
    void own(final long mac) {
        eal.log().mark();
        try (Arena arena = Arena.ofConfined()) {
            port.check(
                    "mac address",
                    eal.calls().callInt("rte_eth_dev_default_mac_addr_set", port.id(), bytes(arena, mac)));
        }
    }

    /** Whether the device can be told of further ones. */
    boolean filtersFurther() {
        // A driver with room for one address may take it for its first, which can't be taken away any more.
        return port.info().maxMacs() > 1;
    }

    /**
     * Adds a further one or takes it away; the device keeps them over stops.
     *
     * @throws DpdkException if the driver has no filter for further addresses, or no place in it.
     */
    void further(final long mac, final boolean added) {
        if (!filtersFurther()) {
            throw new DpdkException(MacAddress.format(mac) + ": " + port.info().driver()
                    + " has no filter for further addresses, frames to them come in promiscuous mode only");
        }
        eal.log().mark();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment bytes = bytes(arena, mac);
            final int result = added
                    ? eal.calls().callInt("rte_eth_dev_mac_addr_add", port.id(), bytes, 0)
                    : eal.calls().callInt("rte_eth_dev_mac_addr_remove", port.id(), bytes);
            port.check("secondary mac address " + MacAddress.format(mac), result);
        }
    }

    private static MemorySegment bytes(final Arena arena, final long mac) {
        final MemorySegment bytes = arena.allocate(Long.BYTES, Long.BYTES);
        bytes.set(JAVA_LONG_UNALIGNED, 0, Long.reverseBytes(mac << 16));
        return bytes;
    }
}
