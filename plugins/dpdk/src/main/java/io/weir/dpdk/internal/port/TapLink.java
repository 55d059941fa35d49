package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.Calls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Whether the kernel's side of a {@code net_tap} port is there. The driver looks for it by its name in the host's own network
 * namespace, and calls one that was moved to another down; the tap's descriptor knows better.
 */
final class TapLink {
    private static final long TUNGETIFF = 0x8004_54d2L;
    private static final int REQUEST_BYTES = 40;
    private static final int NAME_BYTES = 16;

    private TapLink() {}

    /** Whether the tap of a descriptor is there, but in another namespace. */
    static boolean isElsewhere(final int fd) {
        final Calls system = Calls.ofSystem();
        try (Arena arena = Arena.ofConfined()) {
            // It begins with the name.
            final MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
            return fd >= 0
                    && system.callInt("ioctl", fd, TUNGETIFF, request) == 0
                    && system.callInt("if_nametoindex", request.asSlice(0, NAME_BYTES)) == 0;
        }
    }
}
