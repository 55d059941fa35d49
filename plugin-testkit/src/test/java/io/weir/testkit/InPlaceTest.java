package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.graph.Worker;
import io.weir.platform.thread.MainLoop;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that are made while workers run: when main goes on, none goes by what was before. */
@Timeout(60)
class InPlaceTest {
    private static final int CHANGES = 500;
    private static final int SPINS = 2_000;

    private final AtomicLong polls = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();
    /** Written by main while workers read it. */
    private int value;
    /** The value of the last change that main has done with. */
    private volatile int done;

    private final class Readers extends WeirPlugin {
        private Registrar host;
        private InputHandle readers;

        @Override
        public void register(final Registrar registrar) {
            host = registrar;
            readers = registrar.input("readers", worker -> out -> read(worker), null);
        }

        @Override
        public void start() {
            host.workers().stream()
                    .filter(worker -> worker.index() > 0)
                    .forEach(worker -> readers.polling(worker, true));
        }
    }

    /** Goes by a value for some microseconds, as a node does by what it has found. */
    private int read(final Worker worker) {
        final int seen = value;
        for (int i = 0; i < SPINS * worker.index(); i++) {
            Thread.onSpinWait();
        }
        if (done > seen) {
            stale.incrementAndGet();
        }
        polls.incrementAndGet();
        return 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldHaveNobodyGoByWhatWasBeforeWhenMainGoesOn(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("readers", new Readers())) {
            final MainLoop main = host.host().main();
            final long closed = main.barrierStats().closed().getTotalCount();
            for (int i = 1; i <= CHANGES; i++) {
                final int change = i;
                main.inPlace("test", () -> value = change);
                done = change;
            }
            assertThat(stale).hasValue(0);
            assertThat(polls.get()).isGreaterThanOrEqualTo(CHANGES);
            assertThat(main.barrierStats().closed().getTotalCount()).isEqualTo(closed);
        }
    }
}
