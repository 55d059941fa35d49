package io.weir.platform.cli;

import io.weir.cli.ArgumentType;
import io.weir.cli.ArgumentTypes;
import io.weir.cli.CommandPattern.Element;
import java.util.HashMap;
import java.util.Map;

/** Argument types by name: those of {@link ArgumentTypes}, and those that the host and plugins add. Main only. */
final class ArgumentRegistry {

    private final Map<String, ArgumentType<?>> added = new HashMap<>();

    Registration register(final String name, final ArgumentType<?> type) {
        if (ArgumentTypes.named(name, "") != null || added.putIfAbsent(name, type) != null) {
            throw new IllegalArgumentException("argument type `" + name + "' is there already");
        }
        return () -> added.remove(name, type);
    }

    /**
     * The type of an argument; {@code <x>} is of type x if there is one, else a word.
     *
     * @throws IllegalArgumentException if there is no such type
     */
    ArgumentType<?> resolve(final Element.Argument argument) {
        if (argument.type().isEmpty()) {
            final ArgumentType<?> sameName = find(argument.name(), "");
            return sameName == null ? ArgumentTypes.word() : sameName;
        }
        final ArgumentType<?> type = find(argument.type(), argument.parameter());
        if (type == null) {
            throw new IllegalArgumentException("<%s:%s>: there is no argument type `%s'"
                    .formatted(
                            argument.name(), argument.type(), (argument.type() + " " + argument.parameter()).strip()));
        }
        return type;
    }

    private ArgumentType<?> find(final String name, final String parameter) {
        final ArgumentType<?> type = parameter.isEmpty() ? added.get(name) : null;
        return type == null ? ArgumentTypes.named(name, parameter) : type;
    }
}
