package io.weir.platform.reference;

import io.weir.cli.CommandSpec;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.IndexedCounter;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.platform.config.Configuration;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.Reasons;
import io.weir.platform.plugin.LoadedPlugin;
import io.weir.platform.plugin.PluginSet;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.registry.Registries;
import io.weir.plugin.ScratchField;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gathers what a host's registries hold, by owner. On main. */
final class Registry {
    private static final String BUILT_IN = "Built into the platform";
    private static final String NO_DESCRIPTION = "A plugin without a description";
    /** What parts of the platform are, which have no manifest that says it. */
    private static final Map<String, String> PLATFORM = Map.of(
            "core", "The engine, Ethernet, the command line, and the configuration of the host",
            "l2patch", "Cross-connecting two interfaces",
            "loopback", "Loopback interfaces",
            "pg", "The packet generator",
            "show", "Looking at a host, and setting its interfaces",
            "stats", "The statistics segment, from which other processes read counters",
            "tap", "Interfaces to the kernel of this machine or of a namespace");

    private final Graph graph;
    private final Configuration configuration;
    private final Registries registries;
    private final SortedMap<String, List<CommandSpec>> commands;
    private final List<Node> nodes;
    private final Map<String, String> descriptions = new HashMap<>();
    private final Map<String, List<String>> exported = new HashMap<>();

    private Registry(final HostServices host, final PluginSet plugins) {
        graph = host.graph();
        configuration = host.configuration().get();
        registries = host.registries();
        commands = host.commands().byOwner();
        final Set<String> generated = host.interfaces().all().stream()
                .map(Interface::name)
                .flatMap(name -> List.of(name + "-output", name + "-tx").stream())
                .collect(Collectors.toSet());
        nodes = graph.nodes().stream()
                .filter(node -> !generated.contains(node.name()))
                .toList();
        for (final LoadedPlugin plugin : plugins.loaded()) {
            final String text = plugin.archive().description();
            descriptions.put(plugin.id(), text.isBlank() ? NO_DESCRIPTION : text);
            exported.put(
                    plugin.id(), plugin.archive().exports().stream().sorted().toList());
        }
    }

    /** All parts, those of the platform first. */
    static List<Part> of(final HostServices host, final PluginSet plugins) {
        final Registry registry = new Registry(host, plugins);
        return registry.owners().stream()
                .map(registry::part)
                .sorted(Comparator.comparing(part -> registry.descriptions.containsKey(part.owner())))
                .toList();
    }

    private Set<String> owners() {
        final Set<String> owners = new TreeSet<>(commands.keySet());
        owners.addAll(configuration.owners());
        owners.addAll(registries.declarations().owners());
        nodes.forEach(node -> owners.add(node.owner()));
        graph.arcs().forEach(arc -> owners.add(arc.owner()));
        graph.reasons().declared().forEach(owned -> owners.add(owned.owner()));
        registries.counters().all().forEach(counter -> owners.add(owner(counter)));
        registries.scratch().fields().forEach(field -> owners.add(field.owner()));
        return owners;
    }

    private Part part(final String owner) {
        return new Part(
                owner,
                descriptions.getOrDefault(owner, PLATFORM.getOrDefault(owner, BUILT_IN)),
                commands.getOrDefault(owner, List.of()),
                configuration.sections(owner),
                sorted(registries.declarations().settings(owner), setting -> setting.declaration()
                        .name()),
                nodes.stream().filter(node -> node.owner().equals(owner)).toList(),
                sorted(
                        graph.arcs().stream()
                                .filter(arc -> arc.owner().equals(owner))
                                .toList(),
                        Arc::name),
                sorted(registries.declarations().deviceClasses(owner), DeviceClass::name),
                sorted(reasons(owner), DropReason::name),
                sorted(
                        registries.counters().all().stream()
                                .filter(counter -> owner(counter).equals(owner))
                                .toList(),
                        Counter::name),
                sorted(
                        registries.indexed().all().stream()
                                .filter(counter -> counter.name().startsWith(owner + "/"))
                                .toList(),
                        IndexedCounter::name),
                sorted(
                        registries.scratch().fields().stream()
                                .filter(field -> field.owner().equals(owner))
                                .toList(),
                        ScratchField::name),
                exported.getOrDefault(owner, List.of()),
                registries.exports().types(owner));
    }

    private List<DropReason> reasons(final String owner) {
        return graph.reasons().declared().stream()
                .filter(owned -> owned.owner().equals(owner))
                .map(Reasons.Owned::reason)
                .toList();
    }

    private static String owner(final Counter counter) {
        return counter.name().substring(0, Math.max(0, counter.name().indexOf('/')));
    }

    private static <T> List<T> sorted(final List<T> all, final Function<T, String> name) {
        return all.stream().sorted(Comparator.comparing(name)).toList();
    }
}
