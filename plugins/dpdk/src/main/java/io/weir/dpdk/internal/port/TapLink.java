package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.Calls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the kernel's side of a {@code net_tap} port is. The driver looks for it by its name in the host's own network namespace,
 * and calls one that was moved to another down; that of 25.11 calls it up even when it was deleted there. The tap's
 * descriptor knows better.
 */
enum TapLink {
    /** In the host's own namespace, or nobody can tell: what the driver says holds. */
    HERE,
    /** In another one, where the driver doesn't find it. */
    ELSEWHERE,
    /** Deleted. */
    GONE;

    private static final long TUNGETIFF = 0x8004_54d2L;
    private static final long TUNGETDEVNETNS = 0x54e3L;
    private static final int REQUEST_BYTES = 40;
    private static final Path OWN_NAMESPACE = Path.of("/proc/thread-self/ns/net");

    /** Where the tap behind a descriptor is. */
    static TapLink of(final int fd) {
        final Calls system = Calls.ofSystem();
        try (Arena arena = Arena.ofConfined()) {
            if (system.callInt("ioctl", fd, TUNGETIFF, arena.allocate(REQUEST_BYTES, Long.BYTES)) != 0) {
                return GONE;
            }
        }
        final int namespace = system.callInt("ioctl", fd, TUNGETDEVNETNS, 0L);
        if (namespace < 0) {
            return HERE;
        }
        try {
            final Path its = Files.readSymbolicLink(Path.of("/proc/self/fd/" + namespace));
            return its.equals(Files.readSymbolicLink(OWN_NAMESPACE)) ? HERE : ELSEWHERE;
        } catch (final IOException e) {
            return HERE;
        } finally {
            system.callInt("close", namespace);
        }
    }
}
