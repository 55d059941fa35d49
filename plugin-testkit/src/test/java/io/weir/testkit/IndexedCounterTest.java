package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.IndexedCounter;
import io.weir.graph.Unit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters by number: they grow and are cleared while workers count. */
@Timeout(60)
class IndexedCounterTest {
    private IndexedCounter hits;
    private final Lab lab = new Lab(host -> hits = host.counters("hits", Unit.EVENTS, 4));

    private void count(final int thread, final int index, final int times) {
        lab.on(thread, (worker, sink) -> {
            for (int i = 0; i < times; i++) {
                hits.on(worker).add(index, 1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSumOverThreadsAndBeginAnewWhenCleared(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            for (int thread = 0; thread <= lab.last(); thread++) {
                count(thread, 3, 10);
                count(thread, 1, 1);
            }
            host.until(lab::done);
            assertThat(hits.sum(3)).isEqualTo(10L * (lab.last() + 1));
            hits.clear(3);
            assertThat(hits.sum(3)).isZero();
            assertThat(hits.sum(1)).isEqualTo(lab.last() + 1);
            count(lab.last(), 3, 2);
            host.until(lab::done);
            assertThat(hits.sum(3)).isEqualTo(2);
            assertThat(host.counter("lab/hits", 3)).isEqualTo(2);
            hits.clear();
            assertThat(hits.sum(1)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoseNothingWhileItGrowsAndIsCleared(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final int rounds = 300;
            long cleared = 0;
            for (int i = 0; i < rounds; i++) {
                count(1 + i % workers, 2, 1_000);
                hits.reserve(4 + i * 7);
                if (i % 10 == 0) {
                    // Counting may go on between the two, so this only bounds what was there.
                    final long before = hits.sum(2);
                    hits.clear(2);
                    cleared += before;
                }
            }
            host.until(lab::done);
            assertThat(cleared + hits.sum(2)).isBetween(1L, rounds * 1_000L);
            long counted = 0;
            for (int thread = 0; thread <= lab.last(); thread++) {
                counted += hits.on(lab.host().workers().get(thread)).value(2);
            }
            assertThat(counted).isEqualTo(rounds * 1_000L);
            assertThat(hits.size()).isGreaterThanOrEqualTo(4 + (rounds - 1) * 7);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0})
    void shouldRefuseNumbersThatItHasNoRoomFor(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers).plugin("lab", lab)) {
            final var part = hits.on(lab.host().workers().getFirst());
            assertThatThrownBy(() -> part.add(4, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> part.add(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(host.faults()).isZero();
        }
    }
}
