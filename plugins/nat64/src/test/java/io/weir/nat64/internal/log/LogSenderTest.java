package io.weir.nat64.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nat64.internal.xlat.Prefix64;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The thread that takes events out of rings. */
@Timeout(30)
class LogSenderTest {
    private static final int EVENTS = 300;

    private final LogRings rings = new LogRings();
    private final LogCounts counts = new LogCounts();
    private final LogNames names = new LogNames(256, number -> Prefix64.WELL_KNOWN, () -> {});
    private final Collector collector = new Collector();

    @AfterEach
    void close() {
        rings.close();
        collector.close();
    }

    private LogSender sender(final int perSecond) {
        final LogSettings initial = LogSettings.DEFAULT;
        final LogSettings settings = initial.with(initial.ipfix()
                        .to(new LogSettings.Endpoint("127.0.0.1", collector.port(), "127.0.0.1"), 512, 3_600)
                        .on(true, 1, 0))
                .rate(perSecond);
        names.table(0, 0);
        rings.want(settings.wanted());
        return new LogSender(rings, names, settings, LoggerFactory.getLogger(LogSenderTest.class), counts);
    }

    private void write(final ThreadLog log) {
        for (int i = 0; i < EVENTS; i++) {
            log.binding(true, 1, i, i, 17, 0, 2, i);
        }
    }

    @Test
    void shouldServeEachWorkerWhenTheRateIsLow() {
        final ThreadLog one = rings.on(1);
        final ThreadLog other = rings.on(2);
        final LogSender sender = sender(300);
        write(one);
        write(other);
        sender.start(null);
        while (one.waiting() > EVENTS - 20) {
            Thread.onSpinWait();
        }
        // One of them may have been asked a little later.
        assertThat(Math.abs(other.waiting() - one.waiting())).isLessThan(40);
        sender.stop(false);
        final long left = rings.waiting();
        assertThat(left).as("another goes on with these").isPositive();
        assertThat(counts.ipfix.records()).isEqualTo(2 * EVENTS - left);
    }

    @Test
    void shouldSendWhatWaitsAtItsEndAndOneAfterTheOther() {
        final ThreadLog log = rings.on(1);
        final LogSender first = sender(1);
        write(log);
        first.start(null);
        assertThat(first.stop(true)).as("sequence").isEqualTo(EVENTS);
        counts.sequence = EVENTS;
        final LogSender second = sender(1_000_000);
        write(log);
        second.start(first);
        while (log.waiting() > 0) {
            Thread.onSpinWait();
        }
        assertThat(second.stop(false)).isEqualTo(2 * EVENTS);
        assertThat(second.isAlive()).isFalse();
        final IpfixReader reader = new IpfixReader();
        for (ByteBuffer next = collector.next(); next != null; next = collector.next()) {
            reader.read(next);
        }
        assertThat(reader.records()).hasSize(2 * EVENTS);
        assertThat(reader.nextSequence()).isEqualTo(2 * EVENTS);
    }

    @Test
    void shouldWaitOnceForATableThatNobodyKnows() {
        final ThreadLog log = rings.on(1);
        final LogSender sender = sender(1_000_000);
        for (int i = 0; i < EVENTS; i++) {
            log.binding(true, 1, i, i, 17, 5 + i % 2, 2, i);
        }
        sender.start(null);
        while (log.waiting() > 0) {
            Thread.onSpinWait();
        }
        sender.stop(false);
        assertThat(counts.ipfix.records()).isEqualTo(EVENTS);
    }
}
