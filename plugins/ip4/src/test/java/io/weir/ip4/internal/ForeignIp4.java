package io.weir.ip4.internal;

import io.weir.plugin.PluginState;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Calls itself ip4, and hands over state that nobody knows. */
public final class ForeignIp4 extends WeirPlugin {
    @Override
    public void register(final Registrar host) {
        host.command("show foreign", "Show that it is there").run(call -> call.println("foreign"));
    }

    @Override
    public PluginState exportState() {
        return new PluginState(9);
    }
}
