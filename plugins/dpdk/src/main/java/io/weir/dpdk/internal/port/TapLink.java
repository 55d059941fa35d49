package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.Calls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Whether the kernel's side of a {@code net_tap} port is there. The driver of 24.11 and those before look for it by its name in the
 * host's own network namespace, and call one that was moved to another down; that of 25.11 calls it up even when it was
 * deleted there. The tap's descriptor knows better.
 */
final class TapLink {
    private static final long TUNGETIFF = 0x8004_54d2L;
    private static final int REQUEST_BYTES = 40;
    private static final int NAME_BYTES = 16;

    private TapLink() {}

    /** Whether a tap is up, by its descriptor: it is there, and the driver said that it is up or can't see it where it is. */
    static boolean isUp(final int fd, final boolean said) {
        final Calls system = Calls.ofSystem();
        try (Arena arena = Arena.ofConfined()) {
            // It begins with the name.
            final MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
            return system.callInt("ioctl", fd, TUNGETIFF, request) == 0
                    && (said || system.callInt("if_nametoindex", request.asSlice(0, NAME_BYTES)) == 0);
        }
    }
}
