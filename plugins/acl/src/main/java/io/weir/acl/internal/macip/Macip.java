package io.weir.acl.internal.macip;

import io.weir.graph.FeatureArc;
import io.weir.plugin.Registrar;
import io.weir.plugin.Statistics;
import java.util.List;
import java.util.stream.IntStream;

/** All of it, as the plugin has it. Main only. */
public final class Macip {
    /** The node. */
    public static final String NODE = "acl-plugin-in-macip";

    private final MacipLists lists;

    /** No lists; registers what there is to it. */
    public Macip(final Registrar host) {
        lists = new MacipLists(
                host, (swIfIndex, on) -> host.features().enable(FeatureArc.ETHERNET_L3, NODE, swIfIndex, on));
        host.state(
                "macip",
                MacipState.State.class,
                () -> MacipState.export(lists),
                state -> MacipState.take(state, lists));
        final MacipReasons reasons = MacipReasons.declare(host);
        host.node(NODE, worker -> new MacipNode(lists, reasons, worker))
                .feature(FeatureArc.ETHERNET_L3)
                .traceRecord(MacipTrace::format);
        new MacipCommands(host, lists).register();
        host.usesMemory("macip lists", lists::memory);
        host.statistics(this::publish);
    }

    /** Matches of each rule, as those of other lists. */
    private void publish(final Statistics to) {
        for (final MacipList list : lists.all()) {
            final int count = list.rules().size();
            final String name = "/acl/macip/" + list.index() + "/matches";
            to.counters(
                    name,
                    List.of(),
                    IntStream.range(0, count)
                            .mapToLong(rule -> lists.packets(list.index(), rule))
                            .toArray());
            to.counters(
                    name + "-bytes",
                    List.of(),
                    IntStream.range(0, count)
                            .mapToLong(rule -> lists.bytes(list.index(), rule))
                            .toArray());
        }
    }

    /** The nodes are there. */
    public void start() {
        lists.start();
    }

    /** An interface goes. */
    public void forget(final int swIfIndex) {
        lists.forget(swIfIndex);
    }

    /** Does away with what no worker uses any more; returns whether something is left. */
    public boolean sweep() {
        return lists.sweep();
    }

    /** No worker runs nodes of this plugin any more. */
    public void close() {
        lists.close();
    }
}
