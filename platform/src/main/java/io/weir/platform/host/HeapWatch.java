package io.weir.platform.host;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names what fills the heap, before it is full: the JVM ends itself then, and nothing of the host runs any more. It waits for a
 * collection that leaves the old generation nearly full of what lives; the young one still has room for these few words, and
 * what goes on allocating has to fill that first. What asks for more at once than there ever was is not seen coming.
 */
final class HeapWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HeapWatch.class);
    private static final double NEARLY_FULL = 0.9;
    private static final int LARGEST = 8;

    /** Each full collection brings the notification again, and each histogram stops all threads. */
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(10);

    private final MemoryPoolMXBean pool;
    private long nextNs = System.nanoTime();

    private HeapWatch(final MemoryPoolMXBean pool) {
        this.pool = pool;
    }

    /** Begins to watch soon, for as long as the process lives; the JVM's notification thread speaks. Any thread, once. */
    static void start() {
        Thread.ofPlatform().daemon().name("heap-watch").start(HeapWatch::watch);
    }

    private static void watch() {
        oldGeneration().ifPresent(pool -> {
            final NotificationEmitter memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
            final HeapWatch watch = new HeapWatch(pool);
            memory.addNotificationListener((said, ignored) -> watch.speak(), HeapWatch::isFromCollection, null);
            pool.setCollectionUsageThreshold(
                    (long) (NEARLY_FULL * pool.getUsage().getMax()));
        });
        try {
            // What the words need is loaded while there is room for it, and time.
            ClassHistogram.largest(histogram(), LARGEST);
        } catch (final JMException | RuntimeException e) {
            LOG.warn("what fills the heap can't be told when it is used up", e);
        }
    }

    /** The only pool of the heap whose use means something between collections. */
    private static Optional<MemoryPoolMXBean> oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(pool -> pool.isUsageThresholdSupported() && pool.isCollectionUsageThresholdSupported())
                .filter(pool -> pool.getUsage().getMax() > 0)
                .findFirst();
    }

    private static boolean isFromCollection(final Notification said) {
        return said.getType().equals(MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED);
    }

    private void speak() {
        if (System.nanoTime() - nextNs < 0) {
            return;
        }
        try {
            final MemoryUsage usage = pool.getCollectionUsage();
            LOG.error(
                    "the heap is nearly used up: {} of {} MiB of the old generation live; when it is, the host ends with"
                            + " exit code {}. Most of it: {}",
                    usage.getUsed() >> 20,
                    usage.getMax() >> 20,
                    Main.OUT_OF_HEAP,
                    String.join(", ", ClassHistogram.largest(histogram(), LARGEST)));
            nextNs = System.nanoTime() + PAUSE_NS;
        } catch (final JMException | RuntimeException e) {
            LOG.error("the heap is nearly used up, and what fills it can't be told", e);
        }
    }

    /** Of all that is there, without a collection before it: the last one is just over. Stops all threads meanwhile. */
    private static List<String> histogram() throws JMException {
        final Object text = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[] {"-all"}},
                        new String[] {String[].class.getName()});
        return ((String) text).lines().limit(LARGEST + 3L).toList();
    }
}
