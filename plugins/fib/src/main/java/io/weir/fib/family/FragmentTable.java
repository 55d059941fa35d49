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
 * Packets of which fragments have come to one thread, linked by age, and the buffers that they hold: bounded, and of the source
 * that has most the one that has waited longest gives way. What it knows lies outside the heap, in the table and a line of its own, so that the next version of a plugin
 * goes on with it. Its thread alone calls, but for what is said to be main's.
 */
abstract class FragmentTable implements Expiry, Timers.Task {
    /** Bytes of {@code control}. */
    static final int CONTROL_BYTES = FragmentShares.BYTES;

    private static final long LOOK_NS = 50_000_000L;
    private static final int STEPS = 512;

    final Worker worker;
    final Buffers buffers;
    final SessionTable table;
    final ReassemblySettings settings;
    final Reassembly.Reasons reasons;
    private final long control;
    private final FragmentShares shares;
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
        shares = new FragmentShares(control, table.shape().keyBytes());
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
        return shares.held();
    }

    /** Packets of which fragments have come; main may ask. */
    final int packets() {
        return table.size();
    }

    final void hold(final int entry, final int more) {
        Fragments.holds(table.value(entry), more);
        held(entry, more);
    }

    private void held(final int entry, final int more) {
        if (more != 0) {
            shares.hold(group(entry), more);
        }
    }

    private int group(final int entry) {
        return shares.group(table.key(entry));
    }

    /** The entry of a packet, which is made if it isn't there; 0 if there is no room. */
    final int entry(final long key, final Sink sink) {
        final int hash = table.hash(key);
        final int found = table.find(key, hash);
        if (found != 0) {
            return found;
        }
        if (table.size() > 0 && table.size() >= settings.packets().getInt()) {
            giveUp(shares.eldest(shares.mostPackets()), sink);
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
        while (held() + more > most && held() > 0) {
            final int eldest = shares.eldest(shares.mostHeld());
            final int victim = eldest == but ? younger(eldest) : eldest;
            if (victim == 0) {
                return false;
            }
            giveUp(victim, sink);
        }
        return held() + more <= most;
    }

    /** A packet gives way to others. */
    private void giveUp(final int entry, final Sink sink) {
        dropAll(table.value(entry), reasons.noRoom(), sink);
        remove(entry);
    }

    /** Drops what waits, and what still comes of the packet. */
    final void spoil(final int entry, final DropReason why, final Sink sink) {
        final long value = table.value(entry);
        dropAll(value, why, sink);
        held(entry, -Fragments.buffers(value));
        Fragments.spoil(value);
    }

    /** Has done with a packet, whose buffers have gone. */
    final void remove(final int entry) {
        held(entry, -Fragments.buffers(table.value(entry)));
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

    private void append(final int entry) {
        final int group = group(entry);
        final int youngest = shares.youngest(group);
        Memory.putInt(table.value(entry) + Fragments.ELDER, youngest);
        if (youngest == 0) {
            shares.eldest(group, entry);
        } else {
            Memory.putInt(table.value(youngest) + Fragments.YOUNGER, entry);
        }
        shares.youngest(group, entry);
        shares.count(group, 1);
    }

    private void unlink(final int entry) {
        final int group = group(entry);
        final int elder = Memory.getInt(table.value(entry) + Fragments.ELDER);
        final int younger = younger(entry);
        if (elder == 0) {
            shares.eldest(group, younger);
        } else {
            Memory.putInt(table.value(elder) + Fragments.YOUNGER, younger);
        }
        if (younger == 0) {
            shares.youngest(group, elder);
        } else {
            Memory.putInt(table.value(younger) + Fragments.ELDER, elder);
        }
        shares.count(group, -1);
    }

    private int younger(final int entry) {
        return Memory.getInt(table.value(entry) + Fragments.YOUNGER);
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
        held(entry, -Fragments.buffers(value));
        unlink(entry);
        timedOut.packets().add(1);
        return OVER;
    }

    /** Frees all that waits: main, when the thread's nodes have stopped. */
    final void clear(final Buffers on) {
        for (int group = 0; group < FragmentShares.groups(); group++) {
            for (int entry = shares.eldest(group); entry != 0; entry = younger(entry)) {
                freeAll(table.value(entry), on);
            }
        }
        Memory.zero(control, CONTROL_BYTES);
    }
}
