package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.net.MacAddress;

/** Further MAC addresses that a device accepts frames for. Main only. */
final class MacFilter {
    private MacFilter() {}

    /**
     * Adds an address or takes it away.
     *
     * @throws DpdkException if the driver has no filter for further addresses, or no place in it.
     */
    static void change(final Port port, final long mac, final boolean added) {
        // A driver with room for one address may take it for its first, which can't be taken away any more.
        if (port.info().maxMacs() <= 1) {
            throw new DpdkException(MacAddress.format(mac) + ": " + port.info().driver()
                    + " has no filter for further addresses, frames to them come in promiscuous mode only");
        }
        port.secondaryMac(mac, added);
    }
}
