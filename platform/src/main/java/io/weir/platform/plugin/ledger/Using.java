package io.weir.platform.plugin.ledger;

import io.weir.platform.plugin.registry.Exports;

/** A plugin as one service of another sees it: what it does through that is in the plugin's ledger. Main only. */
final class Using implements Exports.Consumer {
    private final String id;
    private final UndoStack done;

    Using(final String id, final UndoStack done) {
        this.id = id;
        this.done = done;
    }

    @Override
    public String pluginId() {
        return id;
    }

    @Override
    public Effect did(final String what, final Runnable takeBack) {
        return done.note(what, takeBack::run, this);
    }

    @Override
    public void part() {
        done.undoThrough(this);
    }
}
