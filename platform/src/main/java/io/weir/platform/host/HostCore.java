package io.weir.platform.host;

import io.weir.iface.Interfaces;
import io.weir.platform.cli.BasicCommands;
import io.weir.platform.cli.CommandTree;
import io.weir.platform.cli.Interpreter;
import io.weir.platform.config.CurrentConfiguration;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeType;
import io.weir.platform.iface.InterfaceSupport;
import io.weir.platform.iface.LocalDevice;
import io.weir.platform.offload.SoftwareOffloads;
import io.weir.platform.plugin.BuiltIns;
import io.weir.platform.plugin.PluginSet;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.registry.Registries;
import io.weir.platform.punt.PuntPlugin;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.MainLoop;
import io.weir.platform.thread.TurnQuiescence;
import java.util.List;
import org.agrona.concurrent.NanoClock;

/** An engine with interfaces, commands and registries, and the nodes without which no plugin can be. Main only. */
final class HostCore implements AutoCloseable {
    /** Id of the part of the platform that brings the nodes here. */
    static final String ID = "core";

    private final Engine engine;
    private final HostServices services;
    private final BuiltIns builtIns;
    private final PluginSet plugins;
    private final Interpreter interpreter;

    /** Makes the calling thread main; workers don't run yet. */
    HostCore(final HostOptions options, final NanoClock clock, final CurrentConfiguration configuration) {
        engine = new Engine(options, clock);
        final Graph graph = engine.graph();
        final MainLoop main = engine.main();
        final List<GraphLoop> threads = engine.threads();
        final CommandTree commands = new CommandTree();
        interpreter = new Interpreter(commands);
        final InterfaceSupport interfaces = InterfaceSupport.create(
                graph, threads, new MainChanges(main), engine.counters(), new SoftwareOffloads(graph.reasons()));
        services = new HostServices(
                main,
                threads,
                graph,
                interfaces.table(),
                interfaces.etherTypes(),
                commands,
                engine.quarantine(),
                new TurnQuiescence(threads),
                configuration,
                Registries.empty(threads.size()));
        builtIns = new BuiltIns(services);
        plugins = new PluginSet(builtIns::has);
        insertNodes(interfaces);
        NamedTypes.register(commands, graph, interfaces.table(), plugins);
        BasicCommands.register(interpreter, new TaskTime(main));
        interfaces.table().register(new LocalDevice(), new Interfaces.Spec("local0", 0, 0));
    }

    private void insertNodes(final InterfaceSupport interfaces) {
        final Graph graph = engine.graph();
        final MainLoop main = engine.main();
        final List<GraphLoop> threads = engine.threads();
        builtIns.insert(ID, interfaces.nodes());
        builtIns.insert("punt", new PuntPlugin(graph.reasons()::print));
        final Node epoll = Node.input(
                "unix-epoll-input",
                NodeType.PRE_INPUT,
                ID,
                worker -> threads.get(worker.index()).files(),
                null);
        final Node requests = Node.process(MainLoop.REQUEST_PROCESS, ID);
        graph.insert(ID, List.of(epoll, requests));
        main.start(main.process(requests, main::serveRequests, main));
    }

    /** Takes everything back and gives the memory back; when no worker runs any more. */
    @Override
    public void close() {
        builtIns.removeAll();
        services.registries().close();
        engine.close();
    }

    Engine engine() {
        return engine;
    }

    HostServices services() {
        return services;
    }

    BuiltIns builtIns() {
        return builtIns;
    }

    PluginSet plugins() {
        return plugins;
    }

    Interpreter interpreter() {
        return interpreter;
    }
}
