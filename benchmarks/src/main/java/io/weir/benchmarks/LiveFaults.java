package io.weir.benchmarks;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What nodes that do wrong cost the traffic beside them on the same worker: in windows of two seconds at half of the
 * maximum rate, each beside one in which nothing is wrong.
 */
final class LiveFaults {
    private static final long WINDOW_NS = 2_000_000_000L;
    private static final String NODE = "bench-bad";

    private final Path script;

    LiveFaults(final Path script) {
        this.script = script;
    }

    void run(final Json json) throws IOException, InterruptedException {
        final Map<String, Function<Worker, PacketNode>> nodes = new LinkedHashMap<>();
        nodes.put("throws", worker -> new Throws());
        nodes.put("loops_50_ms", worker -> LiveFaults::loop);
        nodes.put("wrong_next", worker -> LiveFaults::wrongNext);
        nodes.put("frees_twice", worker -> frame -> freeTwice(worker, frame));
        nodes.put("never_frees", worker -> Frame::takeAll);
        final Json lostMs = new Json();
        final Json faults = new Json();
        for (final Map.Entry<String, Function<Worker, PacketNode>> node : nodes.entrySet()) {
            try (LiveLoad load = new LiveLoad(script)) {
                final double rate = load.maximum(1_000_000_000L) / 2;
                load.rate(rate);
                final LiveLoad.Cost quiet = load.quiet(WINDOW_NS);
                final Ledger ledger = load.host().insert("bench", new Bad(node.getValue()));
                final int packets = node.getKey().startsWith("loops") ? 10 : 100_000;
                load.command("packet-generator new { name bad limit -1 rate " + packets + " size 64-64 node "
                        + NODE + " worker 0 interface pg0 data { UDP: 10.0.0.1 -> 10.0.0.2 UDP: 1 -> 2 length 30"
                        + " checksum 0 incrementing 8 } }");
                load.command("packet-generator enable-stream bad");
                final LiveLoad.Cost bad = load.quiet(WINDOW_NS);
                lostMs.put(node.getKey(), (bad.lost() - quiet.lost()) / rate * 1e3, 2);
                faults.put(
                        node.getKey(),
                        load.host().services().quarantine().reports("bench").stream()
                                .mapToLong(report -> report.faults())
                                .sum());
                load.command("packet-generator delete bad");
                load.host().remove(ledger);
            }
        }
        json.put("fault_lost_ms", lostMs).put("fault_counts", faults);
    }

    /** Throws at every thousandth packet. */
    private static final class Throws implements PacketNode {
        private int seen;

        @Override
        public void process(final Frame frame) {
            for (int i = 0, size = frame.size(); i < size; i++) {
                if (++seen % 1_000 == 0) {
                    throw new IllegalStateException("the thousandth");
                }
            }
        }
    }

    private static void loop(final Frame frame) {
        final long until = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        frame.sink();
    }

    private static void wrongNext(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            frame.send(i, 20_000);
        }
    }

    private static void freeTwice(final Worker worker, final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            worker.buffers().free(frame.index(i));
            worker.buffers().free(frame.index(i));
        }
        frame.takeAll();
    }

    /** Brings the node. */
    private static final class Bad extends WeirPlugin {
        private final Function<Worker, PacketNode> factory;

        Bad(final Function<Worker, PacketNode> factory) {
            this.factory = factory;
        }

        @Override
        public void register(final Registrar host) {
            host.node(NODE, factory).nexts(host.next("error-drop"));
        }
    }
}
