package io.weir.platform.thread;

import io.weir.graph.Timers;
import io.weir.iface.InterfaceCounters;
import io.weir.memory.Buffers;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.graph.Dispatcher;
import io.weir.platform.graph.GraphThread;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.LongestCall;
import io.weir.platform.trace.Tracer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;
import org.agrona.concurrent.NanoClock;

/**
 * What main and the workers do alike: in each turn handoff queues, pre-input nodes, input nodes that poll or were
 * interrupted, timers, then every frame that this started.
 */
public abstract class GraphLoop implements GraphThread {
    /** A busy thread looks at its descriptors once in this many turns, */
    private static final int TURNS_PER_POLL = 1_024;
    /** and when it has not looked for so long. */
    private static final long UNSEEN_NS = 1_000_000;
    /** After a turn that took longer, the receive queues of a device class take turns, */
    private static final long LONG_TURN_NS = 1_000_000;
    /** for so long. */
    private static final long SHORT_TURNS_NS = 10_000_000;

    /** A turn that moved at least this many packets is followed by another without a look at the descriptors. */
    private static final int BUSY_VECTORS = 2;

    private static final long MAX_SLEEP_NS = 10_000_000;
    private static final VarHandle TURNS = turnsHandle();
    private static final InputRuntime[] NONE = {};

    private final int index;
    private final String name;
    private final NanoClock clock;
    private final LoopParts parts;
    private final Inbox inbox = new Inbox();
    private final ManyToOneConcurrentLinkedQueue<Errand> errands = new ManyToOneConcurrentLinkedQueue<>();
    private final List<WorkerHooks> hooks = new CopyOnWriteArrayList<>();
    private final TimerWheel wheel;
    private final Timers timers;

    private InputRuntime[] preInputs = NONE;
    private InputRuntime[] inputs = NONE;
    /** Which of them is polled first in the next turn. */
    private int firstInput;

    private final LoopGaps gaps = new LoopGaps();

    private final SleepFlag sleeping = new SleepFlag();
    private final HandoffQueue.Receiver arrivals;
    private long nowNs;
    private int moved;
    private long turnStartNs;
    private long turns;
    /** The turn after which descriptors must be looked at, and when. */
    private long dueTurn = TURNS_PER_POLL;

    private long dueNs;
    /** Until when turns are to be short. */
    private long shortUntilNs;

    private boolean slept = true;
    /** When this turn began, or its sleep ended. */
    private long awakeNs;

    private volatile Thread thread;
    /** What keeps it, as far as the watchdog has said so, or null. */
    private volatile FaultSite keptBy;

    GraphLoop(final int index, final String name, final NanoClock clock, final LoopParts parts) {
        this.index = index;
        this.name = name;
        this.clock = clock;
        this.parts = parts;
        arrivals = (packets, count, target) -> parts.dispatcher().arrive(packets, count, target);
        nowNs = clock.nanoTime();
        shortUntilNs = nowNs;
        wheel = new TimerWheel(nowNs, parts.dispatcher());
        timers = timers(OwnedWorker.site("core", "timers"));
        // A handler that blocks keeps a thread that is awake.
        parts.files().onAwake(this::awake);
    }

    /** One turn. */
    public final void turn() {
        final long startNs = clock.nanoTime();
        final Dispatcher dispatcher = parts.dispatcher();
        if (startNs - awakeNs >= LoopGaps.LOWEST_NS) {
            ended(dispatcher, startNs);
        }
        turnStartNs = startNs;
        awakeNs = startNs;
        TURNS.setVolatile(this, turns + 1);
        nowNs = startNs;
        dispatcher.startTurn(startNs);
        int packets = inbox.drain(arrivals);
        slept = false;
        if (moved < BUSY_VECTORS && mayIdle()) {
            sleep(dispatcher);
        } else if (turns >= dueTurn || startNs - dueNs >= 0) {
            pollDescriptors(dispatcher, 0);
            gaps.account(startNs);
        }
        if (wheel.advance(nowNs) > 0) {
            dispatcher.outsideEnds();
        }
        packets += pollInputs(dispatcher);
        packets += dispatcher.drain();
        moved = packets;
    }

