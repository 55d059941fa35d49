package io.weir.ip4.internal.node;

import io.weir.fib.family.FragmentReader;
import io.weir.memory.Memory;
import io.weir.net.Ip4Header;
import io.weir.net.Layers;

/** Reads IPv4 fragments (RFC 791, 3.2). */
public final class Ip4FragmentReader extends FragmentReader {
    /**
     * A thread's.
     *
     * @param key address of 16 bytes of this thread's.
     */
    public Ip4FragmentReader(final long key) {
        super(key);
    }

    @Override
    public boolean mayBePart(final long header) {
        return (Memory.getShortBe(header + 6) & (Ip4Header.MORE_FRAGMENTS | Ip4Header.FRAGMENT_OFFSET)) != 0;
    }

    @Override
    public int layers(final long buffer) {
        return Layers.ip4(buffer);
    }

    @Override
    public boolean read(final long header, final int length, final int whole, final int where) {
        final int fragment = Ip4Header.fragment(header);
        headerBytes = Ip4Header.headerLength(header);
        counted = headerBytes;
        bytes = Ip4Header.totalLength(header) - headerBytes;
        offset = (fragment & Ip4Header.FRAGMENT_OFFSET) * 8;
        last = (fragment & Ip4Header.MORE_FRAGMENTS) == 0;
        if (bytes <= 0 || !last && (bytes & 7) != 0 || headerBytes > length || headerBytes + bytes > whole) {
            return false;
        }
        Memory.putLong(key, Memory.getLong(header + 12));
        Memory.putInt(key + 8, idAndProtocol(header));
        Memory.putInt(key + 12, where);
        return true;
    }

    @Override
    public int owner(final long header, final int length) {
        return owner(header);
    }

    static int owner(final long header) {
        final long addresses = Memory.getLong(header + 12);
        return (int) ((addresses ^ addresses >>> 32 ^ idAndProtocol(header)) * 0x9e37_79b9_7f4a_7c15L >>> 32);
    }

    private static int idAndProtocol(final long header) {
        return Memory.getShort(header + 4) & 0xffff | Ip4Header.protocol(header) << 16;
    }
}
