package io.weir.platform.plugin.change;

import io.weir.platform.plugin.ledger.Ledger;

/** Starts a plugin whose nodes are in the graph. */
record Start(Ledger ledger) implements Action {
    @Override
    public String what() {
        return "start " + ledger.pluginId() + ": "
                + ledger.described().commands().size() + " commands, "
                + ledger.described().processCount() + " processes";
    }

    @Override
    public void apply() {
        ledger.start();
    }

    @Override
    public void undo() {
        ledger.stop();
    }
}
