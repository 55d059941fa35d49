package io.weir.ip4.internal;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/**
 * Depends on fib, and has something to do on each thread before its nodes come: main turns meanwhile. It says so on main by a system
 * property, as the test has other classes than those of the JAR.
 */
public final class Preparing extends WeirPlugin {
    static final String BEGUN = "weir.test.preparing.begun";

    @Override
    public void register(final Registrar host) {
        host.workerHooks(
                worker -> {
                    if (worker.index() == 0) {
                        System.setProperty(BEGUN, "true");
                    }
                },
                worker -> {});
    }
}
