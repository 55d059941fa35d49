package io.weir.testkit;

import io.weir.graph.Counter;
import io.weir.graph.Timers;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.iface.InterfaceCounters;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.memory.Buffers;
import io.weir.memory.OffHeap;
import java.util.Map;
import java.util.TreeMap;

/** A worker of no host, for tests of queues and nodes: its clock and its timers are the test's. One thread. */
public final class TestWorker implements Worker, AutoCloseable {
    private static final int COUNTERS = 512;
    private static final int INTERFACES = 64;

    private final Buffers buffers;
    private final long counters = OffHeap.allocate(COUNTERS * Long.BYTES);
    private final Map<String, Counter> byName = new TreeMap<>();
    private final DueTasks timers = new DueTasks();
    private final long[][] packets = new long[Kind.values().length][INTERFACES];
    private final long[][] bytes = new long[Kind.values().length][INTERFACES];
    private long nowNs;

    /** A worker with these buffers, which stay the test's. */
    public TestWorker(final Buffers buffers) {
        this.buffers = buffers;
    }

    /** Sets the clock, and runs the timers that are due then. */
    public void now(final long ns) {
        nowNs = ns;
        timers.expire(ns);
    }

    /** A counter; the same for the same name. */
    public Counter counter(final String name, final Unit unit) {
        return byName.computeIfAbsent(name, n -> {
            if (byName.size() == COUNTERS) {
                throw new IllegalStateException("no more than " + COUNTERS + " counters");
            }
            return new Single(n, unit, new WorkerCounter(counters + byName.size() * (long) Long.BYTES));
        });
    }

    private record Single(String name, Unit unit, WorkerCounter part) implements Counter {
        @Override
        public WorkerCounter on(final Worker worker) {
            return part;
        }

        @Override
        public long sum() {
            return part.value();
        }
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
        return nowNs;
    }

    @Override
    public InterfaceCounters interfaceCounters() {
        return (kind, swIfIndex, morePackets, moreBytes) -> {
            packets[row(kind)][swIfIndex] += morePackets;
            bytes[row(kind)][swIfIndex] += moreBytes;
        };
    }

    /** Packets that were counted on an interface; 64 of which there are. */
    public long packets(final Kind kind, final int swIfIndex) {
        return packets[row(kind)][swIfIndex];
    }

    /** Bytes that were counted on an interface. */
    public long bytes(final Kind kind, final int swIfIndex) {
        return bytes[row(kind)][swIfIndex];
    }

    @SuppressWarnings("EnumOrdinal")
    private static int row(final Kind kind) {
        return kind.ordinal();
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public void close() {
        OffHeap.free(counters);
    }

    /** Timers of a clock that jumps. */
    private final class DueTasks implements Timers {
        private final TreeMap<Long, Due> pending = new TreeMap<>();
        private long last;

        private record Due(long deadlineNs, Task task) {}

        @Override
        public long schedule(final long delayNs, final Task task) {
            pending.put(++last, new Due(nowNs + delayNs, task));
            return last;
        }

        @Override
        public boolean cancel(final long timer) {
            return pending.remove(timer) != null;
        }

        void expire(final long ns) {
            for (final long timer : pending.keySet().toArray(Long[]::new)) {
                final Due due = pending.get(timer);
                if (due != null && due.deadlineNs <= ns && pending.remove(timer) != null) {
                    due.task.expired(ns);
                }
            }
        }
    }
}
