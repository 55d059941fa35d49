package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.thread.TurnQuiescence;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When what was taken out of a table may be given out again. */
final class QuiescenceTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPassWhenEveryThreadHasBegunAnew(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            final TurnQuiescence quiescence = new TurnQuiescence(host.host().threads());
            final long mark = quiescence.mark();
            assertThat(quiescence.passed(mark)).isFalse();
            host.until(() -> quiescence.passed(mark));
            assertThat(quiescence.passed(quiescence.mark())).isFalse();
        }
    }

    @Test
    void shouldNotPassWhileAThreadIsWithinATurn() throws InterruptedException {
        try (TestHost host = TestHost.withWorkers(1)) {
            final TurnQuiescence quiescence = new TurnQuiescence(host.host().threads());
            final CountDownLatch entered = new CountDownLatch(1);
            final CountDownLatch leave = new CountDownLatch(1);
            host.host()
                    .atBarrier(
                            "set a timer",
                            () -> host.host().threads().get(1).timers().schedule(0, now -> {
                                entered.countDown();
                                awaitQuietly(leave);
                            }));
            host.host().threads().get(1).wake();
            entered.await();
            final long mark = quiescence.mark();
            for (int turn = 0; turn < 10; turn++) {
                host.host().turn();
                assertThat(quiescence.passed(mark)).isFalse();
            }
            leave.countDown();
            host.until(() -> quiescence.passed(mark));
        }
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
