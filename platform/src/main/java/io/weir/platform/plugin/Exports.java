package io.weir.platform.plugin;

import java.util.HashMap;
import java.util.Map;

/** What plugins offer to each other, by type. Main only. */
public final class Exports {
    private record Export(String owner, Object service) {}

    private final Map<Class<?>, Export> byType = new HashMap<>();

    <T> void add(final String owner, final Class<T> type, final T service) {
        final Export other = byType.putIfAbsent(type, new Export(owner, type.cast(service)));
        if (other != null) {
            throw new IllegalStateException(type.getName() + " is exported already, by plugin " + other.owner);
        }
    }

    /** What was exported under a type. */
    public <T> T find(final Class<T> type) {
        final Export export = byType.get(type);
        if (export == null) {
            throw new IllegalStateException("no plugin exports " + type.getName());
        }
        return type.cast(export.service);
    }

    void removeAll(final String owner) {
        byType.values().removeIf(export -> export.owner.equals(owner));
    }
}
