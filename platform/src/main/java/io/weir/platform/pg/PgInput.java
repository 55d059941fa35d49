package io.weir.platform.pg;

import io.weir.graph.Frame;
import io.weir.graph.InputNode;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters.Kind;
import java.util.function.Consumer;

/** The node {@code pg-input}: lets the enabled streams of its thread into the graph. */
final class PgInput implements InputNode {
    private final Worker worker;
    private final Lane lane;
    private final Consumer<Runnable> onMain;
    private final int[] indices = new int[Frame.CAPACITY];

    PgInput(final Worker worker, final Lane lane, final Consumer<Runnable> onMain) {
        this.worker = worker;
        this.lane = lane;
        this.onMain = onMain;
    }

    @Override
    public int poll(final Sink out) {
        final long nowNs = worker.nowNs();
        lane.polled(nowNs);
        int packets = 0;
        for (final Stream stream : lane.streams) {
            packets += poll(stream, nowNs, out);
        }
        return packets;
    }

    private int poll(final Stream stream, final long nowNs, final Sink out) {
        final int due = stream.pacer.due(nowNs);
        if (due > 0) {
            final int got = worker.buffers().allocate(indices, 0, due);
            final int made = stream.maker.make(indices, got);
            if (made > 0) {
                out.emit(indices, 0, made, stream.target);
                worker.interfaceCounters().add(Kind.RX, stream.rxInterface, made, stream.maker.bytes());
                stream.pacer.made(made);
            }
            return made;
        }
        if (!stream.finishAsked && stream.pacer.finished()) {
            stream.finishAsked = true;
            onMain.accept(stream.finish);
        }
        return 0;
    }
}
