package io.weir.fib.family;

import io.weir.graph.Counter;
import io.weir.graph.Handoff;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.memory.Buffers;
import io.weir.memory.OffHeap;
import io.weir.plugin.Registrar;
import io.weir.table.SessionTable;
import java.util.ArrayList;
import java.util.List;

/** A family's reassemblies, one on each thread, each with a table of its own. Main makes and closes them. */
public final class Reassemblies implements AutoCloseable {
    private final List<SessionTable> tables = new ArrayList<>();
    private final List<Reassembly> parts = new ArrayList<>();
    private final ReassemblySettings settings;
    private final Reassembly.Reasons reasons;
    private final Handoff expired;
    private final Counter timedOut;
    private final Buffers buffers;
    private final long keys;

    /**
     * One for each thread of the host.
     *
     * @param keyBytes 16 or 40.
     * @param expired to the node that gets first fragments whose packet's time is over.
     */
    public Reassemblies(
            final Registrar host,
            final int keyBytes,
            final ReassemblySettings settings,
            final Reassembly.Reasons reasons,
            final Handoff expired) {
        this.settings = settings;
        this.reasons = reasons;
        this.expired = expired;
        timedOut = host.counter("packets whose fragments did not all come in time", Unit.PACKETS);
        buffers = host.workers().getFirst().buffers();
        keys = OffHeap.allocate(host.workers().size() * 64L);
        for (int i = 0; i < host.workers().size(); i++) {
            tables.add(SessionTable.create(ReassemblySettings.shape(keyBytes)));
        }
        host.holdsBuffers(
                "fragments", () -> parts.stream().mapToInt(Reassembly::held).sum());
    }

    /** The part of a thread. */
    public Reassembly on(final Worker worker) {
        final Reassembly made = new Reassembly(
                worker, tables.get(worker.index()), settings, reasons, expired.on(worker), timedOut.on(worker));
        parts.add(made);
        return made;
    }

    /** Address of 40 bytes in which a thread writes the key of a fragment. */
    public long key(final Worker worker) {
        return keys + worker.index() * 64L;
    }

    /** Frees what waits, when the nodes have stopped. */
    @Override
    public void close() {
        parts.forEach(part -> part.freeAll(buffers));
        tables.forEach(SessionTable::close);
        OffHeap.free(keys);
    }
}
