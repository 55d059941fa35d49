package io.weir.acl.internal.cli;

import io.weir.cli.CommandException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Optional;

/** Whether the heap has room for a file's lists: when it is used up the host ends, and with it all that it forwards. */
final class HeapRoom {
    /** What a byte of a file takes while it is read and compiled: lines of some 70 bytes become rules of some 400 with all they need. */
    private static final int TIMES = 6;
    /** Others need some as well. */
    private static final double MOST = 0.95;

    private HeapRoom() {}

    /**
     * Refuses a file for which there is no room. A collection comes first if it seems so: what is read would bring it anyway.
     *
     * @throws CommandException that says what is lacking.
     */
    static void require(final String file, final long bytes) {
        oldGeneration().ifPresent(pool -> {
            if (!fits(pool.getUsage().getUsed(), pool.getUsage().getMax(), bytes)) {
                System.gc();
            }
            final long used = pool.getUsage().getUsed();
            final long most = pool.getUsage().getMax();
            if (!fits(used, most, bytes)) {
                throw new CommandException("`" + file + "' needs some " + mib(bytes * TIMES) + " MiB of heap, of which "
                        + mib(Math.max(0, most - used)) + " are free: raise -Xmx in conf/jvm.options");
            }
        });
    }

    /** Whether a file of so many bytes fits into a heap of which so much is in use. */
    static boolean fits(final long used, final long most, final long bytes) {
        return used + bytes * TIMES <= most * MOST;
    }

    private static long mib(final long bytes) {
        return bytes >> 20;
    }

    /** Where lists stay. */
    private static Optional<MemoryPoolMXBean> oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .filter(pool -> pool.getUsage().getMax() > 0)
                .findFirst();
    }
}
