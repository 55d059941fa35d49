package io.weir.platform.plugin.ledger;

import io.weir.platform.thread.Patience;
import io.weir.plugin.ServiceConsumer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** Things that were done, each with what undoes it; the last done is undone first, whole or down to a mark. Main only. */
final class UndoStack {
    /** What can be done about a thing that was done. */
    @FunctionalInterface
    interface Undo {
        /** Takes it back, paused or not. Called once, and again if the barrier wasn't had. */
        void undo();

        /** Keeps it from acting while another version stands in the plugin's place. */
        default void pause() {}

        /** Lets it act again. */
        default void resume() {}
    }

    /** A thing that was done. */
    static final class Entry implements ServiceConsumer.Effect {
        private final UndoStack stack;
        private final long number;
        private final String what;
        private final Undo undo;
        /** Whom it was done through, or null. */
        private final Object through;

        private Entry below;
        private Entry above;
        private boolean there = true;

        private Entry(
                final UndoStack stack, final long number, final String what, final Undo undo, final Object through) {
            this.stack = stack;
            this.number = number;
            this.what = what;
            this.undo = undo;
            this.through = through;
        }

        @Override
        public void forget() {
            if (there) {
                stack.unlink(this);
            }
        }

        /** Takes it back now. */
        void undo() {
            if (there) {
                stack.unlink(this);
                Patience.run(undo::undo);
            }
        }
    }

    private final Logger log;
    private Entry top;
    private Entry bottom;
    private long last;
    private int size;

    UndoStack(final Logger log) {
        this.log = log;
    }

    Entry note(final String what, final Undo undo) {
        return note(what, undo, null);
    }

    Entry note(final String what, final Undo undo, final Object through) {
        final Entry entry = new Entry(this, ++last, what, undo, through);
        entry.below = top;
        if (top == null) {
            bottom = entry;
        } else {
            top.above = entry;
        }
        top = entry;
        size++;
        return entry;
    }

    private void unlink(final Entry entry) {
        entry.there = false;
        if (entry.above == null) {
            top = entry.below;
        } else {
            entry.above.below = entry.below;
        }
        if (entry.below == null) {
            bottom = entry.above;
        } else {
            entry.below.above = entry.above;
        }
        size--;
    }

    /** What {@link #undoTo} goes back to. */
    long mark() {
        return last;
    }

    /** Undoes what was done since a mark; what fails is logged, and the rest is undone all the same. */
    void undoTo(final long mark) {
        while (top != null && top.number > mark) {
            attempt(top);
        }
    }

    /** Undoes everything. */
    void undoAll() {
        undoTo(0);
    }

    /** Undoes what was done through somebody. */
    void undoThrough(final Object whom) {
        for (Entry entry = top; entry != null; ) {
            final Entry next = entry.below;
            if (entry.through == whom) {
                attempt(entry);
            }
            entry = next;
        }
    }

    private void attempt(final Entry entry) {
        try {
            entry.undo();
        } catch (final RuntimeException | Error e) {
            log.warn("{} can't be taken back", entry.what, e);
        }
    }

    /** Pauses everything, the last done first. */
    void pause() {
        for (Entry entry = top; entry != null; entry = entry.below) {
            entry.undo.pause();
        }
    }

    /** The reverse of {@link #pause}. */
    void resume() {
        for (Entry entry = bottom; entry != null; entry = entry.above) {
            entry.undo.resume();
        }
    }

    int size() {
        return size;
    }

    /** What was done, in that order. */
    List<String> texts() {
        final List<String> texts = new ArrayList<>();
        for (Entry entry = bottom; entry != null; entry = entry.above) {
            texts.add(entry.what);
        }
        return texts;
    }
}
