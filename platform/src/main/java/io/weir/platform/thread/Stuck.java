package io.weir.platform.thread;

import io.weir.platform.fault.FaultSite;

/** What is said of a worker that doesn't come to the barrier. */
final class Stuck {
    private Stuck() {}

    /** Names worker, node, plugin, how long, and where it stands. */
    static String sentence(final String why, final GraphLoop late, final long ns) {
        final FaultSite site = late.dispatcher().suspect();
        return "%s: given up, %s is stuck in %s of plugin %s, for %d ms now, %s"
                .formatted(
                        why,
                        late.name(),
                        site == null ? "no node" : site.kind() + " " + site.name(),
                        site == null ? "core" : site.owner(),
                        ns / 1_000_000,
                        place(late.stack()));
    }

    /** The innermost call that isn't the JDK's own. */
    private static String place(final StackTraceElement[] stack) {
        for (final StackTraceElement element : stack) {
            if (!element.getClassName().startsWith("java.")
                    && !element.getClassName().startsWith("jdk.")) {
                return "at " + element;
            }
        }
        return "at an unknown place";
    }
}
