package io.weir.memory;

/**
 * Copies a packet part by part into new packets that inherit its metadata, for nodes that cut packets: {@link #source}, then for
 * each new packet {@link #begin}, its headers, {@link #append}. Both sides may be chains; the source is only read. One thread;
 * allocates nothing but buffers.
 */
public final class PacketCopier {
    private static final int METADATA_BYTES = Buffer.DATA_OFFSET - Buffer.HEADROOM_BYTES - Buffer.METADATA_OFFSET;

    private final Buffers buffers;
    private long head;
    /** Where the next byte comes from. */
    private long from;

    private int fromOffset;

    public PacketCopier(final Buffers buffers) {
        this.buffers = buffers;
    }

    /** Turns to a packet. What is appended begins {@code offset} bytes behind its current data. */
    public void source(final long buffer, final int offset) {
        head = buffer;
        from = buffer;
        fromOffset = offset;
    }

    /**
     * Makes a fresh buffer a packet with the source's metadata, scratch included.
     *
     * @param currentData where it begins.
     * @param length bytes of it that the caller writes: its headers.
     * @param flags all that it has; those that say how the source lies in memory are not its own.
     */
    public void begin(final long to, final int currentData, final int length, final int flags) {
        Memory.copy(head + Buffer.METADATA_OFFSET, to + Buffer.METADATA_OFFSET, METADATA_BYTES);
        Buffer.begin(to, currentData, length, Buffer.rxInterface(head));
        Buffer.txInterface(to, Buffer.txInterface(head));
        Buffer.flags(to, flags & ~(Buffer.NEXT_PRESENT | Buffer.SHARED));
    }

    /**
     * Appends the source's next bytes to a packet of one buffer, which becomes a chain if they don't fit.
     *
     * @return false if there are no buffers, or the source ends before; what is there is the caller's to free.
     */
    public boolean append(final long to, final int bytes) {
        long tail = to;
        int room = Buffer.DATA_BYTES - Buffer.currentData(to) - Buffer.length(to);
        final int before = Buffer.length(to);
        int left = bytes;
        int walked = 0;
        while (left > 0) {
            final int here = Buffer.length(from) - fromOffset;
            if (here <= 0) {
                if (walked++ == Buffer.MAX_CHAIN || !Buffer.has(from, Buffer.NEXT_PRESENT)) {
                    return false;
                }
                fromOffset -= Buffer.length(from);
                from = Buffer.address(Buffer.next(from));
                continue;
            }
            if (room == 0) {
                final int more = buffers.allocate();
                if (more < 0) {
                    return false;
                }
                Buffer.begin(Buffer.address(more), 0, 0, Buffer.rxInterface(head));
                Buffer.next(tail, more);
                tail = Buffer.address(more);
                room = Buffer.DATA_BYTES;
            }
            final int piece = Math.min(Math.min(here, room), left);
            Memory.copy(Buffer.data(from) + fromOffset, Buffer.data(tail) + Buffer.length(tail), piece);
            Buffer.length(tail, Buffer.length(tail) + piece);
            fromOffset += piece;
            room -= piece;
            left -= piece;
        }
        if (tail != to) {
            Buffer.lengthAfterFirst(to, before + bytes - Buffer.length(to));
        }
        return true;
    }
}
