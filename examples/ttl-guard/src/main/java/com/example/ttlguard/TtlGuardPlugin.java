package com.example.ttlguard;

import static io.weir.graph.Order.before;

import io.weir.cli.CommandCall;
import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Unit;
import io.weir.memory.Buffer;
import io.weir.net.PacketText;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Drops IPv4 packets whose TTL is below a floor. */
public final class TtlGuardPlugin extends WeirPlugin {
    static final Setting<Integer> FLOOR =
            Setting.of("floor", SettingTypes.integer(1, 255), 2, "Lowest TTL that is forwarded");

    /**
     * What the next version takes over.
     *
     * @param tables of the threads, as {@link LowTtlSources} draws them.
     */
    record SourcesState(long[][] tables) {}

    private Registrar host;
    private LiveSetting<Integer> floor;
    private Counter checked;
    private LowTtlSources sources;

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        sources = LowTtlSources.forThreads(host.workers().size());
        // The tables themselves: what workers note until the new version stands in the graph is in them too.
        host.state(
                "sources",
                SourcesState.class,
                () -> new SourcesState(sources.tables()),
                state -> sources = LowTtlSources.of(state.tables()));
        floor = host.setting(FLOOR);
        checked = host.counter("checked", Unit.PACKETS);
        final DropReason ttlLow = host.dropReason("ttl-low", "TTL below the floor", DropReason.Severity.ERROR);

        host.node("ttl-guard", worker -> new TtlGuardNode(worker, floor, checked.on(worker), ttlLow, sources))
                .feature(FeatureArc.IP4_UNICAST, before("ip4-lookup"))
                .trace((buffer, out) -> PacketText.ip4(Buffer.data(buffer), PacketText.captured(buffer), out));

        host.command("set ttl-guard floor <ttl:int 1..255>", "Set the lowest TTL that is forwarded")
                .run(call -> floor.set(call.getInt("ttl")));
        host.command("show ttl-guard", "Show the floor, and from where packets come that are below it")
                .run(this::show);
        host.command("clear ttl-guard", "Forget from where packets came that were below the floor")
                .run(call -> host.atBarrier("clear ttl-guard", sources::clear));
    }

    private void show(final CommandCall call) {
        call.println("floor %d, %d packets checked", floor.get(), checked.sum());
        // Workers write their tables while they forward: the barrier makes them stand for as long as a copy takes.
        final LowTtlSources[] copy = new LowTtlSources[1];
        host.atBarrier("show ttl-guard", () -> copy[0] = sources.copy());
        copy[0].print(call, host.workers().getFirst().nowNs());
    }
}
