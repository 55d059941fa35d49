package io.weir.ip4.internal.node;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.PacketCopier;
import io.weir.net.Ip4Header;

/**
 * Cuts one IPv4 packet after the other into fragments (RFC 791, 3.2): {@link #begin}, then {@link #next} while there is
 * {@link #more}. Fragments are copies with the packet's metadata; the first has all options, the others those with the
 * copied flag. One thread; allocates nothing but buffers.
 */
final class Fragmenter {
    /** Of the flags, what is true of a part as it was of the whole. */
    private static final int INHERITED = Buffer.LOCALLY_ORIGINATED | Buffer.LINK_GROUP;

    private static final int COPIED = 0x80;
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MAX_BYTES = 0xffff;

    private final Buffers buffers;
    private final PacketCopier copier;

    private long head;
    private long header;
    private int headerLength;
    private int laterHeaderLength;
    private int mtu;
    /** Payload bytes of the packet, and how many of them fragments hold already. */
    private int total;

    private int done;

    Fragmenter(final Buffers buffers) {
        this.buffers = buffers;
        copier = new PacketCopier(buffers);
    }

    /** Turns to a packet, which begins with its IPv4 header; returns whether it can be cut. */
    boolean begin(final int index, final int most) {
        head = Buffer.address(index);
        header = Buffer.data(head);
        headerLength = Ip4Header.headerLength(header);
        mtu = most;
        total = Ip4Header.totalLength(header) - headerLength;
        done = 0;
        if (headerLength < Ip4Header.LENGTH
                || headerLength > Buffer.length(head)
                || headerLength + total > Buffer.packetLength(head)
                || headerLength + 8 > mtu
                || total <= 0
                || (Ip4Header.fragment(header) & Ip4Header.FRAGMENT_OFFSET) * 8 + total > MAX_BYTES - headerLength) {
            return false;
        }
        laterHeaderLength = Ip4Header.LENGTH + copiedOptions(0);
        copier.source(head, headerLength);
        return true;
    }

    /** Into how many fragments the packet is cut. */
    int fragments() {
        final int first = mtu - headerLength & ~7;
        final int later = mtu - laterHeaderLength & ~7;
        final int last = mtu - laterHeaderLength;
        final int behindFirst = total - first;
        return behindFirst <= last ? total <= mtu - headerLength ? 1 : 2 : 2 + (behindFirst - last + later - 1) / later;
    }

    /** Whether fragments are left. */
    boolean more() {
        return done < total;
    }

    /** Makes the next fragment; returns its index, or -1 without buffers. */
    int next() {
        final int index = buffers.allocate();
        if (index < 0) {
            return -1;
        }
        final int length = done == 0 ? headerLength : laterHeaderLength;
        final int left = total - done;
        // A multiple of 8 bytes of payload in each fragment but the last.
        final int bytes = left <= mtu - length ? left : mtu - length & ~7;
        final long fragment = Buffer.address(index);
        // A trace follows one packet: the first fragment.
        final int flags = Buffer.flags(head) & (done == 0 ? INHERITED | Buffer.TRACED : INHERITED);
        copier.begin(fragment, 0, length, flags);
        writeHeader(Buffer.data(fragment), length, bytes);
        if (!copier.append(fragment, bytes)) {
            buffers.free(index);
            return -1;
        }
        done += bytes;
        return index;
    }

    private void writeHeader(final long to, final int length, final int bytes) {
        if (done == 0) {
            Memory.copy(header, to, length);
        } else {
            Memory.copy(header, to, Ip4Header.LENGTH);
            Memory.putByte(to, 0x40 | length >>> 2);
            copiedOptions(to);
        }
        final int original = Ip4Header.fragment(header);
        final int more = done + bytes < total ? Ip4Header.MORE_FRAGMENTS : original & Ip4Header.MORE_FRAGMENTS;
        Ip4Header.fragment(to, more | (original & Ip4Header.FRAGMENT_OFFSET) + (done >>> 3));
        Ip4Header.totalLength(to, length + bytes);
        Ip4Header.updateChecksum(to);
    }

    /**
     * Writes the options that every fragment has, filled up to whole words.
     *
     * @param to the fragment's header, or 0 to only count.
     * @return their bytes.
     */
    private int copiedOptions(final long to) {
        int written = 0;
        int at = Ip4Header.LENGTH;
        while (at < headerLength) {
            final int type = Memory.getUnsignedByte(header + at);
            if (type == END) {
                break;
            }
            final int bytes = type == NO_OPERATION || at + 1 == headerLength
                    ? 1
                    : Math.max(1, Math.min(Memory.getUnsignedByte(header + at + 1), headerLength - at));
            if ((type & COPIED) != 0) {
                if (to != 0) {
                    Memory.copy(header + at, to + Ip4Header.LENGTH + written, bytes);
                }
                written += bytes;
            }
            at += bytes;
        }
        final int words = written + 3 & ~3;
        for (; to != 0 && written < words; written++) {
            Memory.putByte(to + Ip4Header.LENGTH + written, END);
        }
        return words;
    }
}
