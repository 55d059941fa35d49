package io.weir.platform.plugin.change;

import io.weir.platform.plugin.ledger.Ledger;
import io.weir.plugin.WeirPlugin;

/** Has a plugin describe itself, and take over what the version before exports. */
record Describe(Ledger old, Ledger fresh, WeirPlugin plugin, boolean state) implements Action {
    @Override
    public String what() {
        return "describe " + fresh.pluginId();
    }

    @Override
    public void apply() {
        fresh.describe(plugin, old, state);
    }

    @Override
    public void undo() {
        fresh.forget(old);
    }
}
