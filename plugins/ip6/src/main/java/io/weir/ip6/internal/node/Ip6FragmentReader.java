package io.weir.ip6.internal.node;

import io.weir.fib.family.FragmentReader;
import io.weir.memory.Memory;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.net.Layers;

/** Reads IPv6 fragments (RFC 8200, 4.5). */
public final class Ip6FragmentReader extends FragmentReader {
    /** Places of the fields that may be wrong: in the IPv6 header, and in the fragment header. */
    private static final int PAYLOAD_LENGTH = 4;

    private static final int FRAGMENT_OFFSET = 2;
    private static final int MAX_PAYLOAD = 0xffff;

    private int problem;
    private int pointer;

    /**
     * A thread's.
     *
     * @param key address of 40 bytes of this thread's.
     */
    public Ip6FragmentReader(final long key) {
        super(key);
    }

    @Override
    public boolean mayBePart(final long header) {
        final int next = Ip6Header.nextHeader(header);
        return next != IpProtocol.TCP && next != IpProtocol.UDP && next != IpProtocol.ICMP6;
    }

    @Override
    public int layers(final long buffer) {
        return Layers.ip6(buffer);
    }

    @Override
    public boolean read(final long header, final int length, final int whole, final int where) {
        final long walk = Ip6Extensions.walk(header, length);
        final int place = Ip6Extensions.fragmentHeader(walk);
        final long fragment = header + place;
        headerBytes = place + Ip6Fragment.LENGTH;
        counted = place - Ip6Header.LENGTH;
        bytes = Ip6Header.LENGTH + Ip6Header.payloadLength(header) - headerBytes;
        problem = -1;
        if (place == 0 || bytes <= 0 || headerBytes + bytes > whole) {
            return false;
        }
        offset = Ip6Fragment.offset(fragment);
        last = !Ip6Fragment.more(fragment);
        if (Ip6Extensions.failure(walk) != Ip6Extensions.FOUND) {
            return wrong(Icmp6Header.CODE_INCOMPLETE_CHAIN, 0);
        }
        if (!last && (bytes & 7) != 0) {
            return wrong(Icmp6Header.CODE_BAD_FIELD, PAYLOAD_LENGTH);
        }
        if (counted + offset + bytes > MAX_PAYLOAD) {
            return wrong(Icmp6Header.CODE_BAD_FIELD, place + FRAGMENT_OFFSET);
        }
        for (int k = 0; k < 32; k += 8) {
            Memory.putLong(key + k, Memory.getLong(header + 8 + k));
        }
        Memory.putInt(key + 32, Ip6Fragment.identification(fragment));
        Memory.putInt(key + 36, where);
        return true;
    }

    private boolean wrong(final int code, final int at) {
        problem = code;
        pointer = at;
        return false;
    }

    /** The code of the parameter problem that the sender of what couldn't be read is told of; -1 for none. */
    int problem() {
        return problem;
    }

    /** What it points to. */
    int pointer() {
        return pointer;
    }

    @Override
    public int owner(final long header, final int length) {
        return ownerOf(header, length);
    }

    static int ownerOf(final long header, final int length) {
        final long walk = Ip6Extensions.walk(header, length);
        long sum = Ip6Fragment.identification(header + Ip6Extensions.fragmentHeader(walk));
        for (int k = 8; k < Ip6Header.LENGTH; k += 8) {
            sum = Long.rotateLeft(sum, 13) ^ Memory.getLong(header + k);
        }
        return (int) ((sum ^ sum >>> 32) * 0x9e37_79b9_7f4a_7c15L >>> 32);
    }
}
