package com.example.mirror;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.WorkerCounter;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;

/**
 * The feature {@code mirror-output}: sends a copy of each packet to the mirror of the interface that it leaves by. The
 * packets themselves are not mentioned, so the frame goes on as it came.
 */
record MirrorOutputNode(Buffers buffers, MirrorTable mirrors, WorkerCounter copied, DropReason noBuffers)
        implements PacketNode {
    @Override
    public void process(final Frame frame) {
        final int size = frame.size();
        int copies = 0;
        int failed = 0;
        for (int i = 0; i < size; i++) {
            final int source = Buffer.txInterface(frame.buffer(i));
            final int mirror = mirrors.mirrorOf(source);
            if (mirror < 0) {
                continue;
            }
            final int copy = buffers.copy(frame.index(i));
            if (copy < 0) {
                failed++;
                continue;
            }
            Buffer.txInterface(Buffer.address(copy), mirror);
            frame.sink().emit(copy, mirrors.targetOf(source));
            copies++;
        }
        copied.add(copies);
        if (failed > 0) {
            frame.sink().count(noBuffers, failed);
        }
    }
}
