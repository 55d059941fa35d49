package io.weir.platform.plugin.change;

import io.weir.platform.plugin.ledger.Ledger;

/** Keeps a plugin that may go from acting. */
record Pause(Ledger ledger) implements Action {
    @Override
    public String what() {
        return "pause " + ledger.pluginId() + ": its commands, processes and sections of the configuration";
    }

    @Override
    public void apply() {
        ledger.pause();
    }

    @Override
    public void undo() {
        ledger.resume();
    }
}
