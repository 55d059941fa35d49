package io.weir.platform.host;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.weir.platform.thread.Spell;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the Z collector work while main waits. Its pauses take as long as the last thread needs to come, and what keeps them is
 * main, where it shares a core with the collector and has lost it in the middle of Java code: milliseconds. A main that waits
 * is where it has to be already. So a collection of the young is asked for in good time, at the end of a task or where a
 * long one gives main back anyway; Z's own rules remain for whatever fills the heap faster.
 *
 * <p>There is no call for a collection of the young. But Z begins one when the heap is full up to {@code SoftMaxHeapSize}, a
 * flag that may be changed at any time.
 */
public final class HeapKeeper implements Spell {
    private static final Logger LOG = LoggerFactory.getLogger(HeapKeeper.class);
    private static final String LIMIT = "SoftMaxHeapSize";
    /** Main waits no longer; the collection may. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Garbage that is worth a collection of the young, of some 20 ms beside the workers, however large the heap. */
    private static final long OFTEN = 64L << 20;

    private static final Runtime HEAP = Runtime.getRuntime();

    /** Of the young, and of all, which Z's first ones are. */
    private final List<GarbageCollectorMXBean> cycles;

    private final HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    private final String limit = flags.getVMOption(LIMIT).getValue();
    private final Thread thread = Thread.ofPlatform().daemon().name("weir_heap").unstarted(this::run);

    /** In use when a collection is worth while between tasks, and when also in the middle of one. */
    private volatile long wanted;

    private volatile long needed;
    /** In use at which all of the heap is looked at. */
    private long full;

    private volatile boolean lasts;
    /** When main has waited long enough, whatever becomes of the thread. */
    private volatile long untilNs;

    private HeapKeeper(final List<GarbageCollectorMXBean> cycles) {
        this.cycles = cycles;
        full = HEAP.maxMemory() / 2;
        marks();
    }

    /**
     * Begins, if the collector is one that works beside the others: for any other a collection is no better for being early.
     * Any thread, once in a process.
     */
    public static Spell start() {
        final List<GarbageCollectorMXBean> cycles = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(bean -> bean.getName().matches("ZGC (Minor|Major) Cycles"))
                .toList();
        if (!cycles.isEmpty()) {
            final HeapKeeper keeper = new HeapKeeper(cycles);
            keeper.thread.start();
            return keeper;
        }
        return NONE;
    }

    @Override
    public boolean begin(final boolean idle) {
        if (!lasts && inUse() >= (idle ? wanted : needed)) {
            untilNs = System.nanoTime() + PATIENCE_NS;
            lasts = true;
            LockSupport.unpark(thread);
        }
        return lasts();
    }

    @Override
    public boolean lasts() {
        return lasts && System.nanoTime() - untilNs < 0;
    }

    private void run() {
        while (true) {
            while (!lasts) {
                LockSupport.park(this);
            }
            try {
                collect();
            } catch (final RuntimeException e) {
                LOG.warn("the heap's collections are left to the JVM", e);
                wanted = Long.MAX_VALUE;
                needed = Long.MAX_VALUE;
                return;
            } finally {
                lasts = false;
            }
        }
    }

    private void collect() {
        final long before = collections();
        flags.setVMOption(LIMIT, Long.toString(inUse() * 9 / 10));
        try {
            awaitOther(before);
        } finally {
            flags.setVMOption(LIMIT, limit);
        }
        if (inUse() > full) {
            LOG.debug("{} MiB in use behind a collection of the young: all of the heap is collected", inUse() >> 20);
            lasts = false;
            System.gc();
            full = Math.max(HEAP.maxMemory() / 2, Math.min(2 * inUse(), HEAP.maxMemory() / 8 * 7));
        }
        marks();
    }

    private void awaitOther(final long count) {
        while (collections() == count && System.nanoTime() - untilNs < 0) {
            LockSupport.parkNanos(this, POLL_NS);
        }
    }

    private long collections() {
        long count = 0;
        for (final GarbageCollectorMXBean each : cycles) {
            count += each.getCollectionCount();
        }
        return count;
    }

    private void marks() {
        final long used = inUse();
        final long room = Math.max(0, HEAP.maxMemory() - used);
        wanted = used + Math.min(room / 8, OFTEN);
        needed = used + Math.min(room / 4, 2 * OFTEN);
    }

    private static long inUse() {
        return HEAP.totalMemory() - HEAP.freeMemory();
    }
}
