package io.weir.platform.plugin.change;

import io.weir.platform.plugin.ledger.Ledger;

/** Has each thread do what a plugin wants there before its nodes come; what that did is undone with what it described. */
record Prepare(Ledger ledger) implements Action {
    @Override
    public String what() {
        return "on each thread: what " + ledger.pluginId() + " does there before its nodes run";
    }

    @Override
    public void apply() {
        ledger.prepare();
    }

    @Override
    public void undo() {
        // Forgetting what was described takes it back.
    }
}
