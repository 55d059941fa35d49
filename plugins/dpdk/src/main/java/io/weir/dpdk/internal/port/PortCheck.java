package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.dpdk.internal.ffi.MemoryMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Looks whether {@code rte_eth_dev_info} and {@code rte_eth_conf} are laid out as {@link Abi} says: by how many bytes DPDK
 * writes into marked memory, and by what holds for all drivers.
 */
final class PortCheck {
    private static final byte MARK = (byte) 0xa5;
    private static final long MARKS = 0xa5a5_a5a5_a5a5_a5a5L;
    /** Room for structures that are longer than they should be. */
    private static final int ROOM_BYTES = 4_096;
    /** RTE_MAX_QUEUES_PER_PORT, above which DPDK lets no driver go. */
    private static final int QUEUES_MAX = 1_024;

    private PortCheck() {}

    /** Memory for a structure of so many bytes, marked from its start to far behind its end. */
    static MemorySegment marked(final Arena arena, final int bytes) {
        return arena.allocate((long) bytes + ROOM_BYTES, Long.BYTES).fill(MARK);
    }

    /** Looks at what {@code rte_eth_dev_info_get} wrote, which clears it before it asks the driver. */
    static void info(final MemorySegment info, final Abi abi) {
        final Abi.Info at = abi.info();
        final boolean same = ends(info, at.bytes())
                && isName(info.get(JAVA_LONG_UNALIGNED, 8))
                && word(info, 20) <= word(info, 22)
                && queues(info, at)
                && ring(info, at.rxDescriptors())
                && ring(info, at.txDescriptors());
        if (!same) {
            throw unknown("descriptions of ports", abi);
        }
    }

    /** Looks whether a port that is configured has as many queues as it was configured with, and may have them. */
    static void queues(final MemorySegment info, final int rx, final int tx, final Abi abi) {
        final Abi.Info at = abi.info();
        final int now = at.speeds() + Integer.BYTES;
        final boolean same = word(info, now) == rx
                && word(info, now + 2) == tx
                && rx <= word(info, at.maxRxQueues())
                && tx <= word(info, at.maxTxQueues());
        if (!same) {
            throw unknown("descriptions of ports", abi);
        }
    }

    /** Has DPDK write a port's configuration, which it may not have got yet. */
    static void conf(final Calls calls, final int port, final Abi abi) {
        try (Arena arena = Arena.ofConfined()) {
            final int bytes = abi.conf().bytes();
            final MemorySegment conf = marked(arena, bytes);
            if (calls.callInt("rte_eth_dev_conf_get", port, conf) != 0 || !ends(conf, bytes)) {
                throw unknown("configurations of ports", abi);
            }
        }
    }

    private static DpdkException unknown(final String what, final Abi abi) {
        return new DpdkException("DPDK's " + what + " are not laid out as those of release " + abi.release());
    }

    private static boolean ends(final MemorySegment written, final int bytes) {
        return written.get(JAVA_LONG_UNALIGNED, bytes - (long) Long.BYTES) != MARKS
                && written.get(JAVA_LONG_UNALIGNED, bytes) == MARKS;
    }

    private static boolean isName(final long address) {
        return address != 0
                && MemoryMap.now().isReadable(address)
                && Calls.string(address).matches("[ -~]{1,64}");
    }

    private static boolean queues(final MemorySegment info, final Abi.Info at) {
        final int rx = word(info, at.maxRxQueues());
        final int tx = word(info, at.maxTxQueues());
        return rx <= QUEUES_MAX && tx <= QUEUES_MAX && rx + tx > 0;
    }

    /** Drivers leave the greatest number 0 if it is all the same to them. */
    private static boolean ring(final MemorySegment info, final int offset) {
        final int max = word(info, offset);
        return max == 0 || word(info, offset + 2) <= max && word(info, offset + 4) <= max;
    }

    private static int word(final MemorySegment info, final long offset) {
        return info.get(JAVA_SHORT_UNALIGNED, offset) & 0xffff;
    }
}
