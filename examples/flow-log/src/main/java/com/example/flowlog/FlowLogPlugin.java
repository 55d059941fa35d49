package com.example.flowlog;

import static io.weir.graph.Order.before;

import io.weir.cli.CommandCall;
import io.weir.graph.FeatureArc;
import io.weir.graph.Handoff;
import io.weir.graph.Worker;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Counts packets of flows without a lock or an atomic: each flow is one thread's. */
public final class FlowLogPlugin extends WeirPlugin {
    private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

    /**
     * What the next version takes over: the arrays themselves, so what threads count until it stands in the graph isn't lost.
     *
     * @param packets by thread and bucket.
     */
    record FlowState(long[][] packets) {}

    /** What a thread tells main. */
    record Told(long packets, int flows, long lastSecond) {}

    private Registrar host;
    private long[][] packets;
    private FlowTable[] tables;

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        packets = new long[host.workers().size()][FlowTable.BUCKETS];
        host.state("flows", FlowState.class, () -> new FlowState(packets), this::take);

        // On the thread that owns the flow: counts, then goes on as if the feature had let the packet pass there.
        host.node("flow-log-owner", worker -> new OwnerNode(table(worker)))
                .resumesArc(FeatureArc.IP4_UNICAST, "flow-log")
                .traceRecord(FlowLogPlugin::format)
                .nexts(host.next("ip4-lookup"));
        final Handoff owners = host.handoff("flow-log-handoff", host.next("flow-log-owner"));
        host.node("flow-log", worker -> new FlowLogNode(worker, owners, table(worker)))
                .feature(FeatureArc.IP4_UNICAST, before("ip4-lookup"))
                .onFeature((arc, swIfIndex, on) ->
                        host.log().info("flows of interface {} are {}", swIfIndex, on ? "counted" : "counted no more"))
                .traceRecord(FlowLogPlugin::format);

        // On each thread itself: a timer belongs to the thread that sets it.
        host.workerHooks(this::tick, worker -> {});
        host.command("show flow-log", "Show what each thread has counted").run(this::show);
        host.command("clear flow-log", "Begin to count anew")
                .run(call -> host.fromEachWorker(worker -> {
                    Arrays.fill(packets[worker.index()], 0);
                    return null;
                }));
    }

    private static void format(final long[] fields, final StringBuilder out) {
        out.append("flow bucket ")
                .append(fields[0])
                .append(", packet ")
                .append(fields[1])
                .append('\n');
    }

    /** The arrays of the version before; there are as many threads as then. */
    private void take(final FlowState state) {
        packets = state.packets();
    }

    /** Each thread's, made when the first asks: after the state was taken. */
    private FlowTable table(final Worker worker) {
        if (tables == null) {
            tables = new FlowTable[packets.length];
            for (int i = 0; i < tables.length; i++) {
                tables[i] = new FlowTable(packets[i]);
            }
        }
        return tables[worker.index()];
    }

    private void tick(final Worker worker) {
        worker.timers().schedule(SECOND_NS, nowNs -> {
            tables[worker.index()].tick();
            tick(worker);
        });
    }

    private void show(final CommandCall call) {
        // Each thread reads its own table between two of its turns; nobody waits at a barrier.
        final List<Told> told = host.fromEachWorker(worker -> {
            final FlowTable own = tables[worker.index()];
            return new Told(own.total(), own.flows(), own.lastSecond());
        });
        for (final Worker worker : host.workers()) {
            final Told own = told.get(worker.index());
            call.println(
                    "%s: %d packets of %d flows, %d in the last second",
                    worker.name(), own.packets(), own.flows(), own.lastSecond());
        }
    }
}
