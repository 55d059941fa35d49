package io.weir.ip4.internal;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Calls itself ip4, and hands over state that nobody knows. */
public final class ForeignIp4 extends WeirPlugin {
    /** State of a shape that nobody knows. */
    private record Foreign(int number) {}

    @Override
    public void register(final Registrar host) {
        host.state("foreign", Foreign.class, () -> new Foreign(9), state -> {});
        host.command("show foreign", "Show that it is there").run(call -> call.println("foreign"));
    }
}
