package io.weir.testkit.live;

import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** A plugin whose node sleeps for two seconds in each frame. */
public final class Sleeper extends WeirPlugin {
    static final long SLEEP_MS = 2_000;

    @Override
    public void register(final Registrar registrar) {
        registrar
                .node("sleeper", worker -> frame -> sleep())
                .feature(FeatureArc.DEVICE_INPUT, Order.before("wire"))
                .unshadowed();
    }

    private static void sleep() {
        try {
            Thread.sleep(SLEEP_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
