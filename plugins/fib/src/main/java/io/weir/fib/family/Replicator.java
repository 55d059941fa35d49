package io.weir.fib.family;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.PacketCopier;

/**
 * Makes further copies of a packet (VPP: replicate_dpo.c, vlib_buffer_clone). Each has a buffer of its own for its headers, which
 * nodes behind write to; what lies behind them is shared by all, and freed when the last one is. A short packet is copied whole.
 * One thread; allocates nothing but buffers.
 */
final class Replicator {
    /** Bytes of each copy's own. */
    static final int FRONT_BYTES = 128;
    /** Of a packet that has no more in its first buffer, all of that is copied: it costs less than to count owners. */
    private static final int WHOLE_BYTES = 256;

    private final Buffers buffers;
    private final PacketCopier copier;

    Replicator(final Buffers buffers) {
        this.buffers = buffers;
        copier = new PacketCopier(buffers);
    }

    /**
     * Makes copies of a packet, all with its metadata but its trace, which follows the first.
     *
     * @param index of the packet, which is the first copy, or the last owner's to free; not to be used any more. Without buffers
     *     it is as it was.
     * @param front bytes that each copy is to have in its first buffer, if the packet has them there.
     * @param into where the copies' indices are written from 0 on.
     * @param count how many, 2 at least.
     * @return whether there were buffers.
     */
    boolean copies(final int index, final int front, final int[] into, final int count) {
        final long head = Buffer.address(index);
        if (Buffer.has(head, Buffer.SHARED)) {
            return wholes(index, into, count);
        }
        final int first = Buffer.length(head);
        if (first <= WHOLE_BYTES || front >= first || Buffer.has(head, Buffer.GSO)) {
            return firstBuffers(index, first, into, count);
        }
        return fronts(index, front, into, count);
    }

    /** The first buffer is copied, those behind it are shared. */
    private boolean firstBuffers(final int index, final int first, final int[] into, final int count) {
        if (!allocate(into, 1, count - 1)) {
            return false;
        }
        into[0] = index;
        final long head = Buffer.address(index);
        final boolean chain = Buffer.has(head, Buffer.NEXT_PRESENT);
        final int rest = Buffer.lengthAfterFirst(head);
        for (int i = 1; i < count; i++) {
            final long copy = copyFront(head, into[i], first, Buffer.flags(head) & ~Buffer.TRACED);
            if (chain) {
                buffers.share(Buffer.next(head));
                Buffer.next(copy, Buffer.next(head));
                Buffer.lengthAfterFirst(copy, rest);
            }
        }
        return true;
    }

    /** The front is copied, and the packet's own buffers, from there on, become what all share. */
    private boolean fronts(final int index, final int front, final int[] into, final int count) {
        if (!allocate(into, 0, count)) {
            return false;
        }
        final long head = Buffer.address(index);
        final int rest = Buffer.packetLength(head) - front;
        for (int i = 0; i < count; i++) {
            final int flags = Buffer.flags(head) & (i == 0 ? -1 : ~Buffer.TRACED);
            final long copy = copyFront(head, into[i], front, flags);
            Buffer.next(copy, index);
            Buffer.lengthAfterFirst(copy, rest);
        }
        Buffer.advance(head, front);
        Buffer.flags(head, Buffer.flags(head) & Buffer.NEXT_PRESENT);
        for (int i = 1; i < count; i++) {
            buffers.share(index);
        }
        return true;
    }

    private long copyFront(final long head, final int to, final int bytes, final int flags) {
        final long copy = Buffer.address(to);
        copier.source(head, 0);
        copier.begin(copy, Buffer.currentData(head), bytes, flags);
        Memory.copy(Buffer.data(head), Buffer.data(copy), bytes);
        return copy;
    }

    /** Somebody else has the packet too, so it is not to be written to. */
    private boolean wholes(final int index, final int[] into, final int count) {
        for (int i = 0; i < count; i++) {
            into[i] = buffers.copy(index);
            if (into[i] < 0) {
                buffers.free(into, 0, i);
                return false;
            }
        }
        buffers.free(index);
        return true;
    }

    private boolean allocate(final int[] into, final int from, final int count) {
        final int got = buffers.allocate(into, from, count);
        if (got < count) {
            buffers.free(into, from, got);
        }
        return got == count;
    }
}
