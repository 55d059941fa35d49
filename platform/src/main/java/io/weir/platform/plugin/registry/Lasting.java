package io.weir.platform.plugin.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What plugins keep beyond their own lives because the process can't have it twice; see {@code Registrar.lasting}. It belongs
 * to the process, not to one of the hosts that may be in it. Any thread.
 */
public final class Lasting {
    private static final Map<String, Object> VALUES = new ConcurrentHashMap<>();

    public <T> T get(final String key, final Class<T> type, final Supplier<T> first) {
        return type.cast(VALUES.computeIfAbsent(key, k -> first.get()));
    }

    /** Hands over all that is kept, with its keys. */
    public static void each(final BiConsumer<String, Object> to) {
        VALUES.forEach(to);
    }
}
