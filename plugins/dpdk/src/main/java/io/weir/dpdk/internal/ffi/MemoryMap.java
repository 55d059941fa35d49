package io.weir.dpdk.internal.ffi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process has mapped, as the kernel lists it: tells addresses from what only looks like one. Where the kernel
 * doesn't tell, everything passes.
 */
public final class MemoryMap {
    private final List<String> lines;

    private MemoryMap(final List<String> lines) {
        this.lines = lines;
    }

    /** What is mapped now. */
    public static MemoryMap now() {
        try {
            return new MemoryMap(Files.readAllLines(Path.of("/proc/self/maps")));
        } catch (final IOException e) {
            return new MemoryMap(List.of());
        }
    }

    /** Whether there is code. */
    public boolean isCode(final long address) {
        return has(address, "x");
    }

    /** Whether there is data that may be written. */
    public boolean isData(final long address) {
        return has(address, "w");
    }

    /** Whether there is anything that may be read. */
    public boolean isReadable(final long address) {
        return has(address, "r");
    }

    private boolean has(final long address, final String permission) {
        return lines.isEmpty()
                || lines.stream().anyMatch(line -> line.split(" ", 3)[1].contains(permission) && covers(line, address));
    }

    private static boolean covers(final String line, final long address) {
        final String[] ends = line.substring(0, line.indexOf(' ')).split("-");
        return Long.compareUnsigned(address, Long.parseUnsignedLong(ends[0], 16)) >= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(ends[1], 16)) < 0;
    }
}
