package io.weir.fib.internal.cli;

import io.weir.plugin.Registrar;

/**
 * {@code show fib flow-hash}: whether it can be told ahead which path a flow takes.
 *
 * @param configured the number that the hash begins with, or null.
 */
public record FlowSeedCommand(Long configured) {
    /** Declares the command. */
    public void register(final Registrar host) {
        host.command("show fib flow-hash", "Show what the hash begins with that shares flows out among paths")
                .run(call -> call.println("seed: %s", configured == null ? "random" : configured));
    }
}
