package io.weir.fib.internal;

import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.internal.cli.FibCommands;
import io.weir.fib.internal.cli.ObjectText;
import io.weir.fib.internal.cli.UnnumberedCommand;
import io.weir.fib.internal.neighbor.NeighborProcess;
import io.weir.fib.internal.ping.PingCommand;
import io.weir.fib.internal.ping.PingProcess;
import io.weir.graph.DropReason;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Forwarding for any family: tables, sources, paths, adjacencies, neighbours and watches. It knows no header. */
public final class FibPlugin extends WeirPlugin {
    private Core core;
    private FibState state;

    @Override
    public void register(final Registrar host) {
        final DropReason gone =
                host.dropReason("neighbor-family-gone", "family of a waiting packet is gone", DropReason.Severity.INFO);
        core = new Core(host, gone);
        state = new FibState(core);
        state.register(host);
        final ObjectText text = new ObjectText(core.objects(), core.routes().tables()::get, host.interfaces());
        core.routes().walks().connect(host.process("fib-walk", core.routes().walks()));
        core.neighbors()
                .connect(host.process(
                        "ip-neighbor-age-process", new NeighborProcess(core.neighbors(), core.resolution())));
        host.holdsBuffers("packets that wait for a neighbor", core.neighbors()::held);
        host.usesMemory("routes", core::routeBytes);
        final PingProcess pings = new PingProcess();
        pings.connect(host.process("ping-process", pings));
        new PingCommand(core, pings).register(host);
        new UnnumberedCommand(core.families()).register(host);
        new FibCommands(core.families()::all, core.routes(), core.objects(), text).register(host);
        host.export(Fib.class, consumer -> new FibView(core, state::superseded, text, consumer));
        host.export(Forwarding.class, consumer -> core.forwarding());
    }

    @Override
    public void start() {
        core.start();
    }

    @Override
    public void removed() {
        if (core != null) {
            state.giveUp();
            core.close();
        }
    }
}
