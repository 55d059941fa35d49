package io.weir.platform.plugin;

import java.util.Locale;

/** Times for people. */
final class Durations {
    private Durations() {}

    /** In microseconds up to a millisecond, else in milliseconds. */
    static String text(final long ns) {
        return ns < 1_000_000
                ? String.format(Locale.ROOT, "%.1f us", ns / 1e3)
                : String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
    }
}
