package io.weir.testkit;

import io.weir.plugin.ServiceConsumer;
import java.util.ArrayDeque;
import java.util.Deque;

/** A plugin that uses another one's service, as that one sees it: what it did is undone when it goes, last done first. */
public final class TestConsumer implements ServiceConsumer {
    private final String id;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** One with this name. */
    public TestConsumer(final String id) {
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
    public int did() {
        return undo.size();
    }

    /** It goes: everything is taken back. */
    public void go() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
