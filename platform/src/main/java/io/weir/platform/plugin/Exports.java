package io.weir.platform.plugin;

import java.util.ArrayList;
import java.util.List;

/** What plugins offer to each other, by type. Main only. */
public final class Exports {
    /** One service; no two are equal. */
    private static final class Export {
        private final String owner;
        private final Class<?> type;
        private final Object service;

        Export(final String owner, final Class<?> type, final Object service) {
            this.owner = owner;
            this.type = type;
            this.service = service;
        }
    }

    private final List<Export> all = new ArrayList<>();

    /**
     * Adds a service; one that the same plugin offers already stands back behind it, for while a version takes the place of
     * another.
     *
     * @return takes it away.
     */
    <T> Runnable add(final String owner, final Class<T> type, final T service) {
        all.stream()
                .filter(each -> each.type.equals(type) && !each.owner.equals(owner))
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalStateException(type.getName() + " is exported already, by plugin " + other.owner);
                });
        final Export export = new Export(owner, type, type.cast(service));
        all.add(export);
        return () -> all.remove(export);
    }

    /** What was exported under a type. */
    public <T> T find(final Class<T> type) {
        return all.reversed().stream()
                .filter(each -> each.type.equals(type))
                .findFirst()
                .map(each -> type.cast(each.service))
                .orElseThrow(() -> new IllegalStateException("no plugin exports " + type.getName()));
    }
}
