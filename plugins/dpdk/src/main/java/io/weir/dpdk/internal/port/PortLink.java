package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.weir.dpdk.internal.eal.Eal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A port's link as it was when somebody looked.
 *
 * @param speed in Mbit/s, or 0 if nobody can tell.
 */
record PortLink(boolean up, boolean fullDuplex, long speed) {
    static final PortLink DOWN = new PortLink(false, false, 0);

    private static final long UNKNOWN_SPEED = 0xffff_ffffL;
    private static final long FULL_DUPLEX = 1L << 32;
    private static final long UP = 1L << 34;

    /** Asks the driver of a port. */
    static PortLink of(final Port port, final Eal eal) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment link = arena.allocate(Long.BYTES, Long.BYTES);
            eal.calls().callInt("rte_eth_link_get_nowait", port.id(), link);
            final long said = link.get(JAVA_LONG_UNALIGNED, 0);
            final long speed = said & 0xffff_ffffL;
            return new PortLink(
                    isUp(port, (said & UP) != 0), (said & FULL_DUPLEX) != 0, speed == UNKNOWN_SPEED ? 0 : speed);
        }
    }

    private static boolean isUp(final Port port, final boolean said) {
        final int tap = port.running() && "net_tap".equals(port.info().driver()) ? port.interruptFd(0) : -1;
        return tap < 0
                ? said
                : switch (TapLink.of(tap)) {
                    case HERE -> said;
                    case ELSEWHERE -> true;
                    case GONE -> false;
                };
    }
}
