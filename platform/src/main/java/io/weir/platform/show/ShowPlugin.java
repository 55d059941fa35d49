package io.weir.platform.show;

import io.weir.platform.gaps.GapWatch;
import io.weir.platform.graph.Graph;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.plugin.PluginHost;
import io.weir.platform.plugin.PluginSet;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.registry.Registries;
import io.weir.platform.reference.Reference;
import io.weir.platform.thread.BarrierStats;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.MainLoop;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.List;

/** Brings the operator's commands, a class for each concern. */
public final class ShowPlugin extends WeirPlugin {
    /** Commands about one concern. */
    @FunctionalInterface
    interface Commands {
        void register(Registrar registrar);
    }

    private final LogRing log;
    private final List<Commands> all;

    /**
     * Commands about one host.
     *
     * @param plugins its plugins.
     * @param changes changes to them.
     * @param gaps what made turns of its threads long.
     * @param startedNs when it was built, in nanoseconds of {@link System#nanoTime}.
     */
    public ShowPlugin(
            final HostServices host,
            final PluginSet plugins,
            final PluginHost changes,
            final GapWatch gaps,
            final long startedNs) {
        final Graph graph = host.graph();
        final MainLoop main = host.main();
        final List<GraphLoop> threads = host.threads();
        final InterfaceTable interfaces = host.interfaces();
        final Registries registries = host.registries();
        final BarrierStats barrier = main.barrierStats();
        log = new LogRing(barrier::logged);
        final NodeStates states = new NodeStates(interfaces.placement(), main);
        final RuntimeBaseline baseline = new RuntimeBaseline(graph, threads, main, startedNs);
        all = List.of(
                new RuntimeCommands(graph, threads, interfaces, states, baseline),
                new ErrorCommands(graph, threads),
                new InterfaceCommands(graph, interfaces),
                new InterfaceSettings(interfaces),
                new SubInterfaceCommands(interfaces),
                new RxCommands(threads, interfaces),
                new HardwareCommands(threads, interfaces),
                new FeatureCommands(graph, interfaces),
                new NodeCommands(graph, threads, states),
                new TraceCommands(graph, threads, main, startedNs),
                new BufferCommands(graph, threads, main, registries.heldBuffers()),
                new ThreadCommands(threads, registries.handoffs()),
                new BarrierCommands(barrier),
                new GapCommands(threads, gaps),
                new VersionCommands(barrier, host.configuration(), startedNs),
                new PluginCommands(plugins, changes, host.quarantine(), registries.declarations()),
                new PluginChangeCommands(changes),
                new FaultCommands(threads, host.quarantine(), plugins),
                new ReferenceCommands(() -> new Reference(host, plugins)),
                new LogCommands(log));
    }

    @Override
    public void register(final Registrar registrar) {
        all.forEach(commands -> commands.register(registrar));
    }

    @Override
    public void start() {
        log.attach();
    }

    @Override
    public void stop() {
        log.detach();
    }
}
