package io.weir.platform.plugin;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What plugins keep in the host beyond their own lives; see {@code Registrar.lasting}. Main only. */
public final class Lasting {
    private final Map<String, Object> values = new HashMap<>();

    <T> T get(final String key, final Class<T> type, final Supplier<T> first) {
        return type.cast(values.computeIfAbsent(key, k -> first.get()));
    }
}
