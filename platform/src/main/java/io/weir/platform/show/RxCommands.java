package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.iface.RxMode;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.iface.RxPlacement;
import io.weir.platform.iface.RxPlacement.Row;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.Registrar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which thread takes packets from which receive queue, and how it learns of them. */
final class RxCommands implements ShowPlugin.Commands {
    private static final int ALL_QUEUES = -1;

    private final List<GraphLoop> threads;
    private final InterfaceTable interfaces;

    RxCommands(final List<GraphLoop> threads, final InterfaceTable interfaces) {
        this.threads = threads;
        this.interfaces = interfaces;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show interface rx-placement", "Show which thread polls which receive queue")
                .run(this::show);
        registrar
                .command(
                        "set interface rx-placement <interface> [queue <queue:int 0..65535>]"
                                + " ( worker <worker:int 0..255> | main )",
                        "Move receive queues to a worker or to main")
                .run(this::place);
        registrar
                .command(
                        "set interface rx-mode <interface> [queue <queue:int 0..65535>] polling|interrupt|adaptive",
                        "Set how receive queues are served")
                .run(this::mode);
    }

    private void show(final CommandCall call) {
        final Map<Integer, Map<String, List<Row>>> byThread = new TreeMap<>();
        for (final Row row : interfaces.placement().rows()) {
            byThread.computeIfAbsent(row.thread(), thread -> new LinkedHashMap<>())
                    .merge(row.inputNode(), List.of(row), RxCommands::join);
        }
        byThread.forEach((index, nodes) -> {
            final GraphLoop thread = threads.get(index);
            call.println("Thread %d (%s):", index, thread.name());
            nodes.forEach((node, rows) -> {
                call.println("  node %s:", node);
                call.<Row>forEach(
                        rows,
                        row -> call.println(
                                "    %s queue %d (%s%s)",
                                row.device(), row.queue(), row.mode(), row.quarantined() ? ", quarantined" : ""));
            });
        });
    }

    private static List<Row> join(final List<Row> some, final List<Row> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private void place(final CommandCall call) {
        int thread = 0;
        if (call.has("worker")) {
            final int workers = threads.size() - 1;
            thread = call.getInt("worker") + 1;
            if (thread > workers) {
                throw call.refuse(
                        workers == 0 ? "worker %d is not there, there are none" : "worker %d is not there, 0 to %d are",
                        thread - 1,
                        workers - 1);
            }
        }
        placement().place(name(call), queue(call), thread);
    }

    private void mode(final CommandCall call) {
        final RxMode mode =
                call.has("polling") ? RxMode.POLLING : call.has("interrupt") ? RxMode.INTERRUPT : RxMode.ADAPTIVE;
        placement().mode(name(call), queue(call), mode);
    }

    private RxPlacement placement() {
        return interfaces.placement();
    }

    private String name(final CommandCall call) {
        return interfaces.byIndex(call.getInterface("interface")).name();
    }

    private static int queue(final CommandCall call) {
        return call.getInt("queue", ALL_QUEUES);
    }
}
