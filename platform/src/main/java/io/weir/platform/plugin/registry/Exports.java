package io.weir.platform.plugin.registry;

import io.weir.plugin.ServiceConsumer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/** What plugins offer to each other, by type. Main only. */
public final class Exports {
    /** One service; no two are equal. */
    private static final class Export {
        private final String owner;
        private final Class<?> type;
        private final Function<ServiceConsumer, ?> view;
        private final IdentityHashMap<ServiceConsumer, Object> views = new IdentityHashMap<>();

        Export(final String owner, final Class<?> type, final Function<ServiceConsumer, ?> view) {
            this.owner = owner;
            this.type = type;
            this.view = view;
        }
    }

    private final List<Export> all = new ArrayList<>();

    /**
     * Adds a service; one that the same plugin offers already stands back behind it, for while a version takes the place of
     * another.
     *
     * @return takes it away.
     */
    public <T> Runnable add(
            final String owner, final Class<T> type, final Function<ServiceConsumer, ? extends T> view) {
        all.stream()
                .filter(each -> each.type.equals(type) && !each.owner.equals(owner))
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalStateException(type.getName() + " is exported already, by plugin " + other.owner);
                });
        final Export export = new Export(owner, type, view);
        all.add(export);
        return () -> all.remove(export);
    }

    /** What a consumer gets of what was exported under a type, the same each time until {@link #forget}. */
    public <T> T view(final Class<T> type, final ServiceConsumer consumer) {
        return all.reversed().stream()
                .filter(each -> each.type.equals(type))
                .findFirst()
                .map(each -> type.cast(each.views.computeIfAbsent(consumer, each.view)))
                .orElseThrow(() -> new IllegalStateException("no plugin exports " + type.getName()));
    }

    /** A consumer has gone. */
    public void forget(final ServiceConsumer consumer) {
        all.forEach(each -> each.views.remove(consumer));
    }
}
