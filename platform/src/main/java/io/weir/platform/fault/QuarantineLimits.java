package io.weir.platform.fault;

import java.util.concurrent.TimeUnit;

/**
 * How many faults put a part into quarantine.
 *
 * @param faults so many, or 0 for never.
 * @param windowNs within this time.
 */
public record QuarantineLimits(int faults, long windowNs) {
    /** Faults, where nothing is configured. */
    public static final int FAULTS_DEFAULT = 10;
    /** Milliseconds, where nothing is configured. */
    public static final int WINDOW_MS_DEFAULT = 10_000;

    /** What holds where nothing is configured. */
    public static final QuarantineLimits DEFAULT = ofMillis(FAULTS_DEFAULT, WINDOW_MS_DEFAULT);

    /** Limits with a window in milliseconds. */
    public static QuarantineLimits ofMillis(final int faults, final long windowMs) {
        return new QuarantineLimits(faults, TimeUnit.MILLISECONDS.toNanos(windowMs));
    }
}
