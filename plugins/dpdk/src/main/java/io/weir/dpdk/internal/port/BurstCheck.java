package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.DpdkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * Looks whether {@code rte_eth_fp_ops} is laid out as {@link Abi.Burst} says, by a port that runs: where functions are
 * to be there must be addresses of code, where queues are to be those of data.
 */
final class BurstCheck {
    private BurstCheck() {}

    static void layout(final long entry, final Abi abi) {
        final Abi.Burst at = abi.burst();
        final List<String> maps = maps();
        final boolean same = maps.isEmpty()
                || isCode(UnsafeApi.getLong(entry + at.rx()), maps)
                        && isCode(UnsafeApi.getLong(entry + at.tx()), maps)
                        && isData(UnsafeApi.getLong(entry + at.rxQueues()), maps)
                        && isData(UnsafeApi.getLong(entry + at.txQueues()), maps);
        if (!same) {
            throw new DpdkException(
                    "DPDK's table of burst functions is not laid out as that of release " + abi.release());
        }
    }

    private static boolean isCode(final long address, final List<String> maps) {
        return maps.stream().anyMatch(map -> permissions(map).contains("x") && covers(map, address));
    }

    private static boolean isData(final long address, final List<String> maps) {
        return maps.stream().anyMatch(map -> permissions(map).startsWith("rw") && covers(map, address));
    }

    private static String permissions(final String map) {
        return map.split(" ", 3)[1];
    }

    private static boolean covers(final String map, final long address) {
        final String[] ends = map.substring(0, map.indexOf(' ')).split("-");
        return Long.compareUnsigned(address, Long.parseUnsignedLong(ends[0], 16)) >= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(ends[1], 16)) < 0;
    }

    private static List<String> maps() {
        try {
            return Files.readAllLines(Path.of("/proc/self/maps"));
        } catch (final IOException e) {
            return List.of();
        }
    }
}
