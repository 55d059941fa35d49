package io.weir.acl.internal;

/** What random tests begin with: the same in each short run, which is to tell of changes and not of luck; another in each long one. */
public final class Seeds {
    private static final long SHORT = 4_711;

    private Seeds() {}

    /** That of {@code -Dweir.seed}, if it is given. */
    public static long seed() {
        return Long.getLong("weir.seed", Boolean.getBoolean("weir.slow") ? System.nanoTime() : SHORT);
    }
}
