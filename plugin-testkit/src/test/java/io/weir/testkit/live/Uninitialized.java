package io.weir.testkit.live;

import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** A plugin whose class can't be initialized. */
public final class Uninitialized extends WeirPlugin {
    private static final int NUMBER = number();

    private static int number() {
        throw new IllegalStateException("no number today");
    }

    @Override
    public void register(final Registrar registrar) {
        registrar.log().info("{}", NUMBER);
    }
}
