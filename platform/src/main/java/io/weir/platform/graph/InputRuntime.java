package io.weir.platform.graph;

import io.weir.graph.InputNode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What one thread runs of an input node. Any thread may raise its interrupt; the rest is the thread's. */
public final class InputRuntime extends NodeRuntime {
    private static final VarHandle PENDING;

    static {
        try {
            PENDING = MethodHandles.lookup().findVarHandle(InputRuntime.class, "pending", boolean.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What is called: the plugin's instance, or in quarantine what stands in for it. Main changes it. */
    InputNode input;

    private final InputNode own;
    boolean polling;
    /** Whether it would poll if it were not in quarantine. */
    private boolean wantsPolling;

    @SuppressWarnings("unused") // through PENDING
    private volatile boolean pending;

    InputRuntime(final Node node, final InputNode input) {
        super(node, null);
        this.input = input;
        own = input;
    }

    /** Has it no longer called, at any time, or called again, at a barrier; main. What stands in does the rest on the thread. */
    void silence(final boolean on) {
        input = on ? out -> stay() : own;
        if (!on) {
            polling |= wantsPolling;
            wantsPolling = false;
            // What came meanwhile may have raised its interrupt once and not again.
            raise();
        }
    }

    /** Instead of the call: the loop may sleep, also if somebody makes the node poll meanwhile. */
    private int stay() {
        wantsPolling |= polling;
        polling = false;
        return 0;
    }

    /** Raises the interrupt; returns whether it was down. Pairs with the acquire in {@link #takeInterrupt}. */
    public boolean raise() {
        return !(boolean) PENDING.getAndSet(this, true);
    }

    /** Whether an interrupt was raised; takes it back. Only the thread. */
    public boolean takeInterrupt() {
        return (boolean) PENDING.getAcquire(this) && (boolean) PENDING.getAndSet(this, false);
    }

    /** Whether an interrupt is raised. */
    public boolean pending() {
        return (boolean) PENDING.getAcquire(this);
    }

    /** Whether it is called in every loop. */
    public boolean polling() {
        return polling;
    }

    /** Has it called in every loop, or not; its own thread, or main at a barrier. */
    public void polling(final boolean on) {
        polling = on;
    }

    /** The plugin's instance. */
    public InputNode input() {
        return own;
    }
}
