package io.weir.dpdk.internal.flow;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A rule by its index, and the ports that it is enabled on, by the names of their interfaces. Main only. */
final class Flow {
    /** A rule on one port. */
    static final class Placement {
        /** What the driver knows it by, or 0 while the device doesn't have it. */
        long handle;
        /** Why a running device doesn't have it, or null. */
        String reason;
        /** Counted before the port was last stopped. */
        long packets;

        long bytes;

        boolean inDevice() {
            return handle != 0;
        }
    }

    final int index;
    final FlowSpec spec;
    final Map<String, Placement> placements = new TreeMap<>();

    Flow(final int index, final FlowSpec spec) {
        this.index = index;
        this.spec = spec;
    }

    /** The mark that its packets carry, or -1. */
    long mark() {
        return spec.actions().markOf(index);
    }

    /** Where its packets enter the graph, or null for the ordinary way. */
    String node() {
        return spec.actions().node();
    }

    /** Whether its packets and those of another carry one mark, but go to different places. */
    boolean misleads(final Flow other) {
        return mark() >= 0 && mark() == other.mark() && !Objects.equals(node(), other.node());
    }

    /** The rule for the next version of the plugin. */
    RulesState.FlowState export() {
        final Map<String, RulesState.PlacementState> placed = new TreeMap<>();
        placements.forEach((name, placement) ->
                placed.put(name, new RulesState.PlacementState(placement.handle, placement.packets, placement.bytes)));
        return new RulesState.FlowState(index, spec.words(), placed);
    }

    /** The rule of the version before. */
    static Flow imported(final RulesState.FlowState state) {
        final Flow flow = new Flow(state.index(), FlowParser.parse(state.words()));
        state.placements().forEach((name, placed) -> {
            final Placement placement = new Placement();
            placement.handle = placed.handle();
            placement.packets = placed.packets();
            placement.bytes = placed.bytes();
            flow.placements.put(name, placement);
        });
        return flow;
    }
}
