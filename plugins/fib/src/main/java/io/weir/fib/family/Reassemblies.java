package io.weir.fib.family;

import io.weir.graph.Counter;
import io.weir.graph.Handoff;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.memory.Buffers;
import io.weir.memory.OffHeap;
import io.weir.plugin.HandedMemory;
import io.weir.plugin.Registrar;
import io.weir.plugin.ScratchField;
import io.weir.table.TableState;
import java.util.ArrayList;
import java.util.List;

/**
 * A family's reassemblies, full and virtual, one of each on each thread. Main makes, hands over and closes them; in an upgrade the
 * fragments that wait are the old version's until {@link #conclude}.
 */
public final class Reassemblies implements AutoCloseable {
    private final List<Reassembly> full = new ArrayList<>();
    private final List<VirtualReassembly> virtual = new ArrayList<>();
    private final Registrar host;
    private final ReassemblySettings settings;
    private final Reassembly.Reasons reasons;
    private final Handoff expired;
    private final Counter timedOut;
    private final Counter virtualTimedOut;
    private final Counter late;
    private final Counter virtualLate;
    private final Counter joined;
    private final ScratchField word;
    private final FragmentMemory fullMemory;
    private final FragmentMemory virtualMemory;
    private final Buffers buffers;
    private final long keys;

    /**
     * What the next version goes on with.
     *
     * @param full the tables of full reassembly, and what lies beside them.
     * @param virtual the same of virtual reassembly.
     */
    public record Handed(
            List<TableState> full, HandedMemory fullControl, List<TableState> virtual, HandedMemory virtualControl) {}

    /**
     * One of each for each thread of the host.
     *
     * @param keyBytes 16 or 40.
     * @param expired to the node that gets first fragments whose packet's time is over.
     * @param word eight bytes of a packet for its {@link TransportWord}.
     */
    public Reassemblies(
            final Registrar host,
            final int keyBytes,
            final ReassemblySettings settings,
            final Reassembly.Reasons reasons,
            final Handoff expired,
            final ScratchField word) {
        this.host = host;
        this.settings = settings;
        this.reasons = reasons;
        this.expired = expired;
        this.word = word;
        timedOut = host.counter("packets whose fragments did not all come in time", Unit.PACKETS);
        virtualTimedOut = host.counter("packets whose fragments did not all pass in time", Unit.PACKETS);
        late = host.counter("fragments given up with packets that did not all come in time", Unit.PACKETS);
        virtualLate = host.counter("fragments given up whose first did not come in time", Unit.PACKETS);
        joined = host.counter("fragments put together", Unit.PACKETS);
        buffers = host.workers().getFirst().buffers();
        final int threads = host.workers().size();
        keys = OffHeap.allocate(threads * 64L);
        fullMemory = new FragmentMemory(keyBytes, threads);
        virtualMemory = new FragmentMemory(keyBytes, threads);
        host.holdsBuffers(
                "fragments", () -> (fullMemory.own() ? held(full) : 0) + (virtualMemory.own() ? held(virtual) : 0));
        host.state("reassembly", Handed.class, this::export, this::take);
    }

    static int held(final List<? extends FragmentTable> parts) {
        int held = 0;
        for (int i = 0; i < parts.size(); i++) {
            held += parts.get(i).held();
        }
        return held;
    }

    /** The full reassemblies of all threads that have one. */
    List<Reassembly> full() {
        return full;
    }

    /** The virtual ones. */
    List<VirtualReassembly> virtual() {
        return virtual;
    }

    ReassemblySettings settings() {
        return settings;
    }

    /** Eight bytes of a packet for its {@link TransportWord}. */
    public ScratchField word() {
        return word;
    }

    /** The full reassembly of a thread. */
    public Reassembly on(final Worker worker) {
        for (final Reassembly part : full) {
            if (part.worker == worker) {
                return part;
            }
        }
        final int thread = worker.index();
        final Reassembly made = new Reassembly(
                worker,
                fullMemory.table(thread),
                fullMemory.control(thread),
                settings,
                reasons,
                expired.on(worker),
                new FragmentTable.TimedOut(timedOut.on(worker), late.on(worker)),
                joined.on(worker));
        full.add(made);
        return made;
    }

    /** The virtual reassembly of a thread. */
    VirtualReassembly virtualOn(final Worker worker) {
        for (final VirtualReassembly part : virtual) {
            if (part.worker == worker) {
                return part;
            }
        }
        final int thread = worker.index();
        final VirtualReassembly made = new VirtualReassembly(
                worker,
                virtualMemory.table(thread),
                virtualMemory.control(thread),
                settings,
                reasons,
                new FragmentTable.TimedOut(virtualTimedOut.on(worker), virtualLate.on(worker)),
                word);
        virtual.add(made);
        return made;
    }

    /** Address of 40 bytes in which a thread writes the key of a fragment. */
    public long key(final Worker worker) {
        return keys + worker.index() * 64L;
    }

    private Handed export() {
        return new Handed(
                fullMemory.tableStates(), fullMemory.handed(), virtualMemory.tableStates(), virtualMemory.handed());
    }

    private void take(final Handed handed) {
        fullMemory.attach(handed.full(), handed.fullControl());
        virtualMemory.attach(handed.virtual(), handed.virtualControl());
    }

    /** The next version has all that waits. */
    public void handedOver() {
        own(false);
    }

    private void own(final boolean is) {
        fullMemory.own(is);
        virtualMemory.own(is);
    }

    /** The version before has gone: what waits is this one's, and its time passes. */
    public void conclude() {
        own(true);
        full.forEach(part -> host.onWorker(part.worker, part::look));
        virtual.forEach(part -> host.onWorker(part.worker, part::look));
    }

    /** Frees what waits, when the nodes have stopped. */
    @Override
    public void close() {
        if (fullMemory.own()) {
            full.forEach(part -> part.clear(buffers));
        }
        if (virtualMemory.own()) {
            virtual.forEach(part -> part.clear(buffers));
        }
        fullMemory.close();
        virtualMemory.close();
        OffHeap.free(keys);
    }
}
