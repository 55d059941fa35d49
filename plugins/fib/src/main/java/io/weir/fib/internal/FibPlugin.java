package io.weir.fib.internal;

import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.fib.Fib;
import io.weir.fib.Forwarding;
import io.weir.fib.internal.cli.FibCommands;
import io.weir.fib.internal.cli.FlowSeedCommand;
import io.weir.fib.internal.cli.NeighborConfigCommand;
import io.weir.fib.internal.cli.ObjectText;
import io.weir.fib.internal.cli.PathMtuText;
import io.weir.fib.internal.cli.ReassemblyCommand;
import io.weir.fib.internal.cli.UnnumberedCommand;
import io.weir.fib.internal.neighbor.NeighborProcess;
import io.weir.fib.internal.ping.PingCommand;
import io.weir.fib.internal.ping.PingProcess;
import io.weir.graph.DropReason;
import io.weir.net.FlowHash;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Forwarding for any family: tables, sources, paths, adjacencies, neighbours and watches. It knows no header. */
public final class FibPlugin extends WeirPlugin {
    private static final Setting<Long> FLOW_HASH_SEED = Setting.of(
            "flow-hash-seed",
            SettingTypes.number(0, Long.MAX_VALUE),
            null,
            "Makes the shares of flows among a route's paths the same at each start, and as on hosts with the same number; else random");

    private static final SectionSpec SECTION =
            SectionSpec.of("fib", "Forwarding").with(FLOW_HASH_SEED);

    private Core core;
    private FibState state;

    @Override
    public void register(final Registrar host) {
        final DropReason gone =
                host.dropReason("neighbor-family-gone", "family of a waiting packet is gone", DropReason.Severity.INFO);
        final Long seed = host.config(SECTION).value(FLOW_HASH_SEED);
        core = new Core(host, gone, seed == null ? FlowHash.SEED : FlowHash.seed(seed));
        state = new FibState(core);
        state.register(host);
        final ObjectText text = new ObjectText(core.objects(), core.routes().tables()::get, host.interfaces());
        core.routes().walks().connect(host.process("fib-walk", core.routes().walks()));
        core.neighbors()
                .connect(host.process(
                        "ip-neighbor-age-process", new NeighborProcess(core.neighbors(), core.resolution())));
        core.pathMtuLearning().connect(host.process("ip-pmtu-age-process", core.pathMtuLearning()));
        host.holdsBuffers("packets that wait for a neighbor", core.neighbors()::held);
        host.usesMemory("routes", core::routeBytes);
        final PingProcess pings = new PingProcess();
        pings.connect(host.process("ping-process", pings));
        new PingCommand(core, pings).register(host);
        new FlowSeedCommand(seed).register(host);
        new ReassemblyCommand(core.families()).register(host);
        new NeighborConfigCommand(core.neighbors(), core.families()).register(host);
        new UnnumberedCommand(core.families()).register(host);
        new FibCommands(core.families()::all, core.routes(), core.objects(), text).register(host);
        new PathMtuText(core.routes().pathMtus(), core.pathMtuLearning(), core.objects(), host.interfaces())
                .register(host);
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
