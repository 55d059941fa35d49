package io.weir.platform.cli;

import io.weir.cli.ArgumentType;
import io.weir.cli.CommandException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An argument that names something the host has: an interface, a node, a plugin.
 *
 * @param <T> the value, such as the sw_if_index
 * @param noun what it is, {@code interface}
 * @param lookup the value of a name, null if there is none
 * @param names all there are, for completion
 */
public record NamedType<T>(String noun, Function<String, T> lookup, Supplier<Collection<String>> names)
        implements ArgumentType<T> {

    @Override
    public String description() {
        return ("aeiou".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
    }

    @Override
    public T parse(final String word) {
        final T value = lookup.apply(word);
        if (value == null) {
            throw new CommandException("unknown " + noun + " `" + word + "'");
        }
        return value;
    }

    @Override
    public boolean resembles(final String word) {
        return !word.isEmpty() && Character.isLetter(word.charAt(0));
    }

    @Override
    public List<String> candidates(final String typed) {
        return names.get().stream()
                .filter(name -> name.startsWith(typed))
                .sorted()
                .toList();
    }
}
