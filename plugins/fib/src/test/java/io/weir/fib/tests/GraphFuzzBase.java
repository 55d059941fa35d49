package io.weir.fib.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packets that are nearly right or not at all through every node of a family, on a host on which all is enabled and much changes meanwhile:
 * none throws, no buffer leaks, each packet that a node got it sent on, kept or dropped for a reason, and what leaves is well formed.
 * {@code -Dweir.fuzz.packets=10000000} is the long run, {@code -Dweir.seed=…} repeats one.
 */
@Timeout(value = 120, unit = TimeUnit.MINUTES)
public abstract class GraphFuzzBase {
    private static final long PACKETS =
            Long.getLong("weir.fuzz.packets", Boolean.getBoolean("weir.slow") ? 1_000_000 : 40_000);
    /** So many that each reason has been met. */
    private static final long MANY = 10_000_000;

    private static final int LOG_LINES = 100;

    /** The family, a new one each time. */
    protected abstract GarbageFamily family();

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldAccountForEveryPacketWhenPacketsAreGarbage(final int workers) {
        final long seed = Long.getLong("weir.seed", 4711);
        final GarbageFamily family = family();
        try (GarbageScene scene = new GarbageScene(workers, family, seed)) {
            scene.play(PACKETS);
            scene.conclude();
            assertThat(scene.logged()).as("lines logged").isLessThan(LOG_LINES);
            if (PACKETS >= MANY) {
                assertThat(scene.unmet())
                        .as("reasons not met; met were\n" + scene.picture())
                        .isSubsetOf(family.unmet());
            }
        } catch (final AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "with -Dweir.seed=" + seed + " -Dweir.fuzz.packets=" + PACKETS + ": " + e.getMessage(), e);
        }
    }
}
