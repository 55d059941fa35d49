package io.weir.platform.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine; a test that does not get it is skipped with a sentence. */
final class Requirements {
    private static final long CAP_NET_ADMIN = 1L << 12;
    private static final long CAP_SYS_ADMIN = 1L << 21;
    private static final long NEEDED = CAP_NET_ADMIN | CAP_SYS_ADMIN;

    private Requirements() {}

    static void networkAdministrator() {
        Assumptions.assumeTrue(
                (effectiveCapabilities() & NEEDED) == NEEDED,
                "skipped: making namespaces and taps needs CAP_NET_ADMIN and CAP_SYS_ADMIN, as root has them");
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/net/tun")), "skipped: there is no /dev/net/tun");
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/ip")) || Files.isExecutable(Path.of("/sbin/ip")),
                "skipped: there is no ip(8) to make namespaces and to look at them with");
    }

    private static long effectiveCapabilities() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .findFirst()
                    .orElse(0);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
