package io.weir.ip6.internal.node;

import io.weir.fib.Forwarding;
import io.weir.fib.family.Reassembly;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Icmp6Header;
import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Fragment;
import io.weir.net.Ip6Header;

/**
 * Node ip6-local-full-reassembly-owner: puts packets for this host together on the thread that owns them (RFC 8200, 4.5; RFC 5722),
 * and sends them back to ip6-local. Who sent a fragment that can be none is told (RFC 8200, 4.5; RFC 7112).
 *
 * @param key address of 40 bytes of this thread's.
 */
public record Ip6ReassemblyNode(
        Reassembly reassembly,
        long key,
        Forwarding forwarding,
        int family,
        int local,
        Ip6IcmpErrors icmp,
        DropReason malformed)
        implements PacketNode {
    /** Places of the fields that are wrong: in the IPv6 header, and in the fragment header. */
    private static final int PAYLOAD_LENGTH = 4;

    private static final int FRAGMENT_OFFSET = 2;
    private static final int MAX_PAYLOAD = 0xffff;

    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final int index = frame.index(i);
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final long walk = Ip6Extensions.walk(header, Buffer.length(buffer));
            final int place = Ip6Extensions.fragmentHeader(walk);
            final long fragment = header + place;
            final int headers = place + Ip6Fragment.LENGTH;
            final int bytes = Ip6Header.LENGTH + Ip6Header.payloadLength(header) - headers;
            final int offset = Ip6Fragment.offset(fragment);
            final boolean last = !Ip6Fragment.more(fragment);
            if (place == 0 || bytes <= 0 || headers + bytes > Buffer.packetLength(buffer)) {
                frame.drop(i, malformed);
                continue;
            }
            if (Ip6Extensions.failure(walk) != Ip6Extensions.FOUND) {
                refuse(frame, i, Icmp6Header.CODE_INCOMPLETE_CHAIN, 0);
                continue;
            }
            if (!last && (bytes & 7) != 0) {
                refuse(frame, i, Icmp6Header.CODE_BAD_FIELD, PAYLOAD_LENGTH);
                continue;
            }
            if (place - Ip6Header.LENGTH + offset + bytes > MAX_PAYLOAD) {
                refuse(frame, i, Icmp6Header.CODE_BAD_FIELD, place + FRAGMENT_OFFSET);
                continue;
            }
            for (int k = 0; k < 32; k += 8) {
                Memory.putLong(key + k, Memory.getLong(header + 8 + k));
            }
            Memory.putInt(key + 32, Ip6Fragment.identification(fragment));
            // By table: fragments of one packet may come by several interfaces.
            Memory.putInt(key + 36, forwarding.table(family, Buffer.rxInterface(buffer)));
            frame.take(i);
            final int whole =
                    reassembly.add(index, key, headers, place - Ip6Header.LENGTH, offset, bytes, last, frame.sink());
            if (whole >= 0) {
                finish(Buffer.address(whole));
                frame.sink().emit(whole, local);
            }
        }
    }

    private void refuse(final Frame frame, final int i, final int code, final int pointer) {
        frame.sink().count(malformed, 1);
        icmp.send(frame, i, Icmp6Header.PARAMETER_PROBLEM, code, pointer);
    }

    /** Takes the fragment header out: what stands in front of it moves behind it. */
    private static void finish(final long buffer) {
        final long header = Buffer.data(buffer);
        final int place = Ip6Extensions.fragmentHeader(Ip6Extensions.walk(header, Buffer.length(buffer)));
        final int names = ExtensionPlaces.ofNextHeader(header, place);
        Memory.putByte(header + names, Ip6Fragment.nextHeader(header + place));
        for (int at = place - 8; at >= 0; at -= 8) {
            Memory.putLong(header + at + Ip6Fragment.LENGTH, Memory.getLong(header + at));
        }
        Buffer.advance(buffer, Ip6Fragment.LENGTH);
        Ip6Header.payloadLength(Buffer.data(buffer), Buffer.packetLength(buffer) - Ip6Header.LENGTH);
    }

    /** What says which thread owns a fragment: addresses and identification. */
    public static int owner(final long buffer) {
        final long header = Buffer.data(buffer);
        final long walk = Ip6Extensions.walk(header, Buffer.length(buffer));
        long sum = Ip6Fragment.identification(header + Ip6Extensions.fragmentHeader(walk));
        for (int k = 8; k < Ip6Header.LENGTH; k += 8) {
            sum = Long.rotateLeft(sum, 13) ^ Memory.getLong(header + k);
        }
        return (int) ((sum ^ sum >>> 32) * 0x9e37_79b9_7f4a_7c15L >>> 32);
    }
}
