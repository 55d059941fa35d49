package io.weir.platform.plugin.ledger;

import io.weir.cli.CommandSpec;
import io.weir.config.LiveSetting;
import io.weir.graph.Next;
import io.weir.iface.DeviceClass;
import io.weir.platform.graph.ArcSpec;
import io.weir.platform.graph.Node;
import io.weir.platform.plugin.state.PluginStates;
import io.weir.platform.thread.Process;
import io.weir.platform.thread.WorkerHooks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** What a plugin has described in {@code register}, and what of it comes to the host only when all of it does. Main only. */
public final class Described {
    final List<Node> nodes = new ArrayList<>();
    /** Names of nodes that it sends to. */
    final Set<String> nexts = new LinkedHashSet<>();
    /** Names of nodes that it sends to if they are there. */
    final Set<String> optionalNexts = new LinkedHashSet<>();

    final List<ArcSpec> arcs = new ArrayList<>();
    final Map<Integer, Next> etherTypes = new LinkedHashMap<>();
    final List<CommandSpec> commands = new ArrayList<>();
    /** Patterns of commands that nobody has said yet what they do. */
    final List<String> begun = new ArrayList<>();

    final List<Process> processes = new ArrayList<>();
    final List<DeviceClass> deviceClasses = new ArrayList<>();
    final Map<String, LiveSetting<?>> settings = new LinkedHashMap<>();
    final List<OptionalService> optional = new ArrayList<>();
    final PluginStates states = new PluginStates();
    final List<WorkerHooks> hooks = new ArrayList<>();
    /** As {@code name (unit)}. */
    final List<String> counters = new ArrayList<>();

    final Map<String, LongSupplier> memory = new LinkedHashMap<>();

    Described() {}

    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** Names of nodes that it sends packets to and expects to be there. */
    public Set<String> nexts() {
        final Set<String> expected = new LinkedHashSet<>(nexts);
        for (final Node node : nodes) {
            node.nexts().stream()
                    .map(Next::node)
                    .filter(name -> !optionalNexts.contains(name))
                    .forEach(expected::add);
        }
        return Set.copyOf(expected);
    }

    /** Arcs that were defined. */
    public List<ArcSpec> arcs() {
        return List.copyOf(arcs);
    }

    /** EtherTypes that were claimed, and the nodes they go to. */
    public Map<Integer, Next> etherTypes() {
        return Map.copyOf(etherTypes);
    }

    public List<CommandSpec> commands() {
        return List.copyOf(commands);
    }

    /** How many processes. */
    public int processCount() {
        return processes.size();
    }

    public List<DeviceClass> deviceClasses() {
        return List.copyOf(deviceClasses);
    }

    /** Settings by name. */
    public Map<String, LiveSetting<?>> settings() {
        return Map.copyOf(settings);
    }

    /** Counters, as {@code name (unit)}. */
    public List<String> counters() {
        return List.copyOf(counters);
    }

    /** Sizes of its tables in bytes, as it tells them. */
    public Map<String, LongSupplier> memory() {
        return Map.copyOf(memory);
    }
}
