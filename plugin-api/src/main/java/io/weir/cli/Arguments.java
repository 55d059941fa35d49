package io.weir.cli;

import io.weir.plugin.HostOnly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was understood of a line: the words that were seen, the values of arguments, and the groups that repeat. */
@HostOnly
public final class Arguments {

    private final Arguments parent;
    private final Set<String> words = new HashSet<>();
    private final Map<String, List<Value>> values = new HashMap<>();
    private final Map<String, List<Arguments>> groups = new HashMap<>();

    /** No words, no values. */
    public Arguments() {
        this(null);
    }

    private Arguments(final Arguments parent) {
        this.parent = parent;
    }

    /**
     * A value and the text from which it was read.
     *
     * @param value never null
     * @param text as typed
     */
    public record Value(Object value, String text) {}

    /** Notes that a literal word was seen; returns this. */
    public Arguments word(final String word) {
        for (Arguments at = this; at != null; at = at.parent) {
            at.words.add(word);
        }
        return this;
    }

    /** Notes a further value of an argument; returns this. */
    public Arguments value(final String name, final Object value, final String text) {
        for (Arguments at = this; at != null; at = at.parent) {
            at.values.computeIfAbsent(name, key -> new ArrayList<>()).add(new Value(value, text));
        }
        return this;
    }

    /** Begins a further occurrence of a repeated group; what is noted in it is also noted in this. */
    public Arguments group(final String name) {
        final Arguments group = new Arguments(this);
        groups.computeIfAbsent(name, key -> new ArrayList<>()).add(group);
        return group;
    }

    /** What encloses this group, null at the outermost. */
    public Arguments parent() {
        return parent;
    }

    boolean has(final String name) {
        return words.contains(name) || values.containsKey(name) || !groups(name).isEmpty();
    }

    List<Value> values(final String name) {
        return values.getOrDefault(name, List.of());
    }

    List<Arguments> groups(final String name) {
        return groups.getOrDefault(name, List.of());
    }
}
