package io.weir.nat64.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rings between workers and the thread that sends. */
@Timeout(60)
class LogRingTest {
    private final LogRings rings = new LogRings();
    private final ThreadLog log = rings.on(1);

    @AfterEach
    void close() {
        rings.close();
    }

    private void write(final int number) {
        if (log.bindings()) {
            log.binding(true, number, ~number, number & 0xffff, 17, number, number, number >>> 16);
        }
    }

    @Test
    void shouldCostNothingWhileNothingIsLogged() {
        write(1);
        assertThat(log.ring()).isNull();
        rings.want(EventKinds.SESSIONS);
        write(1);
        assertThat(rings.waiting()).isZero();
        log.quota(EventType.Quota.PER_CLIENT, 1, 2, 3);
        assertThat(rings.waiting()).isEqualTo(1);
        rings.want(0);
        log.quota(EventType.Quota.SESSIONS, 1, 2, 3);
        assertThat(rings.waiting()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatFindsNoRoomAndKeepTheRest() {
        rings.want(EventKinds.ALL);
        for (int i = 0; i < LogRing.EVENTS + 1_000; i++) {
            write(i);
        }
        final long kept = rings.waiting();
        assertThat(kept).as("but one place, which marks the end").isEqualTo(LogRing.EVENTS - 1);
        assertThat(rings.lost()).isEqualTo(1_001);
        final List<Long> read = new ArrayList<>();
        while (log.ring()
                        .read(
                                (type, buffer, index, length) ->
                                        read.add(LogRecord.high(log.ring().at(index))),
                                1_000)
                > 0) {}
        assertThat(read).hasSize((int) kept);
        for (int i = 0; i < kept; i++) {
            assertThat(read.get(i)).isEqualTo(i);
        }
        write(7);
        assertThat(rings.waiting()).isEqualTo(1);
        assertThat(rings.lost()).isEqualTo(1_001);
    }

    @Test
    void shouldLoseNothingButWhatItCountsWhileAnotherThreadReads() throws InterruptedException {
        rings.want(EventKinds.ALL);
        final int events = 3_000_000;
        final AtomicBoolean written = new AtomicBoolean();
        final long[] seen = {0, -1, 0};
        final Thread reader = Thread.ofPlatform().start(() -> {
            while (true) {
                final boolean last = written.get();
                final int count = log.ring()
                        .read(
                                (type, buffer, index, length) -> {
                                    final long at = log.ring().at(index);
                                    final long number = LogRecord.high(at);
                                    seen[0]++;
                                    seen[2] += number > seen[1]
                                                    && LogRecord.low(at) == ~number
                                                    && LogRecord.poolAddress(at) == (int) number
                                            ? 0
                                            : 1;
                                    seen[1] = number;
                                },
                                512);
                if (last && count == 0) {
                    return;
                }
            }
        });
        for (int i = 0; i < events; i++) {
            write(i);
        }
        written.set(true);
        reader.join();
        assertThat(seen[2]).as("torn, or out of order").isZero();
        assertThat(seen[0] + rings.lost()).isEqualTo(events);
        assertThat(seen[0]).isGreaterThanOrEqualTo(LogRing.EVENTS - 1);
    }

    @Test
    void shouldBeTakenOverWithWhatWaits() {
        rings.want(EventKinds.ALL);
        for (int i = 0; i < LogRing.EVENTS + 2; i++) {
            write(i);
        }
        final LogRings next = new LogRings();
        next.take(rings.handed());
        final ThreadLog taken = next.on(1);
        assertThat(next.waiting()).isEqualTo(LogRing.EVENTS - 1);
        assertThat(next.lost()).isEqualTo(3);
        next.close();
        assertThat(rings.waiting())
                .as("still there: it isn't the next version's yet")
                .isEqualTo(LogRing.EVENTS - 1);
        assertThat(taken.ring()).isNotNull();
    }

    @Test
    void shouldTellOfEachRefusedClientOnceASecond() {
        final long[] nowNs = {5};
        log.clock(() -> nowNs[0]);
        rings.want(EventKinds.SESSIONS);
        for (int i = 0; i < 1_000; i++) {
            log.quota(EventType.Quota.PER_CLIENT, 10, 1, 1);
            log.quota(EventType.Quota.PER_CLIENT, 10, 1, 2);
            log.quota(EventType.Quota.SESSIONS, 10, 1, i);
            log.exhausted(1, i);
        }
        assertThat(rings.waiting()).isEqualTo(4);
        for (int i = 0; i < 100_000; i++) {
            log.quota(EventType.Quota.PER_CLIENT, 10, i, 3);
        }
        assertThat(rings.waiting()).as("bounded, however many").isLessThanOrEqualTo(70);
        final long before = rings.waiting();
        nowNs[0] += 1_000_000_000;
        log.quota(EventType.Quota.PER_CLIENT, 10, 1, 1);
        log.exhausted(1, 1);
        assertThat(rings.waiting()).isEqualTo(before + 2);
    }
}
