package io.weir.platform.gaps;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes pauses of the lines that the JVM logs under {@code safepoint} and {@code gc}, one after the other. */
final class PauseParser {
    private static final Pattern SAFEPOINT =
            Pattern.compile("\\[\\s*(\\d{1,18})ns\\] Safepoint \"([^\"]{1,80})\",.* Total: +(\\d{1,18}) ns.*");
    private static final Pattern COLLECTION =
            Pattern.compile("\\[\\s*\\d+ns\\] GC\\(\\d+\\) (Pause )?(\\D{1,80}?)(?: \\d.*)?");
    /** What collectors call their operations. */
    private static final Pattern COLLECTOR =
            Pattern.compile("(?:Z[A-Z]|Shenandoah|G1|Parallel|Serial|GenCollect|CollectFor).*");

    /** What the collector does or has done last, or null. */
    private String collection;
    /** Whether that was a pause of its own, and not something that pauses are part of. */
    private boolean once;

    /** The pause that a line tells of, or null. */
    Pause parse(final String line) {
        final Matcher safepoint = SAFEPOINT.matcher(line);
        if (!safepoint.matches()) {
            final Matcher collector = COLLECTION.matcher(line);
            if (collector.matches()) {
                once = collector.group(1) != null;
                collection = collector.group(2);
            }
            return null;
        }
        final String operation = safepoint.group(2);
        final boolean isCollection = COLLECTOR.matcher(operation).matches();
        return new Pause(
                Long.parseLong(safepoint.group(1)),
                Long.parseLong(safepoint.group(3)),
                isCollection,
                isCollection ? kind(operation) : operation);
    }

    private String kind(final String operation) {
        final String known = collection;
        if (known == null) {
            return operation;
        }
        if (once) {
            collection = null;
            return known;
        }
        return operation + ", " + known;
    }
}
