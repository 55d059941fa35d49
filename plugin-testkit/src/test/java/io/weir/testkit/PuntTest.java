package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.plugin.Punt;
import io.weir.plugin.PuntReason;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets what is punted. */
class PuntTest {
    /** Punts all that comes in. */
    private static final class Source extends WeirPlugin {
        private PuntReason announced;

        @Override
        public void register(final Registrar host) {
            final DropReason odd = host.dropReason("odd", "an odd packet", DropReason.Severity.INFO);
            announced = host.service(Punt.class).announce(odd);
            host.node("source", worker -> frame -> {
                        for (int i = 0, size = frame.size(); i < size; i++) {
                            frame.punt(i, odd);
                        }
                    })
                    .feature(FeatureArc.DEVICE_INPUT);
        }
    }

    /** Takes what is punted, and counts it. */
    private static final class Taker extends WeirPlugin {
        private final String name;

        Taker(final String name) {
            this.name = name;
        }

        @Override
        public void register(final Registrar host) {
            final DropReason took = host.dropReason(name + "-took");
            host.node(name, worker -> frame -> {
                for (int i = 0, size = frame.size(); i < size; i++) {
                    frame.drop(i, took);
                }
            });
            host.service(Punt.class).deliver("odd", host.next(name));
        }
    }

    private static void send(final TestHost host, final TestInterface port, final int packets) {
        for (int i = 0; i < packets; i++) {
            port.send(new byte[60]);
        }
        host.untilIdle();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGiveEachTakerAllPacketsAsLongAsItIsThere(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            // Who takes may come before who punts.
            final Ledger first = host.host().insert("first", new Taker("first"));
            final Source source = new Source();
            host.plugin("source", source);
            final TestInterface port = host.addInterface("port");
            host.enable(FeatureArc.DEVICE_INPUT, "source", port);
            final Ledger second = host.host().insert("second", new Taker("second"));
            assertThat(source.announced.wanted()).isTrue();
            send(host, port, 3);
            host.until(() -> host.errors("first-took") == 3 && host.errors("second-took") == 3);
            assertThat(host.errors("source", "odd")).isEqualTo(3);
            assertThat(host.cli("show punt reasons")).contains("odd: an odd packet, from source");
            assertThat(host.cli("show punt clients")).isEqualTo("odd: first, node first\nodd: second, node second\n");
            host.host().remove(second);
            send(host, port, 2);
            host.until(() -> host.errors("first-took") == 5);
            host.host().remove(first);
            assertThat(source.announced.wanted()).isFalse();
            send(host, port, 4);
            host.until(() -> host.host().interfaces().count(Kind.PUNT, port.swIfIndex())[0] == 9);
            assertThat(host.errors("node-removed")).isZero();
            assertThat(host.cli("show punt clients")).isEmpty();
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldRefuseAndNameTheOwnerWhenAnotherAnnouncesTheSame() {
        try (TestHost host = TestHost.withWorkers(0).plugin("source", new Source())) {
            assertThatThrownBy(() -> host.host().insert("other", new WeirPlugin() {
                        @Override
                        public void register(final Registrar registrar) {
                            registrar.service(Punt.class).announce(registrar.dropReason("odd"));
                        }
                    }))
                    .hasMessage("punt reason odd is plugin source's already");
        }
    }
}
