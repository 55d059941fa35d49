package io.weir.fib.tests;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A router does what it is told as {@link RouterModel} understands it, whatever comes in whatever order. */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
public abstract class RouterModelBase {
    private static final boolean SLOW = Boolean.getBoolean("weir.slow");
    private static final int DEEDS = SLOW ? 1_000_000 : 2_000;
    /** With a worker, whose turns each look waits for. */
    private static final int DEEDS_WITH_WORKER = SLOW ? 50_000 : 300;
    /** Deeds on one host, so that each begins with nothing now and then. */
    private static final int DEEDS_OF_ONE = 500;

    /** The family. */
    protected abstract RouterFamily family();

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldForwardAsTheModelDoesWhateverIsSaid(final int workers) {
        final long seed = Long.getLong("weir.seed", 4711 + workers);
        final int deeds = workers == 0 ? DEEDS : DEEDS_WITH_WORKER;
        for (int done = 0; done < deeds; done += DEEDS_OF_ONE) {
            final long own = seed + done;
            try (RouterDeeds scene = new RouterDeeds(own, new RouterHost(workers, family()))) {
                scene.play(Math.min(deeds, DEEDS_OF_ONE));
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dweir.seed=" + own + ": " + e.getMessage(), e);
            }
        }
    }
}
