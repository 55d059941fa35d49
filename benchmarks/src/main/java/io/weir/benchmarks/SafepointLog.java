package io.weir.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/** Each time at which this JVM stopped its threads, as it writes them itself (tag {@code safepoint} of its log). */
final class SafepointLog implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile(
            "\\[(\\d+)ns] Safepoint \"(\\w+)\",.*Reaching safepoint: *(\\d+) ns,.*At safepoint: *(\\d+) ns,.*Total: *(\\d+) ns.*");
    private static final Pattern COLLECTOR = Pattern.compile("Z[A-Z].*|Shenandoah.*|Serial.*|G1.*|Parallel.*");

    private final Path file;

    /**
     * One stop.
     *
     * @param endNs when it ended, by {@link System#nanoTime}.
     * @param operation what for.
     * @param ns from its asking to its end.
     */
    record Stop(long endNs, String operation, long ns) {
        boolean isCollection() {
            return COLLECTOR.matcher(operation).matches();
        }
    }

    SafepointLog() throws IOException {
        file = Files.createTempFile("weir-safepoints", ".log");
        log("output=" + file, "output_options=filecount=0", "what=safepoint=info", "decorators=timenanos");
    }

    private static void log(final String... options) throws IOException {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmLog",
                            new Object[] {options},
                            new String[] {String[].class.getName()});
        } catch (final JMException e) {
            throw new IOException("the JVM's log can't be had: " + e.getMessage(), e);
        }
    }

    /** All stops so far, the oldest first. */
    List<Stop> stops() throws IOException {
        final List<Stop> stops = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.map(LINE::matcher)
                    .filter(Matcher::matches)
                    .forEach(match -> stops.add(
                            new Stop(Long.parseLong(match.group(1)), match.group(2), Long.parseLong(match.group(5)))));
        }
        return stops;
    }

    @Override
    public void close() throws IOException {
        log("output=" + file, "what=all=off");
        Files.deleteIfExists(file);
    }
}
