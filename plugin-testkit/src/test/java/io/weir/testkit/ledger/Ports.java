package io.weir.testkit.ledger;

import io.weir.plugin.Registrar;
import io.weir.plugin.ServiceConsumer;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.List;

/** A service in which each consumer may claim numbers: two versions of one may hold the same for a while, others may not. */
@FunctionalInterface
interface Ports {
    /**
     * Claims a number, until it is given up or the consumer goes.
     *
     * @param undoFails whether taking it back throws when that is done.
     * @return gives it up.
     */
    Runnable claim(int port, boolean undoFails);

    /** The plugin that exports it. */
    final class Plugin extends WeirPlugin {
        /** Who holds what. */
        private record Claim(String owner, int port) {}

        private final List<Claim> claims = new ArrayList<>();

        @Override
        public void register(final Registrar host) {
            host.export(Ports.class, consumer -> (port, undoFails) -> claim(consumer, port, undoFails));
            host.node("base-feature", worker -> frame -> frame.sink()).feature(io.weir.graph.FeatureArc.DEVICE_INPUT);
        }

        private Runnable claim(final ServiceConsumer consumer, final int port, final boolean undoFails) {
            if (claims.stream().anyMatch(other -> other.port == port && !other.owner.equals(consumer.pluginId()))) {
                throw new IllegalStateException("port " + port + " is taken");
            }
            final Claim claim = new Claim(consumer.pluginId(), port);
            claims.add(claim);
            final ServiceConsumer.Effect effect = consumer.did("port " + port, () -> {
                claims.remove(claim);
                if (undoFails) {
                    throw new IllegalStateException("the undo of port " + port + " fails");
                }
            });
            return () -> {
                claims.remove(claim);
                effect.forget();
            };
        }

        List<String> claims() {
            return claims.stream().map(Claim::toString).sorted().toList();
        }
    }
}
