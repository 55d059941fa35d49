package io.weir.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final String DATA = " data { UDP: 1.0.0.1 -> 1.0.0.2 UDP: 1 -> 2 }";
    private static final long MS = 1_000_000;

    private final StreamCounters counters = new StreamCounters();

    @Test
    void shouldGiveFullFramesWhenThereIsNoRate() {
        final Pacer pacer = pacer("limit 300");
        assertThat(take(pacer, 5)).isEqualTo(256);
        assertThat(take(pacer, 5)).isEqualTo(44);
        assertThat(take(pacer, 5)).isZero();
        assertThat(pacer.finished()).isTrue();
    }

    @Test
    void shouldForgetWhatIsMoreThanAFrameWhenRateHasNoRing() {
        final Pacer pacer = pacer("rate 1m");
        assertThat(take(pacer, 0)).isZero();
        assertThat(take(pacer, MS / 10)).isEqualTo(100);
        assertThat(take(pacer, 10 * MS)).isEqualTo(256);
        assertThat(take(pacer, 10 * MS)).isZero();
        assertThat(take(pacer, 10 * MS + 1_500)).isEqualTo(1);
        assertThat(take(pacer, 10 * MS + 2_000)).isEqualTo(1);
        assertThat(counters.lost()).isZero();
        assertThat(counters.offered()).isEqualTo(counters.generated());
    }

    @Test
    void shouldLoseWhatOverflowsWhenThereIsARing() {
        final Pacer pacer = pacer("rate 1m ring 1000");
        assertThat(take(pacer, 0)).isZero();
        assertThat(take(pacer, 3 * MS)).isEqualTo(256);
        assertThat(counters.offered()).isEqualTo(3_000);
        assertThat(counters.lost()).isEqualTo(2_000);
        assertThat(take(pacer, 3 * MS)).isEqualTo(256);
        assertThat(take(pacer, 3 * MS)).isEqualTo(256);
        assertThat(take(pacer, 3 * MS)).isEqualTo(232);
        assertThat(take(pacer, 3 * MS)).isZero();
        assertThat(counters.generated()).isEqualTo(1_000);
    }

    @Test
    void shouldCountBothTowardsTheLimitWhenRingLoses() {
        final Pacer pacer = pacer("rate 1m ring 10 limit 100");
        take(pacer, 0);
        assertThat(take(pacer, MS)).isEqualTo(10);
        assertThat(counters.offered()).isEqualTo(100);
        assertThat(counters.lost()).isEqualTo(90);
        assertThat(pacer.finished()).isTrue();
    }

    @Test
    void shouldKeepCountsWhenRestartedForAChange() {
        final Pacer pacer = pacer("rate 1m ring 1000");
        take(pacer, 0);
        take(pacer, MS / 10);
        final Pacer changed = new Pacer(StreamParser.parse("rate 2m ring 1000" + DATA), counters);
        changed.restart(true);
        assertThat(take(changed, 5 * MS)).isZero();
        assertThat(take(changed, 5 * MS + MS / 10)).isEqualTo(200);
        assertThat(counters.offered()).isEqualTo(300);
    }

    /** Whatever the times of the polls: what was offered is what was generated, lost, or still waits. */
    @Property(tries = 300)
    void shouldAccountForEveryArrivalWhenPollsAreLate(
            @ForAll @IntRange(min = 1, max = 5_000) final int[] gapsUs,
            @ForAll @IntRange(min = 1, max = 2_000) final int ring) {
        final StreamCounters counts = new StreamCounters();
        final Pacer pacer = new Pacer(StreamParser.parse("rate 700k ring " + ring + DATA), counts);
        pacer.restart(false);
        long now = 77;
        pacer.due(now);
        for (final int gap : gapsUs) {
            now += gap * 1_000L;
            final int due = pacer.due(now);
            pacer.made(due);
            final long waiting = counts.offered() - counts.generated() - counts.lost();
            assertThat(counts.offered()).isBetween((long) ((now - 77) * 7e-4) - 1, (long) ((now - 77) * 7e-4) + 1);
            assertThat(waiting).isBetween(0L, (long) ring);
        }
    }

    private Pacer pacer(final String parameters) {
        final Pacer pacer = new Pacer(StreamParser.parse(parameters + DATA), counters);
        pacer.restart(false);
        return pacer;
    }

    private static int take(final Pacer pacer, final long nowNs) {
        final int due = pacer.due(nowNs);
        pacer.made(due);
        return due;
    }
}
