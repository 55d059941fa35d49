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
 * dropped. Packets and buffers that wait are bounded: the packet that has waited longest gives way. One whose time is over is
 * dropped; its first fragment, if it came, goes to the node that tells its sender.
 */
public final class Reassembly implements Expiry, Timers.Task {
    /** The fragment waits, and is no longer the caller's. */
    public static final int WAITS = -1;
    /** The fragment was dropped, and is no longer the caller's. */
    public static final int DROPPED = -2;

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
     * @param offset of that part in the packet, a multiple of 8.
     * @param bytes of it, more than 0; behind it there may be padding.
     * @param last whether no more follow.
     * @return the first buffer of the whole packet, whose first fragment has its headers as it came; {@link #WAITS} or
     *     {@link #DROPPED}.
     */
    public int add(
            final int index,
            final long key,
            final int headerBytes,
            final int offset,
            final int bytes,
            final boolean last,
            final Sink sink) {
        final long buffer = Buffer.address(index);
        if (headerBytes + offset + bytes > 0xffff) {
            return drop(index, reasons.tooLong(), sink);
        }
        if (Buffer.has(buffer, Buffer.SHARED)) {
            return drop(index, reasons.shared(), sink);
        }
        final int hash = table.hash(key);
        final int entry = entry(key, hash, sink);
        if (entry == 0) {
            return drop(index, reasons.noRoom(), sink);
        }
        final long value = table.value(entry);
        if (Fragments.spoilt(value)) {
            return drop(index, reasons.overlap(), sink);
        }
        trim(buffer, headerBytes + bytes);
        final int chain = Buffer.chainLength(index);
        if (!roomFor(chain, entry, sink)) {
            return drop(index, reasons.noRoom(), sink);
        }
        return switch (Fragments.add(value, index, chain, offset, bytes, last)) {
            case DUPLICATE -> drop(index, reasons.duplicate(), sink);
            case OVERLAP -> spoil(index, value, reasons.overlap(), sink);
            case TOO_MANY -> spoil(index, value, reasons.tooMany(), sink);
            case ADDED -> {
                held += chain;
                if (offset > 0) {
                    Buffer.advance(buffer, headerBytes);
                }
                yield Fragments.complete(value) ? whole(entry, value) : WAITS;
            }
        };
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
        held -= Fragments.buffers(value);
        for (int i = 0, count = Fragments.count(value); i < count; i++) {
            sink.drop(Fragments.buffer(value, i), why);
        }
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
        final int head = Fragments.buffer(value, 0);
        held -= Fragments.buffers(value);
        final long first = Buffer.address(head);
        final int bytes = Buffer.packetLength(first) - Fragments.bytes(value, 0) + Fragments.total(value);
        long tail = last(first);
        for (int i = 1, count = Fragments.count(value); i < count; i++) {
            final int next = Fragments.buffer(value, i);
            Buffer.next(tail, next);
            tail = last(Buffer.address(next));
        }
        Buffer.lengthAfterFirst(first, bytes - Buffer.length(first));
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

    private static long last(final long buffer) {
        long segment = buffer;
        for (int i = 0; Buffer.has(segment, Buffer.NEXT_PRESENT) && i < Buffer.MAX_CHAIN; i++) {
            segment = Buffer.address(Buffer.next(segment));
        }
        return segment;
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
        for (int i = 0, count = Fragments.count(value); i < count; i++) {
            final int index = Fragments.buffer(value, i);
            one[0] = index;
            if (Fragments.offset(value, i) > 0 || !expired.offer(worker.index(), one, 0, 1)) {
                buffers.free(index);
            }
        }
        unlink(entry);
        timedOut.add(1);
        return OVER;
    }

    /** Frees all that waits: when the thread's nodes have stopped. */
    public void freeAll(final Buffers on) {
        for (int entry = eldest; entry != 0; entry = Memory.getInt(table.value(entry) + Fragments.YOUNGER)) {
            final long value = table.value(entry);
            for (int i = 0, count = Fragments.count(value); i < count; i++) {
                on.free(Fragments.buffer(value, i));
            }
        }
        held = 0;
    }
}
