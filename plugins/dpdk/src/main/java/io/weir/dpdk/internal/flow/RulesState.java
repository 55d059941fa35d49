package io.weir.dpdk.internal.flow;

import java.util.List;
import java.util.Map;

/**
 * All rules, as they go over to the next version of the plugin; devices go on with them meanwhile.
 *
 * @param flows in the order of their indices.
 */
public record RulesState(List<FlowState> flows) {
    /**
     * A rule.
     *
     * @param index its number.
     * @param words its definition, as {@link FlowSpec#words}.
     * @param placements by the names of the ports' interfaces.
     */
    record FlowState(int index, Map<String, String> words, Map<String, PlacementState> placements) {}

    /**
     * A rule on one port.
     *
     * @param handle what the driver knows it by, or 0.
     * @param packets counted before the port was last stopped.
     * @param bytes likewise.
     */
    record PlacementState(long handle, long packets, long bytes) {}
}
