package io.weir.platform.thread;

import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.graph.ProcessNode;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.platform.graph.Node;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * A process node: its body runs on main, in a continuation, until it waits; main goes on with it when an event comes or
 * its time is up. Any thread may signal.
 */
public final class Process implements ProcessContext, ProcessHandle {
    /** Where a process is, as {@code show runtime} says it. */
    public enum State {
        NOT_STARTED("not started"),
        RUNNING("running"),
        EVENT_WAIT("event wait"),
        ANY_WAIT("any wait"),
        QUARANTINED("quarantined"),
        DONE("done");

        private final String text;

        State(final String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Thrown out of a wait to end a process; the body lets it pass. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("process ended", null, false, false);
        }
    }

    private record Event(int type, long data) {}

    private static final ContinuationScope SCOPE = new ContinuationScope("weir-process");

    private final MainLoop main;
    private final Node node;
    private final ProcessNode body;
    private final Worker worker;
    private final Continuation continuation;
    private final MpscUnboundedArrayQueue<Event> events = new MpscUnboundedArrayQueue<>(16);
    private final AtomicBoolean queued = new AtomicBoolean();
    private State state = State.NOT_STARTED;
    private long wakeAtNs = FOREVER;
    private long data;
    /** Whether main may run it: who signals it before its plugin has come is heard then. */
    private boolean begun;

    private boolean ending;
    private boolean held;
    private boolean quarantined;

    Process(final MainLoop main, final Node node, final ProcessNode body, final Worker worker) {
        this.main = main;
        this.node = node;
        this.body = body;
        this.worker = worker;
        continuation = new Continuation(SCOPE, this::live);
    }

    private void live() {
        try {
            body.run(this);
        } catch (final Ended end) {
            // As asked for.
        }
    }

    /** Runs it until it waits or ends. */
    void resume() {
        if (state != State.DONE) {
            state = State.RUNNING;
            try {
                continuation.run();
            } finally {
                if (continuation.isDone()) {
                    state = State.DONE;
                }
            }
        }
    }

    @Override
    public int waitForEventOrClock(final long timeoutNs) {
        wakeAtNs = timeoutNs == FOREVER ? FOREVER : main.nowNs() + Math.clamp(timeoutNs, 0, FOREVER >> 1);
        Event event = events.poll();
        if (event == null) {
            state = timeoutNs == FOREVER ? State.EVENT_WAIT : State.ANY_WAIT;
            main.suspended(this);
            Continuation.yield(SCOPE);
            event = events.poll();
        }
        if (ending) {
            throw new Ended();
        }
        wakeAtNs = FOREVER;
        data = event == null ? 0 : event.data;
        return event == null ? CLOCK : event.type;
    }

    @Override
    public void signal(final int type, final long eventData) {
        events.offer(new Event(type, eventData));
        makeReady();
    }

    /** May run from here on. Main only. */
    void begin() {
        begun = true;
        makeReady();
    }

    /** Has main resume it. */
    void makeReady() {
        if (queued.compareAndSet(false, true)) {
            main.ready(this);
        }
    }

    /** Main took it off the list of those that are ready. */
    void taken() {
        queued.set(false);
    }

    /** Whether it has a reason to run: an event, its time, its start or its end. */
    boolean due(final long nowNs) {
        return begun && !kept() && (state == State.NOT_STARTED || ending || !events.isEmpty() || wakeAtNs <= nowNs);
    }

    /** Ends it: its wait throws. Main only. */
    void end() {
        if (state == State.NOT_STARTED) {
            state = State.DONE;
        } else if (state != State.DONE) {
            ending = true;
            resume();
        }
    }

    private boolean kept() {
        return held || quarantined;
    }

    /** Keeps it from running, or lets it run again; events wait meanwhile. Main only. */
    void hold(final boolean on) {
        held = on;
        goOn();
    }

    /** The same for what it did wrong, whether it is held or not. Main only. */
    void quarantine(final boolean on) {
        quarantined = on;
        goOn();
    }

    private void goOn() {
        if (!kept()) {
            main.suspended(this);
            makeReady();
        }
    }

    long wakeAtNs() {
        return kept() || state == State.DONE ? FOREVER : wakeAtNs;
    }

    @Override
    public long eventData() {
        return data;
    }

    @Override
    public long nowNs() {
        return main.nowNs();
    }

    @Override
    public Sink sink() {
        return main.dispatcher().sink();
    }

    @Override
    public Worker worker() {
        return worker;
    }

    /** Where it is. */
    public State state() {
        return quarantined && state != State.DONE ? State.QUARANTINED : state;
    }

    public Node node() {
        return node;
    }
}
