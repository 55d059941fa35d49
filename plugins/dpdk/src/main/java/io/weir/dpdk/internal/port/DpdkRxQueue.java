package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.flow.FlowMarks;
import io.weir.dpdk.internal.mbuf.Mbuf;
import io.weir.graph.Frame;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.iface.RxQueue;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/** One receive queue of a port: takes bursts of mbufs and makes packets of them where they lie. */
final class DpdkRxQueue implements RxQueue {
    /** A burst of fewer says that the queue is empty: drivers with vector code give multiples of this. */
    private static final int FULL_BURST = 32;

    private final Eal eal;
    private final Port port;
    private final Bursts bursts;
    private final int swIfIndex;
    private final DpdkReasons reasons;
    /** Whether packets come whose checksums were left to a device, and don't say so. */
    private final boolean partial;
    /** Null if the driver has no receive interrupts. */
    private final RxInterrupt interrupt;

    private final long mbufs = OffHeap.allocate((long) Frame.CAPACITY * Long.BYTES);
    private final int[] packets = new int[Frame.CAPACITY];
    private final int[] one = new int[1];
    /** Main changes it at a barrier. */
    private int target;
    /** Null unless rules of the port send packets elsewhere; main changes it at a barrier. */
    private FlowMarks marks;

    /**
     * A queue.
     *
     * @param target where packets enter the graph: the interface's device-input arc.
     */
    DpdkRxQueue(
            final Eal eal,
            final Port port,
            final int queue,
            final int swIfIndex,
            final int target,
            final DpdkReasons reasons) {
        this.eal = eal;
        this.port = port;
        this.swIfIndex = swIfIndex;
        this.target = target;
        this.reasons = reasons;
        partial = Drivers.leavesChecksums(port.info().driver());
        bursts = port.rx(queue);
        interrupt = port.hasInterrupts() ? new RxInterrupt(port, queue) : null;
    }

    @Override
    public int interruptFd() {
        return interrupt == null ? -1 : interrupt.fd();
    }

    @Override
    public void arm() {
        if (interrupt != null && port.started()) {
            interrupt.arm();
        }
    }

    @Override
    public int poll(final Worker worker, final Sink out) {
        eal.enter(worker);
        if (!port.started()) {
            return 0;
        }
        int taken = 0;
        int burst = FULL_BURST;
        // Large packets that are cut in software for another device would make the turn long.
        final int most = (port.rxOffloads() & Offloads.RX_TCP_LRO) == 0 ? Frame.CAPACITY : FULL_BURST;
        while (burst >= FULL_BURST && taken < most) {
            burst = bursts.move(mbufs + (long) taken * Long.BYTES, most - taken);
            taken += burst;
        }
        if (taken > 0) {
            final long bytes = accept(worker, taken);
            worker.interfaceCounters().add(Kind.RX, swIfIndex, taken, bytes);
            final int vlan = port.vlan();
            final int kept = vlan == 0 ? taken : VlanTag.strip(packets, taken, vlan, reasons.wrongVlan(), out);
            if ((port.rxOffloads() & Offloads.RX_TCP_LRO) != 0) {
                LargeReceive.mark(packets, kept, port.mtu());
            }
            if (partial) {
                PartialChecksums.mark(packets, kept);
            }
            if (marks == null) {
                out.emit(packets, 0, kept, target);
            } else if (kept > 0) {
                marks.emit(packets, kept, target, out);
            }
        }
        return taken;
    }

    /** Writes the metadata of packets from what their mbufs say; returns their bytes. */
    private long accept(final Worker worker, final int count) {
        final int[] indices = packets;
        if (Memory.CHECKED) {
            for (int i = 0; i < count; i++) {
                indices[i] = Buffer.index(Memory.getLong(mbufs + (long) i * Long.BYTES));
            }
            worker.buffers().received(indices, 0, count);
        }
        long bytes = 0;
        int segments = 0;
        for (int i = 0; i < count; i++) {
            final long mbuf = Memory.getLong(mbufs + (long) i * Long.BYTES);
            final long rearm = Memory.getLong(mbuf + Mbuf.REARM);
            final int length = (int) (Memory.getLong(mbuf + Mbuf.TYPE_AND_LENGTH) >>> 32);
            indices[i] = Buffer.index(mbuf);
            Buffer.begin(mbuf, (int) (rearm & 0xffff) - Mbuf.DATA_ZERO, length, swIfIndex);
            segments |= (int) (rearm >>> 32) & 0xffff;
            bytes += length;
        }
        if (segments != 1) {
            chains(worker, count);
        }
        if ((port.rxOffloads() & Offloads.RX_CHECKSUMS) != 0) {
            checksums(count);
        }
        return bytes;
    }

