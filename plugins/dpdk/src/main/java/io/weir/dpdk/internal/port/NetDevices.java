package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.Calls;
import java.lang.foreign.Arena;

/** The kernel's network devices behind ports, by their numbers and names in the host's own network namespace. */
final class NetDevices {
    private static final int NAME_BYTES = 16;

    private static final Calls SYSTEM = Calls.ofSystem();

    private NetDevices() {}

    /** Whether there is a device of this number. */
    static boolean exists(final int index) {
        try (Arena arena = Arena.ofConfined()) {
            return SYSTEM.callLong("if_indextoname", index, arena.allocate(NAME_BYTES)) != 0;
        }
    }

    /** The number of the device with this name, or 0. */
    static int index(final String name) {
        try (Arena arena = Arena.ofConfined()) {
            return SYSTEM.callInt("if_nametoindex", arena.allocateFrom(name));
        }
    }
}
