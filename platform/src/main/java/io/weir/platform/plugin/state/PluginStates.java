package io.weir.platform.plugin.state;

import io.weir.cli.CommandException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What one version of a plugin hands over and takes over, by name, in two phases. Main only. */
public final class PluginStates {
    private record State<S extends Record>(Class<S> shape, Supplier<? extends S> export, Consumer<? super S> take) {
        void give(final Record handed) {
            take.accept(shape.cast(FieldValues.copy(handed, handed.getClass(), shape)));
        }
    }

    private final Map<String, State<?>> first = new LinkedHashMap<>();
    private final Map<String, State<?>> last = new LinkedHashMap<>();
    /** What the next version gets in shadow, or null. */
    private State<?> shadow;

    /**
     * Notes a state.
     *
     * @param isFinal whether it goes over when the new version stands.
     * @throws IllegalArgumentException when the record has a field that can't be handed over, or the name is taken.
     */
    public <S extends Record> void add(
            final String name,
            final boolean isFinal,
            final Class<S> shape,
            final Supplier<? extends S> export,
            final Consumer<? super S> take) {
        requireFit(name, shape);
        if (first.containsKey(name) || last.containsKey(name)) {
            throw new IllegalArgumentException("state `" + name + "' is there already");
        }
        (isFinal ? last : first).put(name, new State<>(shape, export, take));
    }

    private static void requireFit(final String name, final Class<? extends Record> shape) {
        final String wrong = RecordShape.of(shape).unfit();
        if (wrong != null) {
            throw new IllegalArgumentException("state `" + name + "', " + wrong);
        }
    }

    /**
     * Notes what the next version gets in shadow.
     *
     * @throws IllegalArgumentException when the record has a field that can't be handed over, or there is one already.
     */
    public <S extends Record> void shadow(
            final Class<S> shape, final Supplier<? extends S> export, final Consumer<? super S> take) {
        requireFit("shadow", shape);
        if (shadow != null) {
            throw new IllegalArgumentException("there is a state for the shadow already");
        }
        shadow = new State<>(shape, export, take);
    }

    /** What the next version gets in shadow, or null. */
    public Record exportShadow() {
        return shadow == null ? null : shadow.export.get();
    }

    /** This is in shadow, and takes what the live version has exported, if that fits. The shadow's thread. */
    public void takeShadow(final Record exported) {
        if (shadow != null && FieldTypes.difference(exported.getClass(), shadow.shape) == null) {
            shadow.give(exported);
        }
    }

    /**
     * Takes over what another version hands over first; its nodes still run.
     *
     * @return whether there was anything.
     * @throws CommandException naming state and field when something doesn't fit; nothing was taken then.
     */
    public boolean takeFirst(final PluginStates old) {
        final Map<String, Record> handed = export(old.first);
        for (final String name : handed.keySet()) {
            check(name, old.first, first);
        }
        for (final String name : old.last.keySet()) {
            check(name, old.last, last);
        }
        handed.forEach((name, state) -> first.get(name).give(state));
        return !handed.isEmpty() || !old.last.isEmpty();
    }

    private static void check(final String name, final Map<String, State<?>> old, final Map<String, State<?>> own) {
        final State<?> wanted = own.get(name);
        if (wanted == null) {
            throw new CommandException(
                    "the running version hands over state `" + name + "', and this one takes none of that name over");
        }
        final String wrong = FieldTypes.difference(old.get(name).shape, wanted.shape);
        if (wrong != null) {
            throw new CommandException("state `" + name + "' of the running version, " + wrong);
        }
    }

    private static Map<String, Record> export(final Map<String, State<?>> states) {
        final Map<String, Record> handed = new LinkedHashMap<>();
        states.forEach((name, state) -> {
            final Record exported = state.export.get();
            if (exported != null) {
                handed.put(name, exported);
            }
        });
        return handed;
    }

    /** Takes over what another version hands over last; this one stands. */
    public void takeLast(final PluginStates old) {
        export(old.last).forEach((name, state) -> last.get(name).give(state));
    }
}