    /** The turn before has taken more than no time. */
    private void ended(final Dispatcher dispatcher, final long startNs) {
        if (turns == 0) {
            return;
        }
        if (!slept && startNs - turnStartNs > LONG_TURN_NS) {
            shortUntilNs = startNs + SHORT_TURNS_NS;
        }
        final LongestCall longest = dispatcher.longest();
        gaps.ended(startNs, startNs - awakeNs, longest.name(), longest.ns());
    }

    /** The wait for descriptors is over. */
    private void awake() {
        sleeping.lower();
        if (slept) {
            awakeNs = clock.nanoTime();
            gaps.slept(awakeNs - turnStartNs);
            parts.dispatcher().slept(awakeNs - turnStartNs);
        }
    }

    /** Begins behind the input that had packets first in the turn before: none gets only the buffers that others have left. */
    private int pollInputs(final Dispatcher dispatcher) {
        final InputRuntime[] all = inputs;
        int packets = 0;
        int next = firstInput;
        for (int i = 0, at = next; i < all.length; i++) {
            final InputRuntime input = all[at];
            at = at + 1 == all.length ? 0 : at + 1;
            if (input.polling() || input.takeInterrupt()) {
                final int taken = dispatcher.poll(input);
                if (packets == 0) {
                    next = at;
                }
                packets += taken;
            }
        }
        firstInput = next;
        return packets;
    }

    /** Whether nothing asks for another turn now. */
    private boolean mayIdle() {
        for (final InputRuntime input : inputs) {
            if (input.polling() || input.pending()) {
                return false;
            }
        }
        return true;
    }

    private void sleep(final Dispatcher dispatcher) {
        // Declared before the last look for work: whoever adds work first adds, then looks whether we sleep.
        sleeping.raise();
        final boolean idle = inbox.empty() && dispatcher.idle() && mayIdle() && !hasWork();
        final long timeoutNs = idle ? Math.min(MAX_SLEEP_NS, Math.min(wheel.untilNextNs(nowNs), untilWorkNs())) : 0;
        slept = timeoutNs > 0;
        pollDescriptors(dispatcher, timeoutNs);
        sleeping.lower();
        nowNs = clock.nanoTime();
        dueNs = nowNs + UNSEEN_NS;
        gaps.account(nowNs);
        inbox.drain(arrivals);
    }

    private void pollDescriptors(final Dispatcher dispatcher, final long timeoutNs) {
        parts.files().timeoutNs(timeoutNs);
        for (final InputRuntime input : preInputs) {
            dispatcher.poll(input);
        }
        dueTurn = turns + TURNS_PER_POLL;
        dueNs = nowNs + UNSEEN_NS;
    }

    /** Has this thread do something before its next turn. Main. */
    final void errand(final Errand errand) {
        errands.offer(errand);
        wake();
    }

    /** Does what it was asked to do between two turns; whoever calls {@link #turn} calls this too. */
    public final void runErrands() {
        if (errands.isEmpty()) {
            return;
        }
        // Those that are added meanwhile wait for a turn: one that asks again must not stop it.
        parts.dispatcher().outsideBegins();
        for (int left = errands.size(); left > 0; left--) {
            final Errand errand = errands.poll();
            if (errand != null) {
                errand.run(this);
                parts.dispatcher().outsideEnds();
            }
        }
    }

    final boolean hasErrands() {
        return !errands.isEmpty();
    }

    /** What plugins do when this thread ends. */
    final List<WorkerHooks> hooks() {
        return hooks;
    }

    /** Whether this thread has something to do besides the graph. */
    abstract boolean hasWork();

