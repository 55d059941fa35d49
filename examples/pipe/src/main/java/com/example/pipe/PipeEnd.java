package com.example.pipe;

import io.weir.graph.Frame;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.iface.RxInterrupt;
import io.weir.iface.RxQueue;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.net.Layers;

/**
 * One end of a pipe: the receive queue of its interface, which the other end's tx nodes fill, each thread a ring of its own. It
 * has no descriptor: whoever puts packets raises its interrupt.
 */
final class PipeEnd implements RxQueue {
    private final PacketRing[] rings;
    private final int[] packets = new int[Frame.CAPACITY];
    private volatile RxInterrupt interrupt = () -> {};
    private int swIfIndex;
    private int target;

    PipeEnd(final int threads) {
        rings = new PacketRing[threads];
        for (int i = 0; i < threads; i++) {
            rings[i] = new PacketRing();
        }
    }

    /** Says where packets come in, before the queue is added. */
    void entry(final int index, final int entry) {
        swIfIndex = index;
        target = entry;
    }

    @Override
    public boolean raisesInterrupts() {
        return true;
    }

    @Override
    public void interrupts(final RxInterrupt given) {
        interrupt = given;
    }

    /** Puts a packet, from the thread with this index. */
    boolean put(final int thread, final int index) {
        return rings[thread].put(index);
    }

    /** Packets were put. */
    void raise() {
        interrupt.raise();
    }

    @Override
    public int poll(final Worker worker, final Sink out) {
        int taken = 0;
        for (final PacketRing ring : rings) {
            taken += ring.take(packets, taken, Frame.CAPACITY - taken);
        }
        long bytes = 0;
        for (int i = 0; i < taken; i++) {
            bytes += arrive(Buffer.address(packets[i]));
        }
        worker.interfaceCounters().add(Kind.RX, swIfIndex, taken, bytes);
        if (taken > 0) {
            out.emit(packets, 0, taken, target);
        }
        return taken;
    }

    /** Makes a packet that has left the host one that has come: what it was to this host it is no more. */
    private int arrive(final long buffer) {
        Buffer.rxInterface(buffer, swIfIndex);
        Buffer.txInterface(buffer, -1);
        Buffer.clear(buffer, Buffer.LOCALLY_ORIGINATED | Buffer.LINK_GROUP);
        Layers.forget(buffer);
        return Buffer.packetLength(buffer);
    }

    /** How many packets wait; while no thread runs. */
    int size() {
        int size = 0;
        for (final PacketRing ring : rings) {
            size += ring.size();
        }
        return size;
    }

    /** Frees what waits, and itself; on main, when no thread polls it or sends to it any more. */
    void close(final Buffers buffers) {
        for (final PacketRing ring : rings) {
            for (int taken = ring.take(packets, 0, packets.length); taken > 0; ) {
                buffers.free(packets, 0, taken);
                taken = ring.take(packets, 0, packets.length);
            }
            ring.free();
        }
    }
}
