package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.PacketCopier;
import io.weir.net.Checksum;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;

/**
 * Cuts one packet after the other that {@link ToIp6} made and found {@link ToIp6#TOO_LARGE}, as a router would have cut it before it was
 * translated (RFC 7915, 4): {@link #begin}, then {@link #next} while there is {@link #more}. Node ip6-frag can't: it cuts what this host
 * sends, under an identification of its own, and no fragment again. Parts are copies with the packet's metadata, which stays the caller's
 * to free. One thread; allocates nothing but buffers.
 */
public final class Fragments6 {
    /** What is true of a part as it was of the whole. */
    private static final int INHERITED = Buffer.LOCALLY_ORIGINATED | Buffer.LINK_GROUP | Buffer.LINK_SCOPE;

    private static final int HEADERS = Ip6Header.LENGTH + Ip6Fragment.LENGTH;

    private final Buffers buffers;
    private final PacketCopier copier;

    private long head;
    /** Bytes of payload in each part but the last. */
    private int room;
    /** Bytes of payload of the packet, and how many of them parts hold already. */
    private int total;

    private int done;
    /** Of the packet, which may be a fragment itself. */
    private int offset;

    private boolean moreFollow;
    private int protocol;
    private int identification;

    public Fragments6(final Buffers buffers) {
        this.buffers = buffers;
        copier = new PacketCopier(buffers);
    }

    /**
     * Turns to a packet.
     *
     * @param translated what {@link ToIp6#translate} returned of it.
     * @param mtu that no part exceeds, from 1280 on.
     * @return whether it can be cut: not if it isn't what it was when it was translated.
     */
    public boolean begin(final int index, final int translated, final int mtu) {
        head = Buffer.address(index);
        done = 0;
        final long header = Buffer.data(head);
        if (mtu < ToIp6.LEAST_MTU
                || Buffer.length(head) < HEADERS
                || Buffer.has(head, Buffer.GSO)
                || Buffer.has(head, Buffer.L4_CHECKSUM_PARTIAL) && !Checksum.fillIn(head)) {
            return false;
        }
        protocol = Ip6Header.nextHeader(header);
        final boolean fragment = protocol == IpProtocol.FRAGMENT;
        final int headers = fragment ? HEADERS : Ip6Header.LENGTH;
        total = Ip6Header.LENGTH + Ip6Header.payloadLength(header) - headers;
        if (total <= 0 || headers + total > Buffer.packetLength(head)) {
            return false;
        }
        offset = 0;
        moreFollow = false;
        identification = translated & 0xffff;
        if (fragment) {
            final long old = header + Ip6Header.LENGTH;
            protocol = Ip6Fragment.nextHeader(old);
            offset = Ip6Fragment.offset(old);
            moreFollow = Ip6Fragment.more(old);
            identification = Ip6Fragment.identification(old);
        }
        room = mtu - HEADERS & ~7;
        copier.source(head, headers);
        return true;
    }

    /** Into how many parts the packet is cut: {@code 65,535 / 1,232} at most. */
    public int parts() {
        return (total + room - 1) / room;
    }

    /** Whether parts are left. */
    public boolean more() {
        return done < total;
    }

    /** Makes the next part; returns its index, or -1 without buffers. */
    public int next() {
        final int index = buffers.allocate();
        if (index < 0) {
            return -1;
        }
        final int bytes = Math.min(room, total - done);
        final long part = Buffer.address(index);
        // A trace follows one packet: the first part.
        final int flags = Buffer.flags(head) & (done == 0 ? INHERITED | Buffer.TRACED : INHERITED);
        copier.begin(part, 0, HEADERS, flags);
        final long header = Buffer.data(part);
        Memory.copy(Buffer.data(head), header, Ip6Header.LENGTH);
        Ip6Header.payloadLength(header, Ip6Fragment.LENGTH + bytes);
        Ip6Header.nextHeader(header, IpProtocol.FRAGMENT);
        final boolean last = done + bytes == total;
        Ip6Fragment.write(header + Ip6Header.LENGTH, protocol, offset + done, !last || moreFollow, identification);
        if (!copier.append(part, bytes)) {
            buffers.free(index);
            return -1;
        }
        done += bytes;
        return index;
    }
}
