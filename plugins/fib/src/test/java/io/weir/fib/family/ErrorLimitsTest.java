package io.weir.fib.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.testkit.TestNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many errors go, to one and to all. */
class ErrorLimitsTest {
    private static final long SECOND = 1_000_000_000L;

    private static final Setting<Integer> RATE =
            Setting.of("rate", SettingTypes.integer(0, 1_000_000), 0, "so many a second");

    private final TestNode test = new TestNode();

    @AfterEach
    void close() {
        test.close();
    }

    private LiveSetting<Integer> setting(final int value) {
        return test.setting(RATE, value);
    }

    /** How many of {@code asked} go within a second from {@code fromNs} on, evenly asked for. */
    private static int sent(final ErrorLimits limits, final long fromNs, final int asked, final int addresses) {
        return (int) IntStream.range(0, asked)
                .filter(i -> limits.take(0x0a000000 + i % addresses, fromNs + i * SECOND / asked))
                .count();
    }

    @ParameterizedTest
    @ValueSource(longs = {-5 * SECOND, 0, Long.MAX_VALUE / 2})
    void shouldKeepRateToOneAddressWhateverTheClockSays(final long startNs) {
        final ErrorLimits limits = new ErrorLimits(setting(1_000), setting(100));
        assertThat(sent(limits, startNs, 5_000, 1)).isBetween(100, 111);
        assertThat(sent(limits, startNs + 2 * SECOND, 5_000, 1)).isBetween(100, 111);
    }

    @Test
    void shouldKeepRateInAllWhenManyAsk() {
        final ErrorLimits limits = new ErrorLimits(setting(1_000), setting(100));
        assertThat(sent(limits, 0, 100_000, 50_000)).isBetween(1_000, 1_101);
    }

    @Test
    void shouldServeOthersWhenOneAsksForTooMuch() {
        final ErrorLimits limits = new ErrorLimits(setting(1_000), setting(10));
        sent(limits, 0, 5_000, 1);
        assertThat(limits.take(0x0b000001, SECOND)).isTrue();
    }

    @Test
    void shouldAllowBurstsOfTenWhenRateIsLow() {
        final ErrorLimits limits = new ErrorLimits(setting(1_000), setting(1));
        assertThat(IntStream.range(0, 100).filter(i -> limits.take(1, 0))).hasSize(ErrorLimits.LEAST_BURST);
    }

    @Test
    void shouldSendNothingWhenRateIsZero() {
        assertThat(new ErrorLimits(setting(0), setting(100)).take(1, 0)).isFalse();
        assertThat(new ErrorLimits(setting(1_000), setting(0)).take(1, 0)).isFalse();
    }
}
