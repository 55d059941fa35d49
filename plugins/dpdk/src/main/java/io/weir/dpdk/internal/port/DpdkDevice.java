package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.flow.FlowMarks;
import io.weir.dpdk.internal.flow.FlowPort;
import io.weir.iface.Interface;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A port and what stands between it and the graph. Main only. */
final class DpdkDevice implements FlowPort {
    final Port port;
    final PortStats stats;
    final List<DpdkRxQueue> queues = new ArrayList<>();
    final List<DpdkTxNode> senders = new ArrayList<>();
    /** One for each transmit queue that several threads use. */
    final AtomicBoolean[] locks;

    Interface device;
    boolean promiscuous;
    long mac;
    PortLink link = PortLink.DOWN;
    boolean lost;
    /** Where all that is received goes as it is, or null. */
    Interface patched;

    DpdkDevice(final Port port, final PortStats stats, final int threads) {
        this.port = port;
        this.stats = stats;
        locks = new AtomicBoolean[port.txQueues()];
        for (int queue = 0; queue < locks.length && threads > locks.length; queue++) {
            // The first thread to come back to a queue is number `locks.length`.
            locks[queue] = queue < threads - locks.length ? new AtomicBoolean() : null;
        }
    }

    @Override
    public int id() {
        return port.id();
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public String driver() {
        return port.info().driver();
    }

    @Override
    public int rxQueues() {
        return port.rxQueues();
    }

    @Override
    public boolean runs() {
        return port.started();
    }

    @Override
    public void marks(final FlowMarks marks) {
        queues.forEach(queue -> queue.follow(marks));
    }

    /** Gives memory back, when no worker uses it any more. */
    void release() {
        queues.forEach(DpdkRxQueue::release);
        senders.forEach(DpdkTxNode::release);
        queues.clear();
        senders.clear();
    }
}
