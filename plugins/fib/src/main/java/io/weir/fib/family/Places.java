package io.weir.fib.family;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;

/** The bytes of a packet that is put together: where those of its {@link Fragments} lie. One thread. */
final class Places {
    /** So many bytes behind the headers lie in the first buffer, if there are as many, where nodes look for an upper header. */
    private static final int TOGETHER = 128;

    private Places() {}

    /**
     * Copies a fragment's part to its places, which are there.
     *
     * @param skip bytes of the fragment in front of it.
     */
    static void fill(final long value, final long fragment, final int skip, final int offset, final int bytes) {
        long from = fragment;
        int read = skip;
        int at = offset;
        int walked = 0;
        while (at < offset + bytes) {
            final int here = Buffer.length(from) - read;
            if (here <= 0) {
                if (walked++ == Buffer.MAX_CHAIN || !Buffer.has(from, Buffer.NEXT_PRESENT)) {
                    throw new IllegalArgumentException("a fragment ends before it has said");
                }
                read -= Buffer.length(from);
                from = Buffer.address(Buffer.next(from));
                continue;
            }
            final int within = at % Buffer.DATA_BYTES;
            final int piece = Math.min(Math.min(here, Buffer.DATA_BYTES - within), offset + bytes - at);
            final long place = Buffer.address(Fragments.place(value, at / Buffer.DATA_BYTES));
            Memory.copy(Buffer.data(from) + read, place + Buffer.DATA_OFFSET + within, piece);
            read += piece;
            at += piece;
        }
    }

    /** Links the places of a complete packet behind its first fragment, whose number it returns. */
    static int join(final long value, final Buffers buffers) {
        final int head = Fragments.head(value);
        final long first = Buffer.address(head);
        final int total = Fragments.total(value);
        final int bytes = Buffer.packetLength(first) - Fragments.headPart(value) + total;
        long tail = last(first);
        int at = Fragments.headPart(value);
        while (at < total) {
            final int index = Fragments.place(value, at / Buffer.DATA_BYTES);
            final long place = Buffer.address(index);
            final int within = at % Buffer.DATA_BYTES;
            int here = Math.min(total - at, Buffer.DATA_BYTES - within);
            Buffer.begin(place, within, here, Buffer.rxInterface(first));
            at += here;
            if (tail == first) {
                here -= pull(first, place, bytes - total + TOGETHER);
            }
            if (here == 0) {
                buffers.free(index);
            } else {
                Buffer.next(tail, index);
                tail = place;
            }
        }
        Buffer.lengthAfterFirst(first, bytes - Buffer.length(first));
        return head;
    }

    /** Moves bytes from one buffer to the end of another until that has {@code wanted}, as far as they fit; returns how many. */
    private static int pull(final long to, final long from, final int wanted) {
        final int length = Buffer.length(to);
        final int room = Buffer.DATA_BYTES - Buffer.currentData(to) - length;
        final int bytes = Math.max(0, Math.min(Math.min(wanted - length, room), Buffer.length(from)));
        Memory.copy(Buffer.data(from), Buffer.data(to) + length, bytes);
        Buffer.length(to, length + bytes);
        Buffer.advance(from, bytes);
        return bytes;
    }

    /** Frees all but the first fragment. */
    static void free(final long value, final Buffers buffers) {
        for (int i = 0; i < Fragments.PLACES; i++) {
            if (Fragments.place(value, i) >= 0) {
                buffers.free(Fragments.place(value, i));
            }
        }
    }

    private static long last(final long buffer) {
        long segment = buffer;
        for (int i = 0; Buffer.has(segment, Buffer.NEXT_PRESENT) && i < Buffer.MAX_CHAIN; i++) {
            segment = Buffer.address(Buffer.next(segment));
        }
        return segment;
    }
}
