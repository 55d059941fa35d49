package io.weir.platform.host;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what HotSpot's GC.class_histogram prints. */
final class ClassHistogram {
    /** As in: {@code    1:         29361        2034904  [B (java.base@25)}. */
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    private ClassHistogram() {}

    /** Words for its first classes, which are its largest; lines that name none are passed over. */
    static List<String> largest(final List<String> lines, final int most) {
        return lines.stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .limit(most)
                .map(ClassHistogram::text)
                .toList();
    }

    private static String text(final Matcher line) {
        return line.group(1) + " of " + line.group(3) + " in " + (Long.parseLong(line.group(2)) >> 10) + " KiB";
    }
}
