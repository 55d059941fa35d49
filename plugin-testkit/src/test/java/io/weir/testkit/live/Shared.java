package io.weir.testkit.live;

import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a test and its plugins say to each other. Each class loader has its own copy of this class, so what it holds are
 * objects of the JDK, kept where all copies find them.
 */
final class Shared {
    private static final String KEY = "weir.live.shared";
    private static final String LATEST = "latest version of ";

    private Shared() {}

    private static ConcurrentHashMap<?, ?> all() {
        final Properties properties = System.getProperties();
        return (ConcurrentHashMap<?, ?>) properties.computeIfAbsent(KEY, key -> new ConcurrentHashMap<>());
    }

    @SuppressWarnings("unchecked")
    private static <T> T object(final String name, final T first) {
        final T there = (T) ((ConcurrentHashMap<Object, Object>) all()).putIfAbsent(name, first);
        return there == null ? first : there;
    }

    /** Forgets everything. */
    static void clear() {
        System.getProperties().remove(KEY);
    }

    private static Queue<String> queue() {
        return object("events", new ConcurrentLinkedQueue<>());
    }

    /** Notes what happened, unless it happened in shadow. */
    static void event(final String what) {
        if (!inShadow()) {
            queue().add(what);
        }
    }

    static boolean inShadow() {
        return Thread.currentThread().getName().startsWith("weir_shadow");
    }

    static List<String> events() {
        return List.copyOf(queue());
    }

    static void forgetEvents() {
        queue().clear();
    }

    /** A number that all see. */
    static AtomicLong number(final String name) {
        return object(name, new AtomicLong());
    }

    /** Earlier versions may come again. */
    static void forgetVersions() {
        all().keySet().removeIf(name -> name.toString().startsWith(LATEST));
    }

    /** A version that runs packets notes it; counts how often one ran after a later one of the same plugin had. */
    static void passed(final String plugin, final int version) {
        final AtomicInteger latest = object(LATEST + plugin, new AtomicInteger());
        if (latest.accumulateAndGet(version, Math::max) > version) {
            number("mixed").incrementAndGet();
        }
    }
}
