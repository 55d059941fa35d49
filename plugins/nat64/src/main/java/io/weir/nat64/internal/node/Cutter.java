package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.nat64.internal.xlat.Fragments6;
import io.weir.nat64.internal.xlat.Refusal;
import io.weir.nat64.internal.xlat.ToIp6;

/** Cuts translated packets that are larger than may be (RFC 7915, 4): all parts go on, or none. */
final class Cutter {
    /** The most parts: 64 KB in pieces of 1,232 bytes. */
    private static final int MOST = 64;

    private final Fragments6 fragments;
    private final Buffers buffers;
    private final int[] parts = new int[MOST];

    Cutter(final Worker worker) {
        buffers = worker.buffers();
        fragments = new Fragments6(buffers);
    }

    /** Cuts one, for which {@link ToIp6#translate} returned {@code translated}; to go on to {@code lookup}. */
    void cut(final Frame frame, final int i, final int translated, final int lookup, final RefusalReasons reasons) {
        final int index = frame.index(i);
        if (!fragments.begin(index, translated, ToIp6.LEAST_MTU) || fragments.parts() > MOST) {
            frame.drop(i, reasons.refused(Refusal.LARGE_SEGMENT.code()));
            return;
        }
        int count = 0;
        while (fragments.more()) {
            final int part = fragments.next();
            if (part < 0) {
                for (int made = 0; made < count; made++) {
                    buffers.free(parts[made]);
                }
                frame.drop(i, reasons.refused(Refusal.NO_BUFFERS.code()));
                return;
            }
            parts[count++] = part;
        }
        frame.take(i);
        frame.sink().emit(parts, 0, count, lookup);
        buffers.free(index);
    }

    /** Whether an IPv4 packet must not be cut. */
    static boolean mustNotBeCut(final long header) {
        return (Memory.getUnsignedByte(header + 6) & 0x40) != 0;
    }

    /** Whether a packet may be longer than what every link carries. */
    static boolean isLong(final long buffer, final int most) {
        return Buffer.has(buffer, Buffer.GSO | Buffer.NEXT_PRESENT) || Buffer.length(buffer) > most;
    }
}
