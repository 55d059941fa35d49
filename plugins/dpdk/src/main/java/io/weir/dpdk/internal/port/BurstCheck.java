package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.dpdk.internal.ffi.MemoryMap;
import org.agrona.UnsafeApi;

/**
 * Looks whether {@code rte_eth_fp_ops} is laid out as {@link Abi.Burst} says: where functions are to be there must be
 * addresses of code, where queues are to be those of data. DPDK fills the entries of ports that don't exist too, so a
 * neighbour's tells how long an entry is.
 */
final class BurstCheck {
    private BurstCheck() {}

    /** Looks at the entry of a port that runs and at its neighbour's. */
    static void layout(final long table, final int port, final Abi abi) {
        final MemoryMap map = MemoryMap.now();
        if (!plausible(map, table, port, abi.burst()) || !plausible(map, table, port ^ 1, abi.burst())) {
            throw new DpdkException(
                    "DPDK's table of burst functions is not laid out as that of release " + abi.release());
        }
    }

    private static boolean plausible(final MemoryMap map, final long table, final int port, final Abi.Burst at) {
        final long entry = table + (long) port * at.bytes();
        return map.isCode(UnsafeApi.getLong(entry + at.rx()))
                && map.isCode(UnsafeApi.getLong(entry + at.tx()))
                && map.isData(UnsafeApi.getLong(entry + at.rxQueues()))
                && map.isData(UnsafeApi.getLong(entry + at.txQueues()));
    }
}
