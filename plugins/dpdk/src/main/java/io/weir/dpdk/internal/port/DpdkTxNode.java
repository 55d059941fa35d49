package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code <if>-tx} on one thread: writes the mbufs' fields from the packets' metadata and gives them to the driver. */
final class DpdkTxNode implements PacketNode {
    /** As VPP: how often the rest of a burst is offered again. */
    private static final int RETRIES = 16;

    private static final int SPECIAL = Buffer.NEXT_PRESENT | Buffer.SHARED | Buffer.L4_CHECKSUM_PARTIAL | Buffer.GSO;

    private final Eal eal;
    private final Port port;
    private final Worker worker;
    private final int swIfIndex;
    private final DpdkReasons reasons;
    private final Bursts bursts;
    private final TxPacket special;
    private final VlanTx tagged;
    /** Held while sending, if other threads use the queue too; else null. */
    private final AtomicBoolean lock;

    private final Buffers buffers;
    private final InterfaceCounters counters;
    private final long mbufs = OffHeap.allocate((long) Frame.CAPACITY * Long.BYTES);
    private final int[] places = new int[Frame.CAPACITY];

    DpdkTxNode(
            final Eal eal,
            final Port port,
            final Worker worker,
            final int swIfIndex,
            final DpdkReasons reasons,
            final AtomicBoolean lock) {
        this.eal = eal;
        this.port = port;
        this.worker = worker;
        this.swIfIndex = swIfIndex;
        this.reasons = reasons;
        this.lock = lock;
        bursts = port.tx(worker.index() % port.txQueues());
        buffers = worker.buffers();
        special = new TxPacket(port, reasons, buffers);
        tagged = new VlanTx(port, special, reasons, buffers);
        counters = worker.interfaceCounters();
    }

    @Override
    public void process(final Frame frame) {
        eal.enter(worker);
        final int size = frame.size();
        if (!port.started()) {
            for (int i = 0; i < size; i++) {
                frame.drop(i, reasons.txDown());
            }
            return;
        }
        final int ready =
                port.vlan() != 0 ? tagged.prepare(frame, mbufs, places) : prepareAll(frame) ? size : prepare(frame);
        final int sent = send(ready);
        if (sent == size) {
            frame.takeAll();
            return;
        }
        for (int i = 0; i < sent; i++) {
            frame.take(ready == size ? i : places[i]);
        }
        for (int i = sent; i < ready; i++) {
            giveUp(frame, ready == size ? i : places[i], Memory.getLong(mbufs + (long) i * Long.BYTES));
        }
        counters.add(InterfaceCounters.Kind.TX_ERROR, swIfIndex, size - sent, 0);
    }

    /** Drops what the driver did not take: the packet in this place, or the copy that was to be sent for it. */
    private void giveUp(final Frame frame, final int place, final long mbuf) {
        special.revoke(mbuf);
        if (mbuf == frame.buffer(place)) {
            frame.drop(place, reasons.txFailure());
        } else {
            frame.take(place);
            frame.sink().drop(Buffer.index(mbuf), reasons.txFailure());
        }
    }

    /** Fills the array of mbufs with all packets, if each is just one buffer of a good length; the common case. */
    private boolean prepareAll(final Frame frame) {
        final int size = frame.size();
        final int[] indices = frame.indices();
        final long array = mbufs;
        int flags = 0;
        int longest = 0;
        int shortest = 1;
        int furthest = 0;
        if (!buffers.covers(indices, 0, size)) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            final long buffer = Buffer.address(indices[i]);
            final long head = Buffer.head(buffer);
            final int length = Buffer.headLength(head);
            flags |= Buffer.headFlags(head);
            if ((flags & SPECIAL) != 0) {
                return false;
            }
            longest = Math.max(longest, length);
            shortest = Math.min(shortest, length);
            furthest = Math.max(furthest, Buffer.headCurrentData(head) + length);
            // All of one segment's fields that drivers read, in whole words.
            Memory.putLong(buffer + Mbuf.REARM, Buffer.headCurrentData(head) + Mbuf.DATA_ZERO & 0xffff | Mbuf.SINGLE);
            Memory.putLong(buffer + Mbuf.FLAGS, 0);
            Memory.putLong(buffer + Mbuf.TYPE_AND_LENGTH, (long) length << 32);
            Memory.putShort(buffer + Mbuf.DATA_LENGTH, length);
            Memory.putLong(array + (long) i * Long.BYTES, buffer);
        }
        return shortest > 0 && longest <= port.maxFrame() && furthest <= Buffer.DATA_BYTES;
    }

    /** Fills the array of mbufs with the packets that can be sent, and drops the others; returns how many there are. */
    private int prepare(final Frame frame) {
        final int size = frame.size();
        final int[] indices = frame.indices();
        final int max = port.maxFrame();
        int ready = 0;
        for (int i = 0; i < size; i++) {
            final long buffer = Buffer.address(indices[i]);
            final long head = Buffer.head(buffer);
            final int length = Buffer.headLength(head);
            if ((Buffer.headFlags(head) & SPECIAL) == 0
                    && length - 1 < max
                    && length > 0
                    && TxPacket.fits(head)
                    && buffers.covers(indices[i])) {
                // All of one segment's fields that drivers read, in whole words.
                Memory.putLong(
                        buffer + Mbuf.REARM, Buffer.headCurrentData(head) + Mbuf.DATA_ZERO & 0xffff | Mbuf.SINGLE);
                Memory.putLong(buffer + Mbuf.FLAGS, 0);
                Memory.putLong(buffer + Mbuf.TYPE_AND_LENGTH, (long) length << 32);
                Memory.putShort(buffer + Mbuf.DATA_LENGTH, length);
            } else {
                final DropReason wrong = special.write(buffer, head);
                if (wrong != null) {
                    frame.drop(i, wrong);
                    continue;
                }
            }
            Memory.putLong(mbufs + (long) ready * Long.BYTES, buffer);
            places[ready++] = i;
        }
        return ready;
    }

    private int send(final int ready) {
        if (Memory.CHECKED) {
            for (int i = 0; i < ready; i++) {
                special.lend(Memory.getLong(mbufs + (long) i * Long.BYTES));
            }
        }
        if (lock == null) {
            return offer(ready);
        }
        while (!lock.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
        try {
            return offer(ready);
        } finally {
            lock.set(false);
        }
    }

    private int offer(final int ready) {
        int sent = 0;
        for (int tries = 0; sent < ready && tries <= RETRIES; tries++) {
            sent += bursts.move(mbufs + (long) sent * Long.BYTES, ready - sent);
        }
        return sent;
    }

    /** Gives memory back, when no worker runs the node any more. */
    void release() {
        OffHeap.free(mbufs);
    }
}
