package io.weir.platform.thread;

import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessNode;
import io.weir.graph.Worker;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.os.OsThread;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Main: runs the graph as a worker does, then process nodes that are due. All that changes the host happens here; other
 * threads ask by {@link #execute}.
 */
public final class MainLoop extends GraphLoop {
    /** Name of the process that does what other threads ask for. */
    public static final String REQUEST_PROCESS = "main-request-process";

    private static final Logger LOG = LoggerFactory.getLogger(MainLoop.class);
    private static final long POLL_NS = 1_000_000;
    /** How long a change of plugins waits for tasks before it tells them to end. */
    private static final long LENT_NS = 2_000_000_000;

    private final MpscUnboundedArrayQueue<Process> ready = new MpscUnboundedArrayQueue<>(64);
    private final MpscUnboundedArrayQueue<Runnable> requests = new MpscUnboundedArrayQueue<>(64);
    private final List<Process> processes = new ArrayList<>();
    /** Processes that are no nodes: see {@link #executeTask}. */
    private final List<Process> tasks = new ArrayList<>();
    /** Numbers of the tasks that wait for a {@link Spell} to end: the last that came, and the last that went on. */
    private long lastWaiting;

    private long lastWaited;
    private Spell spell = Spell.NONE;

    private final int cpu;
    private final FaultLog faults;
    private final Barrier barrier;
    private Process requestProcess;
    private Process current;
    private long nextDueNs = ProcessContext.FOREVER;
    /** How many tasks have lent main to others in their middle, and whether it is wanted back. */
    private int lent;

    private boolean recalled;
    private int lwp;
    /** Whether a turn is going on; between two of them main is its caller's. The watchdog looks. */
    private volatile boolean turning;
    /** How long a change waits for a worker that a node keeps. */
    private long lateLimitNs = Latecomers.LIMIT_NS;
    /** How long a turn may wait for something to do, in nanoseconds. */
    private long maxWaitNs = Long.MAX_VALUE;

    /**
     * Main, without a thread yet.
     *
     * @param cpu the core that its thread is pinned to, or -1.
     */
    public MainLoop(
            final int cpu, final NanoClock clock, final LoopParts parts, final Barrier barrier, final FaultLog faults) {
        super(0, "weir_main", clock, parts);
        this.cpu = cpu;
        this.barrier = barrier;
        this.faults = faults;
    }

    /** Makes the calling thread main. */
    public void adopt() {
        owner(Thread.currentThread());
        lwp = OsThread.id();
    }

    /** One turn: the graph, then processes. */
    public void turnMain() {
        turning = true;
        try {
            runErrands();
            turn();
            runProcesses();
            if (!dispatcher().idle()) {
                dispatcher().drain();
            }
            spell.begin(tasks.isEmpty());
        } finally {
            turning = false;
        }
    }

    /** The same for a caller with something to look at soon: waits for so long at most if there is nothing to do. */
    public void turnMain(final long waitNs) {
        maxWaitNs = waitNs;
        try {
            turnMain();
        } finally {
            maxWaitNs = Long.MAX_VALUE;
        }
    }

    /**
     * Runs a change while no other thread runs the graph.
     *
     * @throws IllegalStateException when called on another thread than main, or from a node.
     */
    public void atBarrier(final String why, final Runnable change) {
        check(why);
        dispatcher().drain();
        barrier.run(why, change);
    }

    /**
     * Runs a change while the other threads go on, and waits until each has begun a turn since: from then on none goes by what was
     * before. Every single store of it must be one that a thread may see alone.
     *
     * @throws BarrierTimeoutException when a thread keeps within its turn; the change was made and is to be taken back.
     * @throws IllegalStateException when called on another thread than main, or from a node; the change was not made.
     */
    public void inPlace(final String why, final Runnable change) {
        check(why);
        dispatcher().drain();
        // What a thread finds by a reference is there when the reference is.
        VarHandle.releaseFence();
        change.run();
        barrier.pass(why);
    }

    private void check(final String why) {
        if (Thread.currentThread() != thread()) {
            throw new IllegalStateException(why + ": only main asks for the barrier, not "
                    + Thread.currentThread().getName());
        }
        if (dispatcher().inNode()) {
            throw new IllegalStateException(why + ": the barrier can't be had from within node " + node());
        }
    }

    /** How long a change waits for a worker that a node keeps, see {@link Latecomers}. Main only. */
    long lateLimitNs() {
        return lateLimitNs;
    }

    /** Has a change wait for less or more than {@link Latecomers#LIMIT_NS}. Main only. */
    void lateLimitNs(final long limitNs) {
        lateLimitNs = limitNs;
    }

    /** How long what each thread was asked for is waited for: a second, or as long as the barrier if that is longer. */
    long patienceNs() {
        return Math.max(Barrier.TIMEOUT_NS, barrier.timeoutNs());
    }

    /** What barriers have cost. */
    public BarrierStats barrierStats() {
        return barrier.stats();
    }

    /** Has something done by another thread whenever it is due and main has time. Main only. */
    public void spell(final Spell due) {
        spell = due;
    }

    /** Asks main to run something soon; from any thread, main asleep or not. */
    public void execute(final Runnable request) {
        requests.offer(request);
        if (requestProcess != null) {
            requestProcess.makeReady();
        }
    }

    /**
     * Asks main to run something soon that may {@link #awaitUntil}: it runs as a process of its own. From any thread. Tasks
     * begin in the order in which they were asked for.
     */
    public void executeTask(final Runnable task) {
        execute(() -> {
            final Process process = new Process(this, requestProcess.node(), context -> serveAfterSpell(task), this);
            tasks.add(process);
            process.begin();
        });
    }

    private void serveAfterSpell(final Runnable task) {
        if (spell.lasts() || lastWaited != lastWaiting) {
            final long number = ++lastWaiting;
            awaitUntil(() -> !spell.lasts() && lastWaited == number - 1);
            lastWaited = number;
        }
        serve(task);
    }

    /**
     * Waits until something holds that other threads or processes bring about; main goes on with its loop meanwhile. For a
     * task, or on main outside of a turn.
     *
     * @throws IllegalStateException when called within a turn, but not in a task.
     */
    public void awaitUntil(final BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (current != null) {
                current.waitForEventOrClock(POLL_NS);
            } else if (turning) {
                throw new IllegalStateException("nothing can be waited for from within a turn of main");
            } else {
                turnMain(POLL_NS);
            }
        }
    }

    /** Whether {@link #awaitUntil} may be called here. */
    boolean mayAwait() {
        return current != null || !turning;
    }

    /** Whether the caller is a task: main goes on while it waits. */
    public boolean inTask() {
        return current != null && Thread.currentThread() == thread();
    }

    /** Lets main turn its loop once before a task goes on; does nothing elsewhere. */
    public void giveTurn() {
        if (inTask()) {
            current.waitForEventOrClock(0);
        }
    }

    /**
     * Lets main turn its loop once, or until something holds, in the middle of a task that uses what plugins own.
     *
     * @param condition null for once
     * @return false if main was {@link #recall}ed: the task must let go of all that.
     */
    public boolean lend(final BooleanSupplier condition) {
        lent++;
        try {
            if (condition != null) {
                awaitUntil(() -> recalled || condition.getAsBoolean());
            } else if (spell.begin(false)) {
                awaitUntil(() -> recalled || !spell.lasts());
            } else {
                giveTurn();
            }
        } finally {
            lent--;
        }
        return !recalled;
    }

    /** Waits until no task is in the middle of what plugins own; those that take longer than a moment are told to end. */
    public void recall() {
        final long begunNs = System.nanoTime();
        awaitUntil(() -> lent == 0 || System.nanoTime() - begunNs > LENT_NS);
        recalled = lent > 0;
        try {
            awaitUntil(() -> lent == 0);
        } finally {
            recalled = false;
        }
    }

    /** The body of the process that serves {@link #execute}. */
    public void serveRequests(final ProcessContext context) {
        while (true) {
            // Those that a request adds wait until main has turned its loop: one that asks again must not stop it.
            for (int left = requests.size(); left > 0; left--) {
                serve(requests.poll());
            }
            context.waitForEventOrClock(ProcessContext.FOREVER);
        }
    }

    private static void serve(final Runnable request) {
        try {
            request.run();
        } catch (final Throwable e) {
            LOG.error("a request to main failed", e);
        }
    }

    /**
     * Makes a process that does not run yet.
     *
     * @param self main as whose process it is sees it.
     */
    public Process process(final Node node, final ProcessNode body, final Worker self) {
        return new Process(this, node, body, self);
    }

    /** Starts a process whose node is in the graph; its first run is in the next turn. */
    public void start(final Process process) {
        processes.add(process);
        if (process.node().name().equals(REQUEST_PROCESS)) {
            requestProcess = process;
        }
        process.begin();
    }

    /** Ends a process: its wait throws, and it is forgotten. */
    public void end(final Process process) {
        processes.remove(process);
        process.end();
    }

    /** Keeps a process from running, or lets it run again. */
    public void hold(final Process process, final boolean on) {
        process.hold(on);
    }

    /** The same for what it did wrong. */
    public void quarantine(final Process process, final boolean on) {
        process.quarantine(on);
    }

    public List<Process> processes() {
        return processes;
    }

    private void runProcesses() {
        for (int left = ready.size(); left > 0; left--) {
            final Process process = ready.poll();
            process.taken();
            if (process == requestProcess || process.due(nowNs())) {
                resume(process);
            }
        }
        if (nowNs() >= nextDueNs) {
            resumeDue(List.copyOf(processes));
            resumeDue(List.copyOf(tasks));
            nextDueNs = ProcessContext.FOREVER;
            processes.forEach(this::suspended);
            tasks.forEach(this::suspended);
        }
    }

    private void resumeDue(final List<Process> candidates) {
        for (final Process process : candidates) {
            if (process.wakeAtNs() <= nowNs()) {
                resume(process);
            }
        }
    }

    private void resume(final Process process) {
        final NodeRuntime runtime = process.node().runtime(0);
        final long startNs = System.nanoTime();
        dispatcher().runAs(runtime);
        process.node().site().called();
        current = process == requestProcess ? null : process;
        try {
            process.resume();
        } catch (final Throwable fault) {
            runtime.failed();
            faults.report(process.node().site(), index(), fault, "the process is over");
        } finally {
            current = null;
            if (process.state() == Process.State.DONE) {
                tasks.remove(process);
            }
            final long spentNs = System.nanoTime() - startNs;
            runtime.suspended(spentNs);
            dispatcher().called(process.node().site(), spentNs);
        }
    }

    void suspended(final Process process) {
        nextDueNs = Math.min(nextDueNs, process.wakeAtNs());
    }

    void ready(final Process process) {
        ready.offer(process);
        wake();
    }

    @Override
    boolean active() {
        return turning;
    }

    @Override
    boolean waitsForOthers() {
        return barrier.closed();
    }

    @Override
    public int lwp() {
        return lwp;
    }

    @Override
    public int cpu() {
        return cpu;
    }

    @Override
    boolean hasWork() {
        return !ready.isEmpty() || hasErrands();
    }

    @Override
    long untilWorkNs() {
        return nextDueNs == ProcessContext.FOREVER ? maxWaitNs : Math.clamp(nextDueNs - nowNs(), 0, maxWaitNs);
    }
}
