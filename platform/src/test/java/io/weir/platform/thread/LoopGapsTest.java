package io.weir.platform.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LoopGapsTest {
    private static final Percentage TWO_DIGITS = Percentage.withPercentage(1);

    private final LoopGaps gaps = new LoopGaps();
    private long nowNs;

    private void turn(final long ns) {
        nowNs += ns;
        gaps.ended(nowNs, ns, "node x", ns / 2);
    }

    @Test
    void shouldCountTurnsThatAreTooShortToBeMeasured() {
        for (int i = 1; i <= 100; i++) {
            turn(i * 10_000);
        }
        final GapTimes times = gaps.times(10_000);
        assertThat(times.turns()).isEqualTo(10_000);
        assertThat(times.percentileNs(50)).isEqualTo(LoopGaps.LOWEST_NS);
        assertThat(times.percentileNs(99)).isEqualTo(LoopGaps.LOWEST_NS);
        assertThat(times.percentileNs(99.5)).isCloseTo(500_000, TWO_DIGITS);
        assertThat(times.percentileNs(100)).isCloseTo(1_000_000, TWO_DIGITS);
        assertThat(times.maxNs()).isCloseTo(1_000_000, TWO_DIGITS);
    }

    @Test
    void shouldLeaveOutWhatWasBefore() {
        turn(5_000_000);
        final GapTimes before = gaps.times(10);
        assertThat(gaps.times(20).since(before).maxNs()).isZero();
        assertThat(gaps.times(10).since(before).percentileNs(99)).isZero();
        turn(300_000);
        final GapTimes since = gaps.times(20).since(before);
        assertThat(since.turns()).isEqualTo(10);
        assertThat(since.maxNs()).isCloseTo(300_000, TWO_DIGITS);
        assertThat(before.maxNs()).isCloseTo(5_000_000, TWO_DIGITS);
    }

    @Test
    void shouldTakeTurnOfAnyLength() {
        turn(Long.MAX_VALUE / 4);
        assertThat(gaps.times(1).maxNs()).isGreaterThan(90_000_000_000L);
    }

    @Test
    void shouldHandOnLongTurnsOnceAndCountThoseWithoutRoom() {
        final int count = 2_000;
        for (int i = 0; i < count; i++) {
            turn(50_000);
            turn(200_000 + i);
        }
        final List<LongTurn> taken = new ArrayList<>();
        gaps.ring().take(nowNs + 1, taken::add);
        assertThat(taken.size() + gaps.ring().missed()).isEqualTo(count);
        assertThat(gaps.ring().missedNs())
                .isGreaterThanOrEqualTo(200_000 * gaps.ring().missed());
        assertThat(taken).isNotEmpty().allMatch(turn -> turn.call().equals("node x"));
        assertThat(taken.get(7).lengthNs()).isEqualTo(200_007);
        gaps.ring().take(nowNs + 1, taken::add);
        assertThat(taken.size() + gaps.ring().missed()).isEqualTo(count);
        turn(200_000);
        gaps.ring().take(nowNs, taken::add);
        assertThat(gaps.ring().isEmpty()).isFalse();
        gaps.ring().take(nowNs + 1, taken::add);
        assertThat(gaps.ring().isEmpty()).isTrue();
    }
}
