package io.weir.fib.internal;

import io.weir.plugin.ServiceConsumer;
import java.util.ArrayDeque;
import java.util.Deque;

/** A plugin that uses forwarding: what it did is undone when it goes, last done first. */
final class TestConsumer implements ServiceConsumer {
    private final String id;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    TestConsumer(final String id) {
        this.id = id;
    }

    @Override
    public String pluginId() {
        return id;
    }

    @Override
    public Effect did(final String what, final Runnable takeBack) {
        undo.push(takeBack);
        return () -> undo.remove(takeBack);
    }

    /** How many things it would take back. */
    int did() {
        return undo.size();
    }

    void go() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
