package io.weir.dpdk.internal.eal;

import io.weir.dpdk.internal.ffi.Calls;
import io.weir.memory.Buffer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.agrona.UnsafeApi;

/**
 * AF_XDP sockets of {@code net_af_xdp} ports, as the kernel shows them in this process. The driver shares the host's buffers
 * with the kernel through four rings for each socket; when it closes a port it leaves what lies in them, and the socket, which
 * keeps the network device from being used again. Main only.
 */
public final class XdpSockets {
    private static final String DRIVER = "net_af_xdp";
    private static final int SOL_XDP = 283;
    private static final int MMAP_OFFSETS = 1;
    private static final long ADDRESS = (1L << 48) - 1;
    /** DPDK's own bytes in front of each mbuf. */
    private static final int HEADER_BYTES = 24;

    private static final long PAGE_MASK = -4_096L;
    private static final Calls SYSTEM = Calls.ofSystem();

    /** In the order in which packets pass from one to the other, so that none is missed while the kernel moves them. */
    private enum Kind {
        FILL(0x1_0000_0000L, 64, 8),
        RX(0, 0, 16),
        TX(0x8000_0000L, 32, 16),
        COMPLETION(0x1_8000_0000L, 96, 8);

        /** Where it is mapped from, by the kernel's interface. */
        final long page;
        /** Where its offsets lie in {@code struct xdp_mmap_offsets}. */
        final int offsets;

        final int entryBytes;

        Kind(final long page, final int offsets, final int entryBytes) {
            this.page = page;
            this.offsets = offsets;
            this.entryBytes = entryBytes;
        }
    }

    private record Mapping(long start, long end, long page, String socket) {}

    private XdpSockets() {}

    /** Whether a device has such sockets. */
    static boolean concerns(final String device) {
        return device.startsWith(DRIVER);
    }

    /** The sockets that there are, as {@code socket:[NUMBER]}. */
    static Set<String> all() {
        return mappings().stream()
                .filter(mapping -> mapping.page == Kind.FILL.page)
                .map(Mapping::socket)
                .collect(Collectors.toSet());
    }

    private static List<Mapping> mappings() {
        final List<Mapping> found = new ArrayList<>();
        try {
            for (final String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                final int socket = line.indexOf("socket:[");
                if (socket > 0) {
                    final String[] words = line.split(" +", 4);
                    final int dash = words[0].indexOf('-');
                    found.add(new Mapping(
                            Long.parseUnsignedLong(words[0], 0, dash, 16),
                            Long.parseUnsignedLong(words[0], dash + 1, words[0].length(), 16),
                            Long.parseUnsignedLong(words[2], 16),
                            line.substring(socket).strip()));
                }
            }
        } catch (final IOException e) {
            found.clear();
        }
        return found;
    }

    /**
     * Addresses of the buffers in the rings of sockets, while no worker uses those.
     *
     * @param first address of the first of all buffers.
     */
    public static Set<Long> buffers(final Set<String> sockets, final long first) {
        final List<Mapping> mappings = mappings();
        final Set<Long> buffers = new HashSet<>();
        for (final String socket : sockets) {
            final int fd = descriptor(socket);
            for (final Kind kind : Kind.values()) {
                mappings.stream()
                        .filter(mapping -> fd >= 0 && mapping.socket.equals(socket) && mapping.page == kind.page)
                        .forEach(mapping -> collect(mapping, kind, fd, first, buffers));
            }
        }
        return buffers;
    }

    /** How many buffers lie in the rings of all sockets, while workers are parked. */
    public static int held(final long first) {
        return buffers(all(), first).size();
    }

    private static void collect(
            final Mapping mapping, final Kind kind, final int fd, final long first, final Set<Long> into) {
        final int bytes = 128;
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment offsets = arena.allocate(bytes, Long.BYTES);
            final MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, bytes);
            if (SYSTEM.callInt("getsockopt", fd, SOL_XDP, MMAP_OFFSETS, offsets, size) != 0) {
                return;
            }
            final long producer = mapping.start + offsets.get(ValueLayout.JAVA_LONG, kind.offsets);
            final long consumer = mapping.start + offsets.get(ValueLayout.JAVA_LONG, kind.offsets + 8);
            final long entries = mapping.start + offsets.get(ValueLayout.JAVA_LONG, kind.offsets + 16);
            // As many as a power of two that fit, for a mapping is whole pages.
            final int mask = Integer.highestOneBit((int) ((mapping.end - entries) / kind.entryBytes)) - 1;
            final int end = UnsafeApi.getInt(producer);
            for (int i = UnsafeApi.getInt(consumer); end - i > 0; i++) {
                final long entry = UnsafeApi.getLong(entries + (long) (i & mask) * kind.entryBytes);
                into.add(buffer(entry & ADDRESS, first));
            }
        }
    }

    /** The buffer at an offset from the page that the first element of the mempool lies on. */
    private static long buffer(final long offset, final long first) {
        final long address = ((first - HEADER_BYTES) & PAGE_MASK) + HEADER_BYTES + offset;
        return first + (address - first) / Buffer.STRIDE_BYTES * Buffer.STRIDE_BYTES;
    }

    /** Closes those sockets that are open still. */
    static void close(final Set<String> sockets) {
        for (final String socket : sockets) {
            final int fd = descriptor(socket);
            if (fd >= 0) {
                SYSTEM.callInt("close", fd);
            }
        }
    }

    private static int descriptor(final String socket) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (final Path each : all) {
                if (Files.isSymbolicLink(each) && isLinkTo(each, socket)) {
                    return Integer.parseInt(each.getFileName().toString());
                }
            }
        } catch (final IOException e) {
            return -1;
        }
        return -1;
    }

    private static boolean isLinkTo(final Path link, final String target) {
        try {
            return Files.readSymbolicLink(link).toString().equals(target);
        } catch (final IOException e) {
            return false;
        }
    }
}
