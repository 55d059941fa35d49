package io.weir.platform.pg;

import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.testkit.TestBuffers;
import java.util.ArrayList;
import java.util.List;

/** A stream's packets without a host: made in real buffers, read back as bytes. */
final class Made implements AutoCloseable {
    private final BufferPool pool;
    private final Buffers buffers;

    Made() {
        this(512);
    }

    Made(final int count) {
        pool = new BufferPool("test", count, PageSize.SMALL);
        buffers = new Buffers(pool);
    }

    Buffers buffers() {
        return buffers;
    }

    /** The maker of a stream with this text. */
    PacketMaker maker(final String text) {
        final StreamSpec given = StreamParser.parse(text);
        final PacketLayout layout = DataParser.parse(given.data(), given.node());
        final StreamSpec spec = Template.sized(layout, given);
        return new TemplateMaker(Template.compile(layout, spec), buffers, spec.bufferBytes(), 1, -1, 7);
    }

    /** The first packets of a stream with this text. */
    List<byte[]> packets(final String text, final int count) {
        return packets(maker(text), count);
    }

    List<byte[]> packets(final PacketMaker maker, final int count) {
        final List<byte[]> packets = new ArrayList<>();
        final int[] indices = new int[256];
        while (packets.size() < count) {
            final int n = Math.min(256, count - packets.size());
            final int got = buffers.allocate(indices, 0, n);
            final int made = maker.make(indices, got);
            long bytes = 0;
            for (int i = 0; i < made; i++) {
                final byte[] packet = TestBuffers.bytes(indices[i]);
                bytes += packet.length;
                packets.add(packet);
            }
            if (bytes != maker.bytes()) {
                throw new AssertionError("maker says " + maker.bytes() + " bytes, the packets have " + bytes);
            }
            buffers.free(indices, 0, made);
            if (made == 0) {
                return packets;
            }
        }
        return packets;
    }

    static int u16(final byte[] packet, final int offset) {
        return (packet[offset] & 0xff) << 8 | packet[offset + 1] & 0xff;
    }

    static long u32(final byte[] packet, final int offset) {
        return (long) u16(packet, offset) << 16 | u16(packet, offset + 2);
    }

    @Override
    public void close() {
        buffers.flush();
        final String leaks = pool.leakReport(node -> "node " + node);
        pool.close();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks);
        }
    }
}
