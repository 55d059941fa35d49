package io.weir.platform.host;

import io.weir.memory.BufferPool;
import io.weir.memory.Buffers;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.fault.Quarantine;
import io.weir.platform.gaps.GapWatch;
import io.weir.platform.graph.Dispatcher;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Reasons;
import io.weir.platform.iface.CounterBlock;
import io.weir.platform.thread.Barrier;
import io.weir.platform.thread.FileWatch;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.LoopParts;
import io.weir.platform.thread.MainLoop;
import io.weir.platform.thread.Watchdog;
import io.weir.platform.thread.WorkerLoop;
import io.weir.platform.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads, what each has for itself, and the graph that they run, which is empty at first. Main only. */
final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final BufferPool pool;
    private final Barrier barrier = new Barrier();
    private final Reasons reasons = new Reasons();
    private final FaultLog faults = new FaultLog();
    private final List<CounterBlock> counters = new ArrayList<>();
    private final MainLoop main;
    private final List<WorkerLoop> workers = new ArrayList<>();
    private final List<GraphLoop> threads = new ArrayList<>();
    private final Quarantine quarantine;
    private final Watchdog watchdog;
    private final GapWatch gaps;
    private final Graph graph;

    /** Makes the calling thread main; workers don't run yet. */
    Engine(final HostOptions options, final NanoClock clock) {
        pool = new BufferPool("default-numa-0", options.buffers(), options.pages());
        main = new MainLoop(options.mainCore(), clock, parts(0), barrier, faults);
        main.adopt();
        threads.add(main);
        for (int i = 0; i < options.workers(); i++) {
            final List<Integer> cores = options.workerCores();
            final int cpu = cores.isEmpty() ? -1 : cores.get(i % cores.size());
            workers.add(new WorkerLoop(i + 1, cpu, clock, parts(i + 1), barrier));
        }
        threads.addAll(workers);
        quarantine = new Quarantine(faults, main::execute, main::atBarrier, reasons.quarantined());
        watchdog = new Watchdog(threads, faults, Watchdog.LIMIT, Watchdog.LIMIT);
        gaps = new GapWatch(threads, barrier.stats().log());
        graph = new Graph(threads, new MainChanges(main), reasons);
    }

    private LoopParts parts(final int thread) {
        final Buffers buffers = new Buffers(pool);
        final Tracer tracer = new Tracer(thread);
        final CounterBlock block = new CounterBlock();
        counters.add(block);
        final Dispatcher dispatcher = new Dispatcher(buffers, reasons, faults, tracer);
        return new LoopParts(dispatcher, buffers, block, new FileWatch(dispatcher), tracer);
    }

    /** Starts the workers. */
    void start() throws InterruptedException {
        for (final WorkerLoop worker : workers) {
            worker.start();
        }
        barrier.workers(workers, main.cpu());
        watchdog.start();
        gaps.start();
        WorkerCores.keepOthersOff(workers, main.cpu());
    }

    /** Stops the workers; returns whether they have ended, so that none uses any more what they all use. */
    boolean stop() {
        watchdog.close();
        gaps.close();
        barrier.workers(List.of(), main.cpu());
        boolean stopped = true;
        try {
            for (final WorkerLoop worker : workers) {
                if (!worker.stop()) {
                    LOG.error("{} does not end; what it may use is left to the system", worker.name());
                    stopped = false;
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return stopped;
    }

    /** Gives the memory back, once the workers have stopped and nobody uses the graph any more. */
    @Override
    public void close() {
        List.copyOf(main.processes()).forEach(main::end);
        main.buffers().flush();
        for (final GraphLoop thread : threads) {
            thread.files().close();
        }
        counters.forEach(CounterBlock::close);
        pool.close();
    }

    BufferPool pool() {
        return pool;
    }

    Barrier barrier() {
        return barrier;
    }

    FaultLog faults() {
        return faults;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    GapWatch gaps() {
        return gaps;
    }

    MainLoop main() {
        return main;
    }

    List<WorkerLoop> workers() {
        return workers;
    }

    /** Main, then the workers. */
    List<GraphLoop> threads() {
        return threads;
    }

    /** Interface counters of each thread. */
    List<CounterBlock> counters() {
        return counters;
    }

    Graph graph() {
        return graph;
    }
}
