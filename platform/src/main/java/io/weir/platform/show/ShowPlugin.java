package io.weir.platform.show;

import io.weir.platform.plugin.RunningHost;
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

    private final RunningHost host;
    private final LogRing log = new LogRing();

    public ShowPlugin(final RunningHost host) {
        this.host = host;
    }

    @Override
    public void register(final Registrar registrar) {
        final List<Commands> all = List.of(
                new RuntimeCommands(host),
                new ErrorCommands(host),
                new InterfaceCommands(host),
                new InterfaceSettings(host),
                new SubInterfaceCommands(host),
                new RxCommands(host),
                new HardwareCommands(host),
                new FeatureCommands(host),
                new NodeCommands(host),
                new TraceCommands(host),
                new BufferCommands(host),
                new ThreadCommands(host),
                new BarrierCommands(host),
                new VersionCommands(host),
                new PluginCommands(host),
                new PluginChangeCommands(host),
                new FaultCommands(host),
                new ReferenceCommands(host),
                new LogCommands(log));
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
