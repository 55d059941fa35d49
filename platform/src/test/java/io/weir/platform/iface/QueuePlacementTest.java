package io.weir.platform.iface;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.iface.RxMode;
import io.weir.plugin.WatchedFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When an adaptive queue goes polling, and back. */
class QueuePlacementTest {
    private static final class Watch implements WatchedFile {
        private boolean reads = true;

        @Override
        public void wantWrite(final boolean wanted) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public void wantRead(final boolean wanted) {
            reads = wanted;
        }

        @Override
        public void close() {}
    }

    private final Watch watch = new Watch();
    private final QueuePlacement placement = new QueuePlacement(null, 0, (worker, out) -> 0, null);

    @BeforeEach
    void attach() {
        placement.file = watch;
        placement.mode = RxMode.ADAPTIVE;
    }

    private void poll(final int times, final int packets) {
        for (int i = 0; i < times; i++) {
            placement.polled(packets);
        }
    }

    private void goPolling() {
        poll(8, QueuePlacement.POLLING_VECTORS);
        assertThat(placement.polling).isTrue();
    }

    @Test
    void shouldGoPollingWhenTenPacketsComeAtATime() {
        poll(7, QueuePlacement.POLLING_VECTORS);
        assertThat(placement.polling).isFalse();
        poll(1, QueuePlacement.POLLING_VECTORS);
        assertThat(placement.polling).isTrue();
        assertThat(watch.reads).isFalse();
    }

    @Test
    void shouldStayWithInterruptsWhenNineComeAtATime() {
        poll(1_000, QueuePlacement.POLLING_VECTORS - 1);
        assertThat(placement.polling).isFalse();
        assertThat(watch.reads).isTrue();
    }

    @Test
    void shouldGoBackAfterOneMorePollWhenFiveComeAtATime() {
        goPolling();
        poll(QueuePlacement.WINDOW_POLLS, QueuePlacement.INTERRUPT_VECTORS);
        assertThat(placement.rearming).isTrue();
        assertThat(placement.polling).isTrue();
        assertThat(watch.reads).isFalse();
        poll(1, 3);
        assertThat(placement.polling).isFalse();
        assertThat(placement.pending).isTrue();
        assertThat(watch.reads).isTrue();
        poll(1, 0);
        assertThat(placement.pending).isFalse();
    }

    @Test
    void shouldKeepPollingWhenSixComeAtATime() {
        goPolling();
        poll(1_000, QueuePlacement.INTERRUPT_VECTORS + 1);
        assertThat(placement.polling).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = RxMode.class,
            names = {"POLLING", "INTERRUPT"})
    void shouldNeverSwitchPlainModes(final RxMode mode) {
        placement.mode = mode;
        placement.polling = mode == RxMode.POLLING;
        poll(1_000, 256);
        poll(1_000, 0);
        assertThat(placement.polling).isEqualTo(mode == RxMode.POLLING);
        assertThat(watch.reads).isTrue();
    }

    @Test
    void shouldForgetWhatWasMeasuredWhenModeIsSetAgain() {
        goPolling();
        poll(QueuePlacement.WINDOW_POLLS, 0);
        placement.restart();
        poll(1, 0);
        assertThat(placement.polling).isTrue();
    }
}
