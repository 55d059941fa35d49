package io.weir.fib.family;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.graph.Sink;
import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.plugin.Registrar;
import io.weir.table.Expiry;
import io.weir.table.SessionTable;

/**
 * Puts packets together on one thread whose fragments all come there, in any order (VPP: ip4_full_reass.c, ip6_full_reass.c). Knows no
 * header: the family says what a fragment is of, where it lies in the packet, and writes the header of the whole.
 *
 * <p>Fragments that overlap spoil their packet, with what still comes of it (RFC 5722; RFC 8200, 4.5); one that comes twice is only
 * dropped. Packets, their fragments and the buffers that wait are bounded: the packet that has waited longest gives way. One whose time is over is
 * dropped; its first fragment, if it came, goes to the node that tells its sender.
 */
public final class Reassembly implements Expiry, Timers.Task {
    /** The fragment waits, and is no longer the caller's. */
    public static final int WAITS = -1;
    /** The fragment was dropped, and is no longer the caller's. */
    public static final int DROPPED = -2;

    private static final int MAX_BYTES = 0xffff;
    private static final long LOOK_NS = 50_000_000L;
    private static final int STEPS = 512;

    private final Worker worker;
    private final Buffers buffers;
    private final SessionTable table;
    private final ReassemblySettings settings;
    private final Reasons reasons;
    private final WorkerHandoff expired;
    private final WorkerCounter timedOut;
    private final int[] one = new int[1];
    private int eldest;
    private int youngest;
    private int held;
    private boolean looking;

    /** Why fragments are dropped. */
    public record Reasons(
            DropReason overlap,
            DropReason duplicate,
            DropReason tooMany,
            DropReason tooLong,
            DropReason noRoom,
            DropReason shared) {
        /** Declares them for a family of this name. */
        public static Reasons declare(final Registrar host, final String family) {
            return new Reasons(
                    host.dropReason(family + "-fragment-overlap", family + " fragments overlap", Severity.ERROR),
                    host.dropReason(family + "-fragment-twice", family + " fragment came twice", Severity.INFO),
                    host.dropReason(
                            family + "-fragment-many", family + " packet of too many fragments", Severity.ERROR),
                    host.dropReason(
                            family + "-fragment-long", family + " fragments of too long a packet", Severity.ERROR),
                    host.dropReason(
                            family + "-fragment-no-room", "no room for " + family + " fragments", Severity.WARN),
                    host.dropReason(
                            family + "-fragment-shared", family + " fragment has other owners", Severity.ERROR));
        }
    }

    /**
     * A thread's part.
     *
     * @param table with values of {@link ReassemblySettings#VALUE_BYTES}, this thread's own.
     * @param expired to the node that gets first fragments whose packet's time is over.
     * @param timedOut counts packets whose time is over.
     */
    public Reassembly(
            final Worker worker,
            final SessionTable table,
            final ReassemblySettings settings,
            final Reasons reasons,
            final WorkerHandoff expired,
            final WorkerCounter timedOut) {
        this.timedOut = timedOut;
        this.worker = worker;
        buffers = worker.buffers();
        this.table = table;
        this.settings = settings;
        this.reasons = reasons;
        this.expired = expired;
    }

    /** Buffers of fragments that wait. */
    public int held() {
        return held;
    }

    /**
     * Takes a fragment that the caller owns.
     *
     * @param key address of what all fragments of its packet have in common.
     * @param headerBytes that stand in front of its part of the packet.
     * @param counted how many of them the length of the whole counts, should this be the first.
     * @param offset of that part in the packet, a multiple of 8.
     * @param bytes of it, more than 0, all there; behind it there may be padding.
     * @param last whether no more follow.
     * @return the first buffer of the whole packet, whose first fragment has its headers as it came; {@link #WAITS} or
     *     {@link #DROPPED}.
     */
    public int add(
            final int index,
            final long key,
            final int headerBytes,
            final int counted,
            final int offset,
            final int bytes,
            final boolean last,
            final Sink sink) {
        final long buffer = Buffer.address(index);
        if (counted + offset + bytes > MAX_BYTES) {
            return drop(index, reasons.tooLong(), sink);
        }
        if (offset == 0 && Buffer.has(buffer, Buffer.SHARED)) {
            return drop(index, reasons.shared(), sink);
        }
        final int entry = entry(key, table.hash(key), sink);
        if (entry == 0) {
            return drop(index, reasons.noRoom(), sink);
        }
        final long value = table.value(entry);
        if (Fragments.spoilt(value)) {
            return drop(index, reasons.overlap(), sink);
        }
        switch (Fragments.fit(value, offset, bytes, last)) {
            case DUPLICATE:
                return drop(index, reasons.duplicate(), sink);
            case OVERLAP:
                return spoil(index, value, reasons.overlap(), sink);
            default:
                break;
        }
        final int headers = offset == 0 ? counted : Fragments.counted(value);
        if (headers + Math.max(offset + bytes, Fragments.end(value)) > MAX_BYTES) {
            return spoil(index, value, reasons.tooLong(), sink);
        }
        if (Fragments.count(value) >= settings.fragments().getInt()) {
            return spoil(index, value, reasons.tooMany(), sink);
        }
        final boolean kept = offset == 0
                ? begin(index, entry, headerBytes, counted, bytes, sink)
                : copy(index, entry, headerBytes, offset, bytes, sink);
        if (!kept) {
            return drop(index, reasons.noRoom(), sink);
        }
        Fragments.add(value, offset, bytes, last);
        return Fragments.complete(value) ? whole(entry, value) : WAITS;
    }

