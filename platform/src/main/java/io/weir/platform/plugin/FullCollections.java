package io.weir.platform.plugin;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Counts the collections of garbage that unload classes. */
final class FullCollections {
    /** Words in the names of collectors that look at the young only, or tell of pauses and not of collections. */
    private static final List<String> OTHERS = List.of("Young", "Copy", "Scavenge", "Minor", "Pauses");

    private FullCollections() {}

    /** How many have ended. */
    static long count() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(bean -> OTHERS.stream().noneMatch(bean.getName()::contains))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
