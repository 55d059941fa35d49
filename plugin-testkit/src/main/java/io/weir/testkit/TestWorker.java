package io.weir.testkit;

import io.weir.graph.Counter;
import io.weir.graph.Timers;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.graph.WorkerCounter;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffers;
import io.weir.memory.OffHeap;
import java.util.Map;
import java.util.TreeMap;

/** A worker of no host: its clock and its timers are the test's. */
final class TestWorker implements Worker, AutoCloseable {
    private static final int COUNTERS = 512;

    private final Buffers buffers;
    private final long counters = OffHeap.allocate(COUNTERS * Long.BYTES);
    private final Map<String, Counter> byName = new TreeMap<>();
    private final DueTasks timers = new DueTasks();
    private long nowNs;

    TestWorker(final Buffers buffers) {
        this.buffers = buffers;
    }

    /** Sets the clock, and runs the timers that are due then. */
    void now(final long ns) {
        nowNs = ns;
        timers.expire(ns);
    }

    Counter counter(final String name, final Unit unit) {
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
        return (kind, swIfIndex, packets, bytes) -> {};
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
