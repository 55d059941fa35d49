package io.weir.platform.punt;

import io.weir.cli.CommandCall;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.TraceFormat;
import io.weir.plugin.Punt;
import io.weir.plugin.PuntReason;
import io.weir.plugin.Registrar;
import io.weir.plugin.ServiceConsumer;
import io.weir.plugin.WeirPlugin;

/** Where punted packets go, and where what was marked with a reason on its way is dropped or punted; as any plugin's. */
public final class PuntPlugin extends WeirPlugin {
    private final PuntTable table = new PuntTable();
    private final TraceFormat reason;

    /**
     * The host's.
     *
     * @param reason prints the reason in a packet.
     */
    public PuntPlugin(final TraceFormat reason) {
        this.reason = reason;
    }

    private record View(PuntTable table, ServiceConsumer consumer) implements Punt {
        @Override
        public PuntReason announce(final DropReason announced) {
            return table.announce(consumer, announced);
        }

        @Override
        public void deliver(final String name, final Next to) {
            table.deliver(consumer, name, to);
        }
    }

    @Override
    public void register(final Registrar host) {
        final DropReason noBuffers =
                host.dropReason("punt-no-buffers", "no buffers for copies", DropReason.Severity.WARN);
        host.node("error-punt", worker -> new PuntNode(table, worker, noBuffers))
                .trace(reason);
        host.node("drop-as-marked", worker -> PuntPlugin::drop).nexts(host.next("error-drop"));
        host.node("punt-as-marked", worker -> PuntPlugin::punt).nexts(host.next("error-punt"));
        host.command("show punt reasons", "Show for which reasons packets are punted")
                .run(this::reasons);
        host.command("show punt clients", "Show who takes packets that are punted")
                .run(this::clients);
        host.export(Punt.class, consumer -> new View(table, consumer));
    }

    private static void drop(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            frame.dropAsMarked(i);
        }
    }

    private static void punt(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            frame.puntAsMarked(i);
        }
    }

    private void reasons(final CommandCall call) {
        table.entries().forEach((name, entry) -> {
            if (entry.reason() != null) {
                final PuntTable.Announced by = entry.reason();
                call.println(name + ": " + by.reason().description() + ", from "
                        + by.by().pluginId());
            }
        });
    }

    private void clients(final CommandCall call) {
        table.entries().forEach((name, entry) -> entry.effective()
                .forEach(taker -> call.println(name + ": " + taker.by().pluginId() + ", node " + taker.to()
                        + (entry.reason() == null ? ", not announced" : ""))));
    }
}
