package io.weir.platform.plugin.change;

import io.weir.iface.Interface;
import io.weir.platform.plugin.ledger.Ledger;
import java.util.List;

/** Has a version answer for interfaces of the one before. */
record Adopt(Ledger old, Ledger fresh, List<Interface> devices) implements Action {
    @Override
    public String what() {
        return fresh.pluginId() + " takes over " + devices.size() + " interfaces";
    }

    @Override
    public void apply() {
        fresh.adopt(old, devices);
    }

    @Override
    public void undo() {
        old.adopt(fresh, devices);
    }
}
