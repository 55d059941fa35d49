package io.weir.platform.show;

import io.weir.platform.host.Host;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Brings the operator's commands. */
public final class ShowPlugin extends WeirPlugin {
    private final Host host;

    public ShowPlugin(final Host host) {
        this.host = host;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar.command("show version", "Show the version").run(call -> call.println("weir v%s", host.version()));
    }
}
