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
 * Nodes ip6-local-full-reassembly-owner and ip6-full-reassembly-feature-owner: put packets together on the thread that owns them (RFC
 * 8200, 4.5; RFC 5722), and send them on. Who sent a fragment that can be none is told (RFC 8200, 4.5; RFC 7112).
 *
 * @param next where whole packets go.
 * @param marked whether they keep a fragment header that says that they are whole.
 */
public record Ip6ReassemblyNode(
        Reassembly reassembly,
        Ip6FragmentReader reader,
        Forwarding forwarding,
        int family,
        int next,
        boolean marked,
        Ip6IcmpErrors icmp,
        DropReason malformed)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final int index = frame.index(i);
            final long buffer = frame.buffer(i);
            // By table: fragments of one packet may come by several interfaces.
            final int where = forwarding.table(family, Buffer.rxInterface(buffer));
            if (!reader.read(Buffer.data(buffer), Buffer.length(buffer), Buffer.packetLength(buffer), where)) {
                refuse(frame, i);
                continue;
            }
            frame.take(i);
            final int whole = reassembly.add(index, reader, frame.sink());
            if (whole >= 0) {
                if (marked) {
                    mark(Buffer.address(whole));
                } else {
                    finish(Buffer.address(whole));
                }
                frame.sink().emit(whole, next);
            }
        }
    }

    private void refuse(final Frame frame, final int i) {
        if (reader.problem() < 0) {
            frame.drop(i, malformed);
        } else {
            frame.sink().count(malformed, 1);
            icmp.send(frame, i, Icmp6Header.PARAMETER_PROBLEM, reader.problem(), reader.pointer());
        }
    }

    /** Leaves the fragment header, as that of a packet that is whole (RFC 6946). */
    private static void mark(final long buffer) {
        final long header = Buffer.data(buffer);
        final long fragment = header + Ip6Extensions.fragmentHeader(Ip6Extensions.walk(header, Buffer.length(buffer)));
        Ip6Fragment.write(fragment, Ip6Fragment.nextHeader(fragment), 0, false, Ip6Fragment.identification(fragment));
        Ip6Header.payloadLength(header, Buffer.packetLength(buffer) - Ip6Header.LENGTH);
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
        return Ip6FragmentReader.ownerOf(Buffer.data(buffer), Buffer.length(buffer));
    }
}
