package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a driver says of a port: {@code struct rte_eth_dev_info}.
 *
 * @param device address of {@code struct rte_device}.
 * @param driver its name, such as {@code net_tap}.
 * @param kernelIndex number of the network device behind it, or 0.
 * @param flags bits of {@code RTE_ETH_DEV_*}.
 * @param maxLro bytes of the longest packet that it makes of TCP segments, or 0 if it doesn't say.
 * @param rxCapabilities bits of {@code RTE_ETH_RX_OFFLOAD_*}; likewise for transmission.
 * @param speeds bits of {@code RTE_ETH_LINK_SPEED_*}.
 */
record DeviceInfo(
        long device,
        String driver,
        int kernelIndex,
        int minMtu,
        int maxMtu,
        int flags,
        int minRxBuffer,
        int maxRxPacket,
        int maxLro,
        int maxRxQueues,
        int maxTxQueues,
        int maxMacs,
        long rxCapabilities,
        long txCapabilities,
        long rssTypes,
        Ring rxRing,
        Ring txRing,
        int speeds) {
    /** Flag: the device interrupts when its link changes. */
    static final int INTERRUPTS_LINK = 1 << 1;
    /** Flag: the device interrupts when it is pulled out. */
    static final int INTERRUPTS_REMOVAL = 1 << 3;

    /** Limits of a ring's descriptors; 0 for none. */
    record Ring(int max, int min, int multiple) {
        /** The number that is nearest to the one wanted and allowed. */
        int fit(final int wanted) {
            final int step = Math.max(multiple, 1);
            final int rounded = (wanted + step - 1) / step * step;
            return Math.min(Math.max(rounded, min), max == 0 ? rounded : max);
        }
    }

    static DeviceInfo of(final Eal eal, final int port) {
        final Abi.Info at = eal.library().abi().info();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment info = read(eal, port, arena);
            return new DeviceInfo(
                    info.get(JAVA_LONG_UNALIGNED, 0),
                    Calls.string(info.get(JAVA_LONG_UNALIGNED, 8)),
                    info.get(JAVA_INT_UNALIGNED, 16),
                    word(info, 20),
                    word(info, 22),
                    Calls.number(info.get(JAVA_LONG_UNALIGNED, 24)),
                    info.get(JAVA_INT_UNALIGNED, 32),
                    info.get(JAVA_INT_UNALIGNED, at.maxRxPacket()),
                    info.get(JAVA_INT_UNALIGNED, at.maxRxPacket() + Integer.BYTES),
                    word(info, at.maxRxQueues()),
                    word(info, at.maxTxQueues()),
                    info.get(JAVA_INT_UNALIGNED, at.maxMacs()),
                    info.get(JAVA_LONG_UNALIGNED, at.rxOffloads()),
                    info.get(JAVA_LONG_UNALIGNED, at.txOffloads()),
                    info.get(JAVA_LONG_UNALIGNED, at.rssTypes()),
                    ring(info, at.rxDescriptors()),
                    ring(info, at.txDescriptors()),
                    info.get(JAVA_INT_UNALIGNED, at.speeds()));
        }
    }

    /** Asks DPDK, and refuses an answer that is not laid out as it should be. */
    private static MemorySegment read(final Eal eal, final int port, final Arena arena) {
        final Abi abi = eal.library().abi();
        final MemorySegment info = PortCheck.marked(arena, abi.info().bytes());
        final int result = eal.calls().callInt("rte_eth_dev_info_get", port, info);
        if (result != 0) {
            throw new DpdkException("port " + port + " does not tell what it is: " + eal.text(result));
        }
        PortCheck.info(info, abi);
        return info;
    }

    /** Looks whether a port that is configured says that it has these queues. */
    static void checkQueues(final Eal eal, final int port, final int rx, final int tx) {
        try (Arena arena = Arena.ofConfined()) {
            PortCheck.queues(read(eal, port, arena), rx, tx, eal.library().abi());
        }
    }

    private static Ring ring(final MemorySegment info, final int offset) {
        return new Ring(word(info, offset), word(info, offset + 2), word(info, offset + 4));
    }

    private static int word(final MemorySegment info, final int offset) {
        return info.get(JAVA_SHORT_UNALIGNED, offset) & 0xffff;
    }
}
