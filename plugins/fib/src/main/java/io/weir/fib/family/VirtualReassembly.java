package io.weir.fib.family;

import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.plugin.ScratchField;
import io.weir.table.SessionTable;

/**
 * Tells fragments on one thread what the first of their packet says of its ports (VPP: ip4_sv_reass.c, ip6_sv_reass.c). They go on one
 * by one: those that come before the first wait for it, {@value Fragments#PLACES} of a packet at most. Fragments that overlap are
 * dropped with what still comes of their packet (RFC 5722). A packet is forgotten when all of it has passed, or in time.
 */
public final class VirtualReassembly extends FragmentTable {
    private final ScratchField field;
    private boolean waits;

    VirtualReassembly(
            final Worker worker,
            final SessionTable table,
            final long control,
            final ReassemblySettings settings,
            final Reassembly.Reasons reasons,
            final TimedOut timedOut,
            final ScratchField field) {
        super(worker, table, control, settings, reasons, timedOut);
        this.field = field;
    }

    /**
     * Looks at a fragment, which stays the caller's: it is to be dropped for the reason that is returned, or it goes on and has been
     * told what it is of, or is kept here if it {@link #waits}.
     *
     * @param of where it lies in its packet.
     * @param word what it says of ports, if it is the first.
     * @param onward where those go that have waited for it.
     */
    public DropReason add(
            final int index, final FragmentReader of, final long word, final int onward, final Sink sink) {
        waits = false;
        if (of.counted + of.offset + of.bytes > 0xffff) {
            return reasons.tooLong();
        }
        final int entry = entry(of.key, sink);
        if (entry == 0) {
            return reasons.noRoom();
        }
        final long value = table.value(entry);
        if (Fragments.spoilt(value)) {
            return reasons.overlap();
        }
        final DropReason wrong = place(index, entry, of, sink);
        if (wrong != null || waits) {
            return wrong;
        }
        if (of.offset == 0) {
            Fragments.tell(value, word);
            release(entry, onward, sink);
        }
        field.putLong(Buffer.address(index), TransportWord.ofPart(Fragments.told(value), of.offset > 0));
        if (Fragments.complete(value)) {
            remove(entry);
        }
        return null;
    }

    /** Whether the last fragment waits, and so isn't the caller's any more. */
    public boolean waits() {
        return waits;
    }

    private DropReason place(final int index, final int entry, final FragmentReader of, final Sink sink) {
        final long value = table.value(entry);
        final Fragments.Fit fit = Fragments.fit(value, of.offset, of.bytes, of.last);
        if (fit == Fragments.Fit.DUPLICATE) {
            return reasons.duplicate();
        }
        if (fit == Fragments.Fit.OVERLAP) {
            spoil(entry, reasons.overlap(), sink);
            return reasons.overlap();
        }
        if (Fragments.count(value) >= settings.fragments().getInt()) {
            spoil(entry, reasons.tooMany(), sink);
            return reasons.tooMany();
        }
        if (of.offset > 0 && Fragments.head(value) < 0) {
            final int chain = Buffer.chainLength(index);
            if (!roomFor(chain, entry, sink)) {
                return reasons.noRoom();
            }
            if (!Fragments.park(value, index)) {
                spoil(entry, reasons.tooMany(), sink);
                return reasons.tooMany();
            }
            hold(entry, chain);
            waits = true;
        }
        Fragments.add(value, of.offset, of.bytes, of.last);
        return null;
    }

    private void release(final int entry, final int onward, final Sink sink) {
        final long value = table.value(entry);
        for (int i = 0; i < Fragments.PLACES; i++) {
            final int index = Fragments.place(value, i);
            if (index >= 0) {
                field.putLong(Buffer.address(index), TransportWord.ofPart(Fragments.told(value), true));
                sink.emit(index, onward);
                Fragments.place(value, i, -1);
            }
        }
        hold(entry, -Fragments.buffers(value));
    }

    @Override
    void dropAll(final long value, final DropReason why, final Sink sink) {
        for (int i = 0; i < Fragments.PLACES; i++) {
            if (Fragments.place(value, i) >= 0) {
                sink.drop(Fragments.place(value, i), why);
            }
        }
    }

    @Override
    int handOver() {
        return 0;
    }

    @Override
    int over(final long value) {
        int waiting = 0;
        for (int i = 0; i < Fragments.PLACES; i++) {
            waiting += Fragments.place(value, i) >= 0 ? 1 : 0;
        }
        freeAll(value, buffers);
        return waiting;
    }

    @Override
    void freeAll(final long value, final Buffers on) {
        Places.free(value, on);
    }
}
