package io.weir.net;

import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.memory.PageSize;
import io.weir.testkit.TestBuffers;
import io.weir.testkit.TestPacket;

/** One buffer, in which one packet after the other lies. */
final class FlowPackets implements AutoCloseable {
    private final BufferPool pool = new BufferPool("net", 256, PageSize.SMALL);
    private final Buffers buffers = new Buffers(pool);
    private int last = -1;

    Buffers buffers() {
        return buffers;
    }

    long packet(final byte[] bytes) {
        if (last >= 0) {
            buffers.free(last);
        }
        last = TestBuffers.packet(buffers, bytes, 1);
        return Buffer.address(last);
    }

    long ip(final TestPacket packet) {
        return packet(packet.ip());
    }

    int last() {
        return last;
    }

    @Override
    public void close() {
        if (last >= 0) {
            buffers.free(last);
        }
        final String leaks = pool.leakReport(node -> "test");
        pool.close();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks);
        }
    }
}
