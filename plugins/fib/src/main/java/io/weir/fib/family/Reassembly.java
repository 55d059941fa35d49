package io.weir.fib.family;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.graph.Frame;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.graph.WorkerHandoff;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.plugin.Registrar;
import io.weir.table.SessionTable;

/**
 * Puts packets together on one thread whose fragments all come there, in any order (VPP: ip4_full_reass.c, ip6_full_reass.c). Knows no
 * header: the family says what a fragment is of, where it lies in the packet, and writes the header of the whole.
 *
 * <p>Fragments that overlap spoil their packet, with what still comes of it (RFC 5722; RFC 8200, 4.5); one that comes twice is only
 * dropped. Packets, their fragments and the buffers that wait are bounded: of the source that has most, the packet that has waited longest gives way. One whose time is over is
 * dropped; its first fragment, if it came, goes to the node that tells its sender.
 */
public final class Reassembly extends FragmentTable {
    /** The fragment waits, and is no longer the caller's. */
    public static final int WAITS = -1;
    /** The fragment was dropped, and is no longer the caller's. */
    public static final int DROPPED = -2;

    private static final int MAX_BYTES = 0xffff;

    private final WorkerHandoff expired;
    private final WorkerCounter joined;
    /** First fragments of packets whose time is over, until they are handed over: a queue's places are few, and each has room for many. */
    private final int[] firsts = new int[Frame.CAPACITY];

    private int firstCount;

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
     * @param expired to the node that gets first fragments whose packet's time is over.
     * @param joined counts fragments of which packets were made.
     */
    Reassembly(
            final Worker worker,
            final SessionTable table,
            final long control,
            final ReassemblySettings settings,
            final Reasons reasons,
            final WorkerHandoff expired,
            final TimedOut timedOut,
            final WorkerCounter joined) {
        super(worker, table, control, settings, reasons, timedOut);
        this.expired = expired;
        this.joined = joined;
    }

    /**
     * Takes a fragment that the caller owns.
     *
     * @param of where it lies in its packet; behind its part there may be padding.
     * @return the first buffer of the whole packet, whose first fragment has its headers as it came; {@link #WAITS} or
     *     {@link #DROPPED}.
     */
    public int add(final int index, final FragmentReader of, final Sink sink) {
        final long buffer = Buffer.address(index);
        final int offset = of.offset;
        final int end = offset + of.bytes;
        if (of.counted + end > MAX_BYTES) {
            return drop(index, reasons.tooLong(), sink);
        }
        if (offset == 0 && Buffer.has(buffer, Buffer.SHARED)) {
            return drop(index, reasons.shared(), sink);
        }
        final int entry = entry(of.key, sink);
        if (entry == 0) {
            return drop(index, reasons.noRoom(), sink);
        }
        final long value = table.value(entry);
        if (Fragments.spoilt(value)) {
            return drop(index, reasons.overlap(), sink);
        }
        switch (Fragments.fit(value, offset, of.bytes, of.last)) {
            case DUPLICATE:
                return drop(index, reasons.duplicate(), sink);
            case OVERLAP:
                return spoil(index, entry, reasons.overlap(), sink);
            default:
                break;
        }
        final int headers = offset == 0 ? of.counted : Fragments.counted(value);
        if (headers + Math.max(end, Fragments.end(value)) > MAX_BYTES) {
            return spoil(index, entry, reasons.tooLong(), sink);
        }
        if (Fragments.count(value) >= settings.fragments().getInt()) {
            return spoil(index, entry, reasons.tooMany(), sink);
        }
        final boolean kept = offset == 0 ? begin(index, entry, of, sink) : copy(index, entry, of, sink);
        if (!kept) {
            return drop(index, reasons.noRoom(), sink);
        }
        Fragments.add(value, offset, of.bytes, of.last);
        return Fragments.complete(value) ? whole(entry, value) : WAITS;
    }

    /** Keeps the first fragment as it is. */
    private boolean begin(final int index, final int entry, final FragmentReader of, final Sink sink) {
        trim(Buffer.address(index), of.headerBytes + of.bytes);
        final int chain = Buffer.chainLength(index);
        if (!roomFor(chain, entry, sink)) {
            return false;
        }
        Fragments.head(table.value(entry), index, of.bytes, of.counted);
        hold(entry, chain);
        return true;
    }

    /** Copies another one's part to its place and frees it: so a packet takes as many buffers as its bytes, however small its parts. */
    private boolean copy(final int index, final int entry, final FragmentReader of, final Sink sink) {
        final long value = table.value(entry);
        final int from = of.offset / Buffer.DATA_BYTES;
        final int to = (of.offset + of.bytes - 1) / Buffer.DATA_BYTES;
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
                hold(entry, 1);
            }
        }
        Places.fill(value, Buffer.address(index), of.headerBytes, of.offset, of.bytes);
        buffers.free(index);
        return true;
    }

    private static int drop(final int index, final DropReason why, final Sink sink) {
        sink.drop(index, why);
        return DROPPED;
    }

    @Override
    void dropAll(final long value, final DropReason why, final Sink sink) {
        final int head = Fragments.head(value);
        if (head >= 0) {
            sink.drop(head, why);
        }
        sink.count(why, Fragments.count(value) - (head >= 0 ? 1 : 0));
        Places.free(value, buffers);
    }

    private int spoil(final int index, final int entry, final DropReason why, final Sink sink) {
        spoil(entry, why, sink);
        return drop(index, why, sink);
    }

    private int whole(final int entry, final long value) {
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
        joined.add(Fragments.count(value));
        remove(entry);
        return head;
    }

    @Override
    int over(final long value) {
        Places.free(value, buffers);
        final int fragments = Fragments.count(value);
        if (Fragments.head(value) < 0) {
            return fragments;
        }
        final int lost = firstCount == firsts.length ? handOver() : 0;
        firsts[firstCount++] = Fragments.head(value);
        return fragments - 1 + lost;
    }

    @Override
    int handOver() {
        final int count = firstCount;
        firstCount = 0;
        if (count == 0 || expired.offer(worker.index(), firsts, 0, count)) {
            return 0;
        }
        buffers.free(firsts, 0, count);
        return count;
    }

    @Override
    void freeAll(final long value, final Buffers on) {
        Places.free(value, on);
        if (Fragments.head(value) >= 0) {
            on.free(Fragments.head(value));
        }
    }
}
