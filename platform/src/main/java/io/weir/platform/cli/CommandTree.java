package io.weir.platform.cli;

import io.weir.cli.ArgumentType;
import io.weir.cli.CommandPattern.Element;
import io.weir.cli.CommandSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All commands there are. Commands share words ({@code show interface [<interface>]}, {@code show interface address})
 * and even patterns that differ in an argument's type only ({@code ip route <prefix:ip4-prefix>} from one plugin, the
 * same with {@code ip6-prefix} from another). Main only.
 */
public final class CommandTree {

    private final ArgumentRegistry argumentTypes = new ArgumentRegistry();
    private final Map<String, RegisteredCommand> byShape = new HashMap<>();
    private List<Branch> beginnings;

    /**
     * Adds a command.
     *
     * @param owner the plugin's name, for messages
     * @return takes the command away
     * @throws IllegalArgumentException if a line would fit a command of another owner, or of the same shape, as well,
     *     or an argument's type is unknown
     */
    public Registration register(final String owner, final CommandSpec spec) {
        final RegisteredCommand command = command(owner, spec);
        refuseClash(command, Set.of());
        byShape.put(command.shape(), command);
        beginnings = null;
        return () -> {
            byShape.remove(command.shape(), command);
            beginnings = null;
        };
    }

    /**
     * Checks that a command could be added once the commands of some plugins have gone.
     *
     * @throws IllegalArgumentException as {@link #register} does
     */
    public void check(final String owner, final CommandSpec spec, final Set<String> leaving) {
        refuseClash(command(owner, spec), leaving);
    }

    private RegisteredCommand command(final String owner, final CommandSpec spec) {
        final Map<Element.Argument, ArgumentType<?>> types = new HashMap<>();
        try {
            PatternShape.arguments(
                    spec.pattern().root(), argument -> types.put(argument, argumentTypes.resolve(argument)));
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException("command `" + spec.pattern() + "': " + e.getMessage(), e);
        }
        return new RegisteredCommand(
                spec, owner, Map.copyOf(types), PatternShape.of(spec.pattern().root()));
    }

    private void refuseClash(final RegisteredCommand command, final Set<String> leaving) {
        for (final RegisteredCommand other : byShape.values()) {
            final boolean clashes = other.shape().equals(command.shape())
                    || !other.owner().equals(command.owner()) && Overlap.of(command, other);
            if (clashes && !leaving.contains(other.owner())) {
                throw new IllegalArgumentException("command `%s' of %s clashes with `%s' of %s"
                        .formatted(
                                command.spec().pattern(),
                                command.owner(),
                                other.spec().pattern(),
                                other.owner()));
            }
        }
    }

    /**
     * Adds a type of argument that patterns registered later may name.
     *
     * @return takes the type away; commands that use it keep it
     * @throws IllegalArgumentException if there is a type of that name
     */
    public Registration registerType(final String name, final ArgumentType<?> type) {
        return argumentTypes.register(name, type);
    }

    /** Every command, sorted by its pattern. */
    public List<CommandSpec> commands() {
        return byShape.values().stream()
                .map(RegisteredCommand::spec)
                .sorted(Comparator.comparing(spec -> spec.pattern().toString()))
                .toList();
    }

    /** Every command by who declared it, both sorted. */
    public SortedMap<String, List<CommandSpec>> byOwner() {
        return byShape.values().stream()
                .sorted(Comparator.comparing(command -> command.spec().pattern().toString()))
                .collect(Collectors.groupingBy(
                        RegisteredCommand::owner,
                        TreeMap::new,
                        Collectors.mapping(RegisteredCommand::spec, Collectors.toList())));
    }

    /** The branches with which every line begins. */
    List<Branch> beginnings() {
        if (beginnings == null) {
            final List<Branch> all = new ArrayList<>();
            byShape.values().stream()
                    .sorted(Comparator.comparing(RegisteredCommand::shape))
                    .forEach(command -> Branch.start(command).expand(all));
            beginnings = List.copyOf(all);
        }
        return beginnings;
    }
}