    /** Keeps the first fragment as it is. */
    private boolean begin(
            final int index,
            final int entry,
            final int headerBytes,
            final int counted,
            final int bytes,
            final Sink sink) {
        trim(Buffer.address(index), headerBytes + bytes);
        final int chain = Buffer.chainLength(index);
        if (!roomFor(chain, entry, sink)) {
            return false;
        }
        Fragments.head(table.value(entry), index, bytes, counted);
        hold(table.value(entry), chain);
        return true;
    }

    /** Copies another one's part to its place and frees it: so a packet takes as many buffers as its bytes, however small its parts. */
    private boolean copy(
            final int index,
            final int entry,
            final int headerBytes,
            final int offset,
            final int bytes,
            final Sink sink) {
        final long value = table.value(entry);
        final int from = offset / Buffer.DATA_BYTES;
        final int to = (offset + bytes - 1) / Buffer.DATA_BYTES;
        int wanted = 0;
        for (int i = from; i <= to; i++) {
            wanted += Fragments.place(value, i) < 0 ? 1 : 0;
        }
        if (!roomFor(wanted, entry, sink)) {
            return false;
        }
        for (int i = from; i <= to; i++) {
            if (Fragments.place(value, i) < 0) {
                final int made = buffers.allocate();
                if (made < 0) {
                    return false;
                }
                Fragments.place(value, i, made);
                hold(value, 1);
            }
        }
        Places.fill(value, Buffer.address(index), headerBytes, offset, bytes);
        buffers.free(index);
        return true;
    }

    private void hold(final long value, final int more) {
        Fragments.holds(value, more);
        held += more;
    }

    private static int drop(final int index, final DropReason why, final Sink sink) {
        sink.drop(index, why);
        return DROPPED;
    }

    private int entry(final long key, final int hash, final Sink sink) {
        final int found = table.find(key, hash);
        if (found != 0) {
            return found;
        }
        if (table.size() >= settings.packets().getInt() && eldest != 0) {
            giveUp(eldest, sink);
        }
        final int made = table.insert(key, hash, settings.timeoutMs().getInt() * 1_000_000L);
        if (made > 0) {
            table.endChange(made);
            append(made);
            look();
        }
        return made;
    }

    private boolean roomFor(final int chain, final int but, final Sink sink) {
        final int most = settings.buffers().getInt();
        while (held + chain > most && eldest != 0 && eldest != but) {
            giveUp(eldest, sink);
        }
        return held + chain <= most;
    }

    /** A packet gives way to others. */
    private void giveUp(final int entry, final Sink sink) {
        dropAll(table.value(entry), reasons.noRoom(), sink);
        unlink(entry);
        table.remove(entry);
    }

    private void dropAll(final long value, final DropReason why, final Sink sink) {
        final int head = Fragments.head(value);
        if (head >= 0) {
            sink.drop(head, why);
        }
        sink.count(why, Fragments.count(value) - (head >= 0 ? 1 : 0));
        Places.free(value, buffers);
        held -= Fragments.buffers(value);
    }

    private int spoil(final int index, final long value, final DropReason why, final Sink sink) {
        dropAll(value, why, sink);
        Fragments.spoil(value);
        return drop(index, why, sink);
    }

    /** Cuts what lies behind the first {@code bytes} bytes of a packet off. */
    private void trim(final long buffer, final int bytes) {
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

    private int whole(final int entry, final long value) {
        held -= Fragments.buffers(value);
        final int head = Places.join(value, buffers);
        final long first = Buffer.address(head);
        Buffer.flags(
                first,
                Buffer.flags(first)
                        & ~(Buffer.IP_CHECKSUM_GOOD
                                | Buffer.L4_CHECKSUM_GOOD
                                | Buffer.L4_CHECKSUM_PARTIAL
                                | Buffer.GSO
                                | Buffer.LAYERS_KNOWN));
        unlink(entry);
        table.remove(entry);
        return head;
    }

    private void append(final int entry) {
        final long value = table.value(entry);
        Memory.putInt(value + Fragments.ELDER, youngest);
        if (youngest == 0) {
            eldest = entry;
        } else {
            Memory.putInt(table.value(youngest) + Fragments.YOUNGER, entry);
        }
        youngest = entry;
    }

    private void unlink(final int entry) {
        final int elder = Memory.getInt(table.value(entry) + Fragments.ELDER);
        final int younger = Memory.getInt(table.value(entry) + Fragments.YOUNGER);
        if (elder == 0) {
            eldest = younger;
        } else {
            Memory.putInt(table.value(elder) + Fragments.YOUNGER, younger);
        }
        if (younger == 0) {
            youngest = elder;
        } else {
            Memory.putInt(table.value(younger) + Fragments.ELDER, elder);
        }
    }

    private void look() {
        if (!looking) {
            looking = true;
            worker.timers().schedule(LOOK_NS, this);
        }
    }

    @Override
    public void expired(final long nowNs) {
        looking = false;
        table.expire(nowNs, STEPS, this);
        if (table.size() > 0) {
            look();
        }
    }

    @Override
    public long expired(final SessionTable of, final int entry) {
        final long value = table.value(entry);
        held -= Fragments.buffers(value);
        Places.free(value, buffers);
        one[0] = Fragments.head(value);
        if (one[0] >= 0 && !expired.offer(worker.index(), one, 0, 1)) {
            buffers.free(one[0]);
        }
        unlink(entry);
        timedOut.add(1);
        return OVER;
    }

    /** Frees all that waits: when the thread's nodes have stopped. */
    public void freeAll(final Buffers on) {
        for (int entry = eldest; entry != 0; entry = Memory.getInt(table.value(entry) + Fragments.YOUNGER)) {
            final long value = table.value(entry);
            Places.free(value, on);
            if (Fragments.head(value) >= 0) {
                on.free(Fragments.head(value));
            }
        }
        held = 0;
    }
}
