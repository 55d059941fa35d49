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
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What a plugin has described in {@code register}, and what of it comes to the host only when all of it does. Main only. */
final class Described {
    final List<Node> nodes = new ArrayList<>();
    final List<ArcSpec> arcs = new ArrayList<>();
    final Map<Integer, Next> etherTypes = new LinkedHashMap<>();
    final List<CommandSpec> commands = new ArrayList<>();
    final List<Process> processes = new ArrayList<>();
    final List<DeviceClass> deviceClasses = new ArrayList<>();
    final Map<String, LiveSetting<?>> settings = new LinkedHashMap<>();
    final List<OptionalService> optional = new ArrayList<>();
    final PluginStates states = new PluginStates();
    final List<WorkerHooks> hooks = new ArrayList<>();
    /** As {@code name (unit)}. */
    final List<String> counters = new ArrayList<>();

    final Map<String, LongSupplier> memory = new LinkedHashMap<>();
}
