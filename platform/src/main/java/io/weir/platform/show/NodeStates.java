package io.weir.platform.show;

import io.weir.iface.RxMode;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.Node;
import io.weir.platform.iface.RxPlacement;
import io.weir.platform.thread.MainLoop;
import io.weir.platform.thread.Process;

/**
 * What nodes are doing on a thread, in VPP's words.
 *
 * @param placement which receive queues input nodes have.
 * @param main where process nodes run.
 */
record NodeStates(RxPlacement placement, MainLoop main) {
    String of(final Node node, final int thread) {
        return switch (node.type()) {
            case INTERNAL -> "active";
            case PRE_INPUT -> "polling";
            case INPUT -> input(node, thread);
            case PROCESS -> '"' + process(node) + '"';
        };
    }

    private String input(final Node node, final int thread) {
        if (((InputRuntime) node.runtime(thread)).polling()) {
            return "polling";
        }
        final boolean waits = placement.rows().stream()
                .anyMatch(row ->
                        row.inputNode().equals(node.name()) && row.thread() == thread && row.mode() != RxMode.POLLING);
        return waits ? "interrupt" : "disabled";
    }

    private String process(final Node node) {
        return main.processes().stream()
                .filter(process -> process.node() == node)
                .map(Process::state)
                .findFirst()
                .orElse(Process.State.DONE)
                .toString();
    }
}