    /** Nanoseconds until it has. */
    abstract long untilWorkNs();

    final void owner(final Thread owner) {
        thread = owner;
    }

    /** The thread that runs the loop, or null. */
    public final Thread thread() {
        return thread;
    }

    final StackTraceElement[] stack() {
        final Thread running = thread;
        return running == null ? new StackTraceElement[0] : running.getStackTrace();
    }

    /** Node that is being dispatched, for reports. */
    final String node() {
        return parts.dispatcher().runningName();
    }

    @Override
    public final void wake() {
        if (sleeping.mustWake()) {
            parts.files().wake();
        }
    }

    @Override
    public final void interruptRaised() {
        if (Thread.currentThread() != thread) {
            wake();
        }
    }

    @Override
    public final boolean deliver() {
        if (inbox.empty()) {
            return false;
        }
        inbox.drain(arrivals);
        parts.dispatcher().drain();
        return true;
    }

    /** The queues in front of this thread. */
    final Inbox inbox() {
        return inbox;
    }

    /** Buffers that wait in front of it; main, while it is parked. */
    public final int buffersWaiting() {
        return inbox.buffers();
    }

    @Override
    public final void inputs(final InputRuntime[] pre, final InputRuntime[] all) {
        preInputs = pre;
        inputs = all;
        firstInput = 0;
    }

    @Override
    public final Dispatcher dispatcher() {
        return parts.dispatcher();
    }

    /** What watches descriptors for this thread. */
    public final FileWatch files() {
        return parts.files();
    }

    public final Tracer tracer() {
        return parts.tracer();
    }

    /** Whether turns have become so long that this one ought to be short. Only the thread. */
    public final boolean behind() {
        return turnStartNs - shortUntilNs < 0;
    }

    /** Turns that were begun so far. Any thread may ask; see {@link TurnQuiescence} for the order of things. */
    public final long turns() {
        return (long) TURNS.getVolatile(this);
    }

    /** Whether it has a thread that turns, and so may hold what it found in a table. */
    final boolean turning() {
        final Thread running = thread;
        return running != null && running.isAlive();
    }

    /** When turns took long. */
    public final LoopGaps gaps() {
        return gaps;
    }

    /** How long turns took so far, from the start of one to the start of the next, sleep apart. Any thread may ask. */
    public final GapTimes gapTimes() {
        final long begun = turns();
        return gaps.times(Math.max(0, begun - 1));
    }

    @Override
    public final int index() {
        return index;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Buffers buffers() {
        return parts.buffers();
    }

    @Override
    public final long nowNs() {
        return nowNs;
    }

    @Override
    public final InterfaceCounters interfaceCounters() {
        return parts.counters();
    }

    @Override
    public final Timers timers() {
        return timers;
    }

    /** This thread's timers as their owner sets them. */
    final TimerView timers(final FaultSite owner) {
        return wheel.of(owner);
    }

    /** Timers that are set, running or not; main, while this thread is parked. */
    final int timersSet() {
        return wheel.set();
    }

    /** Whether it sleeps, or is about to. Any thread may ask. */
    final boolean asleep() {
        return sleeping.raised();
    }

    /** Whether it runs, and so ought to turn. Any thread may ask. */
    abstract boolean active();

    /** Whether what runs on it waits for other threads of the graph, at the barrier. Any thread may ask. */
    boolean waitsForOthers() {
        return false;
    }

    /** What has kept it for too long, and does still, or null. Any thread may ask. */
    public FaultSite keptBy() {
        return keptBy;
    }

    /** The watchdog says so, or with null that it goes on. */
    void keptBy(final FaultSite site) {
        keptBy = site;
    }

    /** Id of its kernel thread. */
    public abstract int lwp();

    /** The core that it is pinned to, or -1. */
    public abstract int cpu();

    private static VarHandle turnsHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(GraphLoop.class, "turns", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public final String toString() {
        return name;
    }
}
