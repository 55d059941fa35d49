package io.weir.fib.family;

import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.table.Expiry;
import io.weir.table.SessionTable;

/**
 * Packets of which fragments have come to one thread, linked by age, and the buffers that they hold: bounded, the one that has waited
 * longest gives way. What it knows lies outside the heap, in the table and a line of its own, so that the next version of a plugin
 * goes on with it. Its thread alone calls, but for what is said to be main's.
 */
abstract class FragmentTable implements Expiry, Timers.Task {
    /** Bytes of {@code control}: numbers of the eldest and the youngest entry, buffers held. */
    static final int CONTROL_BYTES = 64;

    private static final int ELDEST = 0;
    private static final int YOUNGEST = 4;
    private static final int HELD = 8;

    private static final long LOOK_NS = 50_000_000L;
    private static final int STEPS = 512;

    final Worker worker;
    final Buffers buffers;
    final SessionTable table;
    final ReassemblySettings settings;
    final Reassembly.Reasons reasons;
    private final long control;
    private final TimedOut timedOut;
    private boolean looking;

    /** Counts packets whose time is over, and those of their fragments that nobody else drops then. */
    record TimedOut(WorkerCounter packets, WorkerCounter fragments) {}

    FragmentTable(
            final Worker worker,
            final SessionTable table,
            final long control,
            final ReassemblySettings settings,
            final Reassembly.Reasons reasons,
            final TimedOut timedOut) {
        this.worker = worker;
        buffers = worker.buffers();
        this.table = table;
        this.control = control;
        this.settings = settings;
        this.reasons = reasons;
        this.timedOut = timedOut;
    }

    /** Drops what of a packet waits. */
    abstract void dropAll(long value, DropReason why, Sink sink);

    /** Gives up what of a packet waits whose time is over; returns how many fragments go with that. */
    abstract int over(long value);

    /** All have been given up whose time was over when this was looked at; returns how many more fragments go. */
    abstract int handOver();

    /** Frees what of a packet waits. */
    abstract void freeAll(long value, Buffers on);

    /** Buffers of fragments that wait; main may ask. */
    final int held() {
        return Memory.getInt(control + HELD);
    }

    /** Packets of which fragments have come; main may ask. */
    final int packets() {
        return table.size();
    }

    final void hold(final long value, final int more) {
        Fragments.holds(value, more);
        held(more);
    }

    private void held(final int more) {
        Memory.putInt(control + HELD, held() + more);
    }

    /** The entry of a packet, which is made if it isn't there; 0 if there is no room. */
    final int entry(final long key, final Sink sink) {
        final int hash = table.hash(key);
        final int found = table.find(key, hash);
        if (found != 0) {
            return found;
        }
        if (table.size() >= settings.packets().getInt() && eldest() != 0) {
            giveUp(eldest(), sink);
        }
        final int made = table.insert(key, hash, settings.timeoutMs().getInt() * 1_000_000L);
        if (made > 0) {
            table.endChange(made);
            append(made);
            look();
        }
        return made;
    }

    /** Whether so many buffers more may be held, when others than {@code but} have given way. */
    final boolean roomFor(final int more, final int but, final Sink sink) {
        final int most = settings.buffers().getInt();
        while (held() + more > most && eldest() != 0 && eldest() != but) {
            giveUp(eldest(), sink);
        }
        return held() + more <= most;
    }

    /** A packet gives way to others. */
    private void giveUp(final int entry, final Sink sink) {
        dropAll(table.value(entry), reasons.noRoom(), sink);
        remove(entry);
    }

    /** Drops what waits, and what still comes of the packet. */
    final void spoil(final long value, final DropReason why, final Sink sink) {
        dropAll(value, why, sink);
        held(-Fragments.buffers(value));
        Fragments.spoil(value);
    }

    /** Has done with a packet, whose buffers have gone. */
    final void remove(final int entry) {
        held(-Fragments.buffers(table.value(entry)));
        unlink(entry);
        table.remove(entry);
    }

    /** Cuts what lies behind the first {@code bytes} bytes of a packet off. */
    final void trim(final long buffer, final int bytes) {
        long segment = buffer;
        int left = bytes - Buffer.length(segment);
        for (int i = 0; left > 0 && Buffer.has(segment, Buffer.NEXT_PRESENT) && i < Buffer.MAX_CHAIN; i++) {
            segment = Buffer.address(Buffer.next(segment));
            left -= Buffer.length(segment);
        }
        if (left < 0) {
            Buffer.length(segment, Buffer.length(segment) + left);
        }
        if (Buffer.has(segment, Buffer.NEXT_PRESENT)) {
            final int rest = Buffer.next(segment);
            Buffer.clear(segment, Buffer.NEXT_PRESENT);
            buffers.free(rest);
        }
        if (segment != buffer) {
            Buffer.lengthAfterFirst(buffer, bytes - Buffer.length(buffer));
        }
    }

    private int eldest() {
        return Memory.getInt(control + ELDEST);
    }

    private void append(final int entry) {
        final int youngest = Memory.getInt(control + YOUNGEST);
        Memory.putInt(table.value(entry) + Fragments.ELDER, youngest);
        Memory.putInt(youngest == 0 ? control + ELDEST : table.value(youngest) + Fragments.YOUNGER, entry);
        Memory.putInt(control + YOUNGEST, entry);
    }

    private void unlink(final int entry) {
        final int elder = Memory.getInt(table.value(entry) + Fragments.ELDER);
        final int younger = Memory.getInt(table.value(entry) + Fragments.YOUNGER);
        Memory.putInt(elder == 0 ? control + ELDEST : table.value(elder) + Fragments.YOUNGER, younger);
        Memory.putInt(younger == 0 ? control + YOUNGEST : table.value(younger) + Fragments.ELDER, elder);
    }

    /** Looks now and then for packets whose time is over, as long as there are any. */
    final void look() {
        if (!looking && table.size() > 0) {
            looking = true;
            worker.timers().schedule(LOOK_NS, this);
        }
    }

    @Override
    public final void expired(final long nowNs) {
        looking = false;
        table.expire(nowNs, STEPS, this);
        timedOut.fragments().add(handOver());
        look();
    }

    @Override
    public final long expired(final SessionTable of, final int entry) {
        final long value = table.value(entry);
        timedOut.fragments().add(over(value));
        held(-Fragments.buffers(value));
        unlink(entry);
        timedOut.packets().add(1);
        return OVER;
    }

    /** Frees all that waits: main, when the thread's nodes have stopped. */
    final void clear(final Buffers on) {
        for (int entry = eldest(); entry != 0; entry = Memory.getInt(table.value(entry) + Fragments.YOUNGER)) {
            freeAll(table.value(entry), on);
        }
        Memory.zero(control, CONTROL_BYTES);
    }
}