    private void checksums(final int count) {
        for (int i = 0; i < count; i++) {
            final long buffer = Buffer.address(packets[i]);
            final long flags = Memory.getLong(buffer + Mbuf.FLAGS);
            // Both bits of a pair mean that nothing was verified.
            final boolean ip = (flags & (Mbuf.RX_IP_CHECKSUM_GOOD | 1L << 4)) == Mbuf.RX_IP_CHECKSUM_GOOD;
            final boolean l4 = (flags & (Mbuf.RX_L4_CHECKSUM_GOOD | 1L << 3)) == Mbuf.RX_L4_CHECKSUM_GOOD;
            if (ip || l4) {
                Buffer.set(buffer, (ip ? Buffer.IP_CHECKSUM_GOOD : 0) | (l4 ? Buffer.L4_CHECKSUM_GOOD : 0));
            }
        }
    }

    /** Makes chains of packets of several segments, which are single mbufs from then on. */
    private void chains(final Worker worker, final int count) {
        for (int i = 0; i < count; i++) {
            final long head = Buffer.address(packets[i]);
            if ((Memory.getShort(head + Mbuf.SEGMENTS) & 0xffff) > 1) {
                chain(worker, head);
            }
        }
    }

    private void chain(final Worker worker, final long head) {
        final int total = Buffer.length(head);
        final int first = Memory.getShort(head + Mbuf.DATA_LENGTH) & 0xffff;
        Buffer.length(head, first);
        long previous = head;
        long next = Memory.getLong(head + Mbuf.NEXT);
        Mbuf.unlink(head);
        while (next != 0) {
            link(worker, previous, next);
            previous = next;
            next = Memory.getLong(next + Mbuf.NEXT);
            Mbuf.unlink(previous);
        }
        Buffer.lengthAfterFirst(head, total - first);
    }

    private void link(final Worker worker, final long previous, final long segment) {
        one[0] = Buffer.index(segment);
        worker.buffers().received(one, 0, 1);
        final int data = (Memory.getShort(segment + Mbuf.REARM) & 0xffff) - Mbuf.DATA_ZERO;
        Buffer.begin(segment, data, Memory.getShort(segment + Mbuf.DATA_LENGTH) & 0xffff, swIfIndex);
        Buffer.next(previous, one[0]);
    }

    /** Has packets enter the graph elsewhere; at a barrier. */
    void redirect(final int newTarget) {
        target = newTarget;
    }

    /** Has packets that the device marked enter the graph elsewhere, or none if null; at a barrier. */
    void follow(final FlowMarks newMarks) {
        marks = newMarks;
    }

    /** The port has been started. */
    void connect() {
        if (interrupt != null && !interrupt.connect()) {
            eal.warn("{}: no descriptor for receive interrupts, only polling works", port.device());
        }
    }

    /** The port is about to be stopped. */
    void disconnect() {
        if (interrupt != null) {
            interrupt.disconnect();
        }
    }

    /** Takes out what waits, when no worker polls any more, and frees it. */
    void drain(final Worker main) {
        int taken = Frame.CAPACITY;
        while (taken > 0) {
            taken = bursts.move(mbufs, Frame.CAPACITY);
            if (taken > 0) {
                accept(main, taken);
                main.buffers().free(packets, 0, taken);
            }
        }
    }

    /** Gives memory back, when no worker polls any more. */
    void release() {
        OffHeap.free(mbufs);
        if (interrupt != null) {
            interrupt.close();
        }
    }
}
