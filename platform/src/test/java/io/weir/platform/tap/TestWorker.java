package io.weir.platform.tap;

import io.weir.graph.Timers;
import io.weir.graph.Worker;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffers;

/** A thread of no host: buffers, and counters of two interfaces. */
final class TestWorker implements Worker, InterfaceCounters {
    private static final int INTERFACES = 8;

    private final Buffers buffers;
    private final long[][] packets = new long[Kind.values().length][INTERFACES];
    private final long[][] bytes = new long[Kind.values().length][INTERFACES];

    TestWorker(final Buffers buffers) {
        this.buffers = buffers;
    }

    long packets(final Kind kind, final int swIfIndex) {
        return packets[row(kind)][swIfIndex];
    }

    long bytes(final Kind kind, final int swIfIndex) {
        return bytes[row(kind)][swIfIndex];
    }

    @SuppressWarnings("EnumOrdinal")
    private static int row(final Kind kind) {
        return kind.ordinal();
    }

    @Override
    public void add(final Kind kind, final int swIfIndex, final long morePackets, final long moreBytes) {
        packets[row(kind)][swIfIndex] += morePackets;
        bytes[row(kind)][swIfIndex] += moreBytes;
    }

    @Override
    public int index() {
        return 0;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public Buffers buffers() {
        return buffers;
    }

    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    @Override
    public InterfaceCounters interfaceCounters() {
        return this;
    }

    @Override
    public Timers timers() {
        throw new UnsupportedOperationException();
    }
}
