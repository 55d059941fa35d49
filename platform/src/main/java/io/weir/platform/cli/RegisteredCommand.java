package io.weir.platform.cli;

import io.weir.cli.ArgumentType;
import io.weir.cli.CommandPattern.Element;
import io.weir.cli.CommandSpec;
import java.util.Map;

/**
 * A command with its argument types looked up.
 *
 * @param spec as declared
 * @param owner who declared it, a plugin's name or {@code core}
 * @param types for every argument of the pattern
 * @param shape the pattern with what doesn't tell it from others left out
 */
record RegisteredCommand(CommandSpec spec, String owner, Map<Element.Argument, ArgumentType<?>> types, String shape) {

    ArgumentType<?> type(final Element.Argument argument) {
        return types.get(argument);
    }
}
