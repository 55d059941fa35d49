package io.weir.platform.show;

import io.weir.iface.RxMode;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.Node;
import io.weir.platform.plugin.RunningHost;
import io.weir.platform.thread.Process;

/** What a node is doing on a thread, in VPP's words. */
final class NodeState {
    private NodeState() {}

    static String of(final RunningHost host, final Node node, final int thread) {
        return switch (node.type()) {
            case INTERNAL -> "active";
            case PRE_INPUT -> "polling";
            case INPUT -> input(host, node, thread);
            case PROCESS -> '"' + process(host, node) + '"';
        };
    }

    private static String input(final RunningHost host, final Node node, final int thread) {
        if (((InputRuntime) node.runtime(thread)).polling()) {
            return "polling";
        }
        final boolean waits = host.interfaces().placement().rows().stream()
                .anyMatch(row ->
                        row.inputNode().equals(node.name()) && row.thread() == thread && row.mode() != RxMode.POLLING);
        return waits ? "interrupt" : "disabled";
    }

    private static String process(final RunningHost host, final Node node) {
        return host.processes().stream()
                .filter(process -> process.node() == node)
                .map(Process::state)
                .findFirst()
                .orElse(Process.State.DONE)
                .toString();
    }
}
