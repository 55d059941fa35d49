package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.Calls;
import java.lang.foreign.Arena;

/**
 * Whether the kernel's side of a {@code net_tap} port is there. The driver of 24.11 and those before look for it by its name in the
 * host's own network namespace, and call one that was moved to another down; that of 25.11 calls it up even when it was
 * deleted there. The tap's descriptor knows better.
 */
final class TapLink {
    private static final long TUNGETIFF = 0x8004_54d2L;
    private static final int REQUEST_BYTES = 40;

    private TapLink() {}

    static boolean exists(final int fd) {
        try (Arena arena = Arena.ofConfined()) {
            return fd >= 0
                    && Calls.ofSystem().callInt("ioctl", fd, TUNGETIFF, arena.allocate(REQUEST_BYTES, Long.BYTES)) == 0;
        }
    }
}
