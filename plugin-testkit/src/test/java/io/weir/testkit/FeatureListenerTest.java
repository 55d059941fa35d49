package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plugin hears where its feature is enabled, however that comes about. */
class FeatureListenerTest {
    private final List<String> heard = new ArrayList<>();

    private final class Listening extends WeirPlugin {
        private final int early;

        Listening(final int early) {
            this.early = early;
        }

        private Registrar host;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            host.node("listening", worker -> frame -> frame.sink())
                    .feature(FeatureArc.DEVICE_INPUT, Order.before("ethernet-input"))
                    .onFeature((arc, swIfIndex, on) -> {
                        heard.add(arc.name() + " " + host.interfaces().byIndex(swIfIndex) + (on ? " on" : " off"));
                        if (heard.size() == 1) {
                            throw new IllegalStateException("costs nobody anything");
                        }
                    });
        }

        @Override
        public void start() {
            if (early > 0) {
                host.features().enable(FeatureArc.DEVICE_INPUT, "listening", early, true);
                heard.add("started");
            }
        }
    }

    @Test
    void shouldHearOfTheFirstEnablingAndTheLastDisabling() {
        try (TestHost host = TestHost.withWorkers(1).plugin("listening", new Listening(0))) {
            final TestInterface left = host.addInterface("left");
            host.enable(FeatureArc.DEVICE_INPUT, "listening", left);
            host.enable(FeatureArc.DEVICE_INPUT, "listening", left);
            assertThat(heard).containsExactly("device-input left on");
            host.disable(FeatureArc.DEVICE_INPUT, "listening", left);
            host.disable(FeatureArc.DEVICE_INPUT, "listening", left);
            assertThat(heard).containsExactly("device-input left on", "device-input left off");
        }
    }

    @Test
    void shouldHearWhenAnInterfaceGoesThatHasTheFeature() {
        try (TestHost host = TestHost.withWorkers(1).plugin("listening", new Listening(0))) {
            final TestInterface left = host.addInterface("left");
            host.enable(FeatureArc.DEVICE_INPUT, "listening", left);
            host.host().interfaces().delete(left.device());
            assertThat(heard).hasSize(2);
            assertThat(heard.getLast()).endsWith(" off");
        }
    }

    @Test
    void shouldHearOfWhatStartEnabledBehindIt() {
        try (TestHost host = TestHost.withWorkers(0)) {
            final TestInterface left = host.addInterface("left");
            host.plugin("listening", new Listening(left.swIfIndex()));
            assertThat(heard).containsExactly("started", "device-input left on");
        }
    }
}
