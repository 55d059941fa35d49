package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weir.dpdk.internal.ffi.Calls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The kernel's network devices behind ports, by their numbers and names in the host's own network namespace. */
final class NetDevices {
    private static final int NAME_BYTES = 16;

    private static final int INET = 2;
    private static final int DATAGRAM = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final long ETHTOOL = 0x8946;
    private static final int GET_DRIVER_INFO = 3;
    /** {@code struct ifreq} and {@code struct ethtool_drvinfo}. */
    private static final int REQUEST_BYTES = 40;

    private static final int INFO_BYTES = 196;

    private static final Calls SYSTEM = Calls.ofSystem();

    private NetDevices() {}

    /** Whether there is a device of this number. */
    static boolean exists(final int index) {
        try (Arena arena = Arena.ofConfined()) {
            return SYSTEM.callLong("if_indextoname", index, arena.allocate(NAME_BYTES)) != 0;
        }
    }

    /** The kernel's driver of the device with this number, such as {@code veth}, or an empty text. */
    static String driver(final int index) {
        final int fd = SYSTEM.callInt("socket", INET, DATAGRAM | CLOSE_ON_EXEC, 0);
        if (fd < 0) {
            return "";
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
            final MemorySegment info = arena.allocate(INFO_BYTES, Integer.BYTES);
            info.set(JAVA_INT, 0, GET_DRIVER_INFO);
            request.set(ADDRESS, NAME_BYTES, info);
            final boolean told = SYSTEM.callLong("if_indextoname", index, request) != 0
                    && SYSTEM.callInt("ioctl", fd, ETHTOOL, request) == 0;
            return told ? info.getString(Integer.BYTES) : "";
        } finally {
            SYSTEM.callInt("close", fd);
        }
    }

    /** The number of the device with this name, or 0. */
    static int index(final String name) {
        try (Arena arena = Arena.ofConfined()) {
            return SYSTEM.callInt("if_nametoindex", arena.allocateFrom(name));
        }
    }
}
