package io.weir.platform.plugin.ledger;

import io.weir.platform.thread.MainLoop;
import io.weir.platform.thread.Process;

/** A process of a plugin; paused, its events wait. */
record RunningProcess(MainLoop main, Process process) implements UndoStack.Undo {
    @Override
    public void undo() {
        main.end(process);
    }

    @Override
    public void pause() {
        main.hold(process, true);
    }

    @Override
    public void resume() {
        main.hold(process, false);
    }
}
