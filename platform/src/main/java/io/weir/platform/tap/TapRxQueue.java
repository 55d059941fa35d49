package io.weir.platform.tap;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.iface.RxQueue;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.net.EthernetHeader;
import io.weir.platform.os.Errno;
import io.weir.platform.os.FdIo;

/** Reads what the kernel sends by one queue of a tap: packets begin with their Ethernet header, large ones are chains. */
final class TapRxQueue implements RxQueue {
    /**
     * Buffers taken at one poll, the last packet's apart: four segments of 64 KiB, which stay in a core's cache and, cut into
     * packets for another tap, cost the kernel less than a millisecond.
     */
    private static final int BUFFERS_PER_POLL = 128;

    private final TapDevice device;
    private final int fd;
    private final int swIfIndex;
    private final int target;
    private final TapReasons reasons;
    private final FdIo io = new FdIo();
    private final ReadSlots slots = new ReadSlots();
    private final int[] received = new int[Frame.CAPACITY];
    private int count;
    private long bytes;
    private int packets;
    private int discarded;
    private int bad;

    /**
     * A queue.
     *
     * @param target where packets enter the graph: the interface's device-input arc.
     */
    TapRxQueue(final TapDevice device, final int fd, final int swIfIndex, final int target, final TapReasons reasons) {
        this.device = device;
        this.fd = fd;
        this.swIfIndex = swIfIndex;
        this.target = target;
        this.reasons = reasons;
    }

    @Override
    public int interruptFd() {
        return fd;
    }

    @Override
    public int poll(final Worker worker, final Sink out) {
        final Buffers buffers = worker.buffers();
        final boolean up = device.up();
        int taken = 0;
        int used = 0;
        slots.fill(buffers);
        while (taken < Frame.CAPACITY && used < BUFFERS_PER_POLL) {
            final long result = io.readv(fd, slots.vectors(), slots.vectorCount());
            if (result < VirtioNetHeader.LENGTH) {
                if (result == -Errno.EBADFD) {
                    device.gone();
                }
                break;
            }
            used += accept((int) result - VirtioNetHeader.LENGTH, up, buffers, out);
            taken++;
        }
        if (taken > 0) {
            out.emit(received, 0, count, target);
            report(worker.interfaceCounters());
        }
        return taken;
    }

    /** Takes what was read as a packet; returns how many buffers it uses. */
    private int accept(final int length, final boolean up, final Buffers buffers, final Sink out) {
        final int needed = ReadSlots.needed(length);
        if (!slots.holds(needed)) {
            discarded++;
            slots.fill(buffers);
            return needed;
        }
        final long header = slots.header();
        final int head = slots.take(length, needed, swIfIndex, buffers);
        final DropReason wrong = check(header, head, length, up);
        if (wrong == null) {
            received[count++] = head;
        } else {
            out.drop(head, wrong);
        }
        return needed;
    }

    private DropReason check(final long header, final int head, final int length, final boolean up) {
        if (length < EthernetHeader.LENGTH) {
            bad++;
            return reasons.runt();
        }
        if (!VirtioNetHeader.toMetadata(header, Buffer.address(head))) {
            bad++;
            return reasons.badHeader();
        }
        packets++;
        bytes += length;
        return up ? null : reasons.down();
    }

    private void report(final InterfaceCounters counters) {
        counters.add(Kind.RX, swIfIndex, packets, bytes);
        if ((discarded | bad) != 0) {
            counters.add(Kind.RX_NO_BUFFER, swIfIndex, discarded, 0);
            counters.add(Kind.RX_ERROR, swIfIndex, bad, 0);
        }
        count = 0;
        packets = 0;
        bytes = 0;
        discarded = 0;
        bad = 0;
    }

    /** Buffers that wait for packets. */
    int held() {
        return slots.filled();
    }

    /** Gives buffers and memory back, when no worker polls any more. */
    void release(final Buffers buffers) {
        slots.release(buffers);
    }
}
