package io.weir.ip4.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.iface.InterfaceCounters;
import io.weir.ip4.internal.iface.InterfaceTable;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.Ip4Header;

/**
 * Nodes ip4-input and ip4-input-no-checksum: verifies the header as RFC 1812, 5.2.2 wants it, and counts packets per
 * interface (VPP: ip4_input.c). A good unicast packet without options is left to the default, the ip4-unicast arc; all
 * others are looked at again out of the line. A TTL of 1 is good here: the packet may be for this host.
 */
public final class Ip4InputNode implements PacketNode {
    private final boolean verify;
    private final Reasons reasons;
    private final int options;
    private final InterfaceTable interfaces;
    private final InterfaceCounters counters;

    /** What is wrong with a header. */
    public record Reasons(
            DropReason version,
            DropReason length,
            DropReason tooShort,
            DropReason checksum,
            DropReason ttl,
            DropReason multicast) {}

    public Ip4InputNode(
            final boolean verify,
            final Reasons reasons,
            final int options,
            final InterfaceTable interfaces,
            final InterfaceCounters counters) {
        this.verify = verify;
        this.reasons = reasons;
        this.options = options;
        this.interfaces = interfaces;
        this.counters = counters;
    }

    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        final int rx = Buffer.rxInterface(frame.buffer(0));
        int others = 0;
        for (int i = 0; i < size; i++) {
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            others |= Buffer.rxInterface(buffer) ^ rx;
            if (odd(header, Buffer.length(buffer), verify) != 0) {
                unusual(frame, i, buffer, header);
            }
        }
        if (others == 0) {
            counters.add(InterfaceCounters.Kind.IP4, rx, size, 0);
        } else {
            countRuns(frame, size);
        }
    }

    private void countRuns(final Frame frame, final int size) {
        int rx = Buffer.rxInterface(frame.buffer(0));
        int from = 0;
        for (int i = 1; i < size; i++) {
            final int in = Buffer.rxInterface(frame.buffer(i));
            if (in != rx) {
                counters.add(InterfaceCounters.Kind.IP4, rx, i - from, 0);
                rx = in;
                from = i;
            }
        }
        counters.add(InterfaceCounters.Kind.IP4, rx, size - from, 0);
    }

    /**
     * Not 0 if anything about a header is wrong or rare: all conditions in one word, so there is one branch a packet. The
     * header is read as five little-endian words, each once, which the checksum needs in any case.
     */
    private static int odd(final long header, final int present, final boolean verify) {
        final int first = Memory.getInt(header);
        final int third = Memory.getInt(header + 8);
        final int destination = Memory.getInt(header + 16);
        final int length = Integer.reverseBytes(first) & 0xffff;
        final int odd = (first ^ 0x45) & 0xff
                | (length - Ip4Header.LENGTH | present - length | (third & 0xff) - 1 | (destination & 0xf0 ^ 0xe0) - 1)
                        >>> 31;
        if (!verify) {
            return odd;
        }
        final long sum = (first & 0xffffffffL)
                + (Memory.getInt(header + 4) & 0xffffffffL)
                + (third & 0xffffffffL)
                + (Memory.getInt(header + 12) & 0xffffffffL)
                + (destination & 0xffffffffL);
        return odd | folded(sum) ^ 0xffff;
    }

    /** A sum of five words in 16 bits, 0xffff for a good one: a multiple of 0xffff needs no more than these two steps. */
    private static int folded(final long sum) {
        final int s = (int) ((sum & 0xffff) + (sum >>> 16 & 0xffff) + (sum >>> 32));
        return (s & 0xffff) + (s >>> 16);
    }

    /** What remains: chains, errors, options, multicast, and headers that the device has verified already. */
    private void unusual(final Frame frame, final int i, final long buffer, final long header) {
        final DropReason wrong = wrong(buffer, header);
        if (wrong != null) {
            frame.drop(i, wrong);
        } else if (Ip4Header.destination(header) >>> 28 == 0xe) {
            final int entry = interfaces.multicastEntry(Buffer.rxInterface(buffer));
            if (entry == 0) {
                frame.drop(i, reasons.multicast());
            } else {
                frame.send(i, entry);
            }
        } else if (Ip4Header.versionAndLength(header) != 0x45) {
            frame.send(i, options);
        }
    }

    private DropReason wrong(final long buffer, final long header) {
        final int first = Buffer.length(buffer);
        if (first < Ip4Header.LENGTH || first < Ip4Header.headerLength(header)) {
            return reasons.tooShort();
        }
        final int version = Ip4Header.versionAndLength(header);
        if (version >>> 4 != 4 || (version & 0xf) < 5) {
            return reasons.version();
        }
        final int length = Ip4Header.totalLength(header);
        if (length < Ip4Header.headerLength(header) || length > Buffer.packetLength(buffer)) {
            return reasons.length();
        }
        if (Ip4Header.ttl(header) == 0) {
            return reasons.ttl();
        }
        final boolean trusted = !verify || Buffer.has(buffer, Buffer.IP_CHECKSUM_GOOD);
        return trusted || Ip4Header.checksumGood(header, Ip4Header.headerLength(header)) ? null : reasons.checksum();
    }
}
