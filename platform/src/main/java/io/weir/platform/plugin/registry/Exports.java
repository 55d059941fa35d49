package io.weir.platform.plugin.registry;

import io.weir.plugin.ServiceConsumer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What plugins offer to each other, by type, and who would like what isn't offered yet. Main only. */
public final class Exports {
    /** Somebody who uses a service, and can be parted from it. */
    public interface Consumer extends ServiceConsumer {
        /** The service goes: what was done through it is undone. */
        void part();
    }

    /** Somebody who uses a service if and as long as it is there; no two are equal. */
    public interface Wish {
        /** Name of the class that the service is exported under. */
        String type();

        /** Whether whoever has it stands in the host, and may be told. */
        boolean ready();

        /** The service is there. */
        void join();

        /** It is going. */
        void part();
    }

    private record View(Consumer consumer, Object object) {}

    /** One service; no two are equal. */
    private static final class Export {
        private final String owner;
        private final Class<?> type;
        private final Function<ServiceConsumer, ?> view;
        /** By who asked. */
        private final IdentityHashMap<Object, View> views = new IdentityHashMap<>();

        Export(final String owner, final Class<?> type, final Function<ServiceConsumer, ?> view) {
            this.owner = owner;
            this.type = type;
            this.view = view;
        }
    }

    /** Wishes, and the service that each has joined or null. */
    private final Map<Wish, Export> wishes = new LinkedHashMap<>();

    private final List<Export> all = new ArrayList<>();

    /**
     * Adds a service; one that the same plugin offers already stands back behind it, for while a version takes the place of
     * another.
     *
     * @return takes it away, from everybody who uses it.
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
        return () -> {
            all.remove(export);
            part(export);
        };
    }

    private void part(final Export gone) {
        for (final Map.Entry<Wish, Export> wish : List.copyOf(wishes.entrySet())) {
            if (wish.getValue() == gone) {
                wishes.put(wish.getKey(), null);
                wish.getKey().part();
            }
        }
        List.copyOf(gone.views.values()).forEach(view -> view.consumer.part());
        gone.views.clear();
    }

    /**
     * What somebody gets of what was exported under a type, the same each time until {@link #forget}.
     *
     * @param who asks.
     * @param consumer makes what the service sees of them.
     */
    public <T> T view(final Class<T> type, final Object who, final Supplier<Consumer> consumer) {
        final Export export = all.reversed().stream()
                .filter(each -> each.type.equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no plugin that it depends on exports " + type.getName()));
        final View known = export.views.get(who);
        if (known != null) {
            return type.cast(known.object);
        }
        final Consumer made = consumer.get();
        final T object = type.cast(export.view.apply(made));
        export.views.put(who, new View(made, object));
        return object;
    }

    /** Who exports a type, or null. */
    public String owner(final Class<?> type) {
        return all.reversed().stream()
                .filter(each -> each.type.equals(type))
                .map(each -> each.owner)
                .findFirst()
                .orElse(null);
    }

    /** Somebody has gone. */
    public void forget(final Object who) {
        all.forEach(each -> each.views.remove(who));
    }

    /** Notes who would like a service; what is returned takes the note back. */
    public Runnable add(final Wish wish) {
        wishes.put(wish, null);
        return () -> wishes.remove(wish);
    }

    /** Tells all who would like what is there now and don't have it. */
    public void join() {
        for (final Wish wish : List.copyOf(wishes.keySet())) {
            final Export export = named(wish.type());
            if (export != null && wish.ready() && wishes.get(wish) == null) {
                wishes.put(wish, export);
                wish.join();
            }
        }
    }

    /** Whether a wish has what it is for. */
    public boolean joined(final Wish wish) {
        return wishes.get(wish) != null;
    }

    private Export named(final String type) {
        return all.reversed().stream()
                .filter(each -> each.type.getName().equals(type))
                .findFirst()
                .orElse(null);
    }

    /** Names of the types that a plugin offers, in their order. */
    public List<String> types(final String owner) {
        return all.stream()
                .filter(each -> each.owner.equals(owner))
                .map(each -> each.type.getName())
                .distinct()
                .sorted()
                .toList();
    }

    /** Names of the types that are offered, by whom. */
    public List<String> texts() {
        return all.stream()
                .map(each -> each.type.getName() + " of " + each.owner)
                .toList();
    }
}
