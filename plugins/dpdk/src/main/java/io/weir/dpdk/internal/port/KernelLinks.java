package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.dpdk.internal.ffi.Calls;
import io.weir.plugin.FileHandler;
import io.weir.plugin.Registrar;
import io.weir.plugin.WatchedFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The kernel's word that a link of its own has changed, for drivers whose other side is the kernel and which don't pass it on:
 * {@code net_tap}. A netlink socket in the host's network namespace. Main only.
 */
final class KernelLinks implements AutoCloseable, FileHandler {
    private static final int NETLINK = 16;
    private static final int RAW = 3;
    private static final int NONBLOCK_CLOSE_ON_EXEC = 0x80800;
    private static final int ADDRESS_BYTES = 12;
    private static final int GROUPS = 8;
    private static final int LINKS = 1;
    private static final long ROOM = 8_192;

    private final Calls system = Calls.ofSystem();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment room = arena.allocate(ROOM);
    private final Runnable changed;
    private final int fd;
    private WatchedFile watched;

    private KernelLinks(final Runnable changed) {
        this.changed = changed;
        fd = system.callInt("socket", NETLINK, RAW | NONBLOCK_CLOSE_ON_EXEC, 0);
    }

    /** Has something run on main whenever a link has changed; where that can't be, nothing ever does. */
    static KernelLinks open(final Registrar host, final Runnable changed) {
        final KernelLinks links = new KernelLinks(changed);
        if (links.listen()) {
            links.watched = host.watch(links.fd, host.workers().getFirst(), links);
        }
        return links;
    }

    private boolean listen() {
        try (Arena confined = Arena.ofConfined()) {
            final MemorySegment address = confined.allocate(ADDRESS_BYTES, Integer.BYTES);
            address.set(JAVA_SHORT, 0, (short) NETLINK);
            address.set(JAVA_INT, GROUPS, LINKS);
            return fd >= 0 && system.callInt("bind", fd, address, ADDRESS_BYTES) == 0;
        }
    }

    @Override
    public void readable() {
        // What it says is of no interest: who hears of it looks at all links.
        long bytes = 1;
        while (bytes > 0) {
            bytes = system.callLong("recv", fd, room, ROOM, 0);
        }
        changed.run();
    }

    @Override
    public void close() {
        if (watched != null) {
            watched.close();
        }
        if (fd >= 0) {
            system.callInt("close", fd);
        }
        arena.close();
    }
}
