package io.weir.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** Each time at which this JVM stopped its threads, as it writes them itself (tag {@code safepoint} of its log). */
final class SafepointLog implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile(
            "\\[(\\d+)ns] Safepoint \"(\\w+)\",.*Reaching safepoint: *(\\d+) ns,.*At safepoint: *(\\d+) ns.*");
    private static final Pattern COLLECTOR = Pattern.compile("Z[A-Z].*|Shenandoah.*|Serial.*|G1.*|Parallel.*");

    private final Path file;
    private final BufferedReader reader;

    /**
     * One stop.
     *
     * @param endNs when it ended, by {@link System#nanoTime}.
     * @param operation what for.
     * @param ns from its asking until threads may go on; how long the JVM then takes to tidy up keeps nobody.
     */
    record Stop(long endNs, String operation, long ns) {
        boolean isCollection() {
            return COLLECTOR.matcher(operation).matches();
        }
    }

    SafepointLog() throws IOException {
        file = Files.createTempFile("weir-safepoints", ".log");
        log("output=" + file, "output_options=filecount=0", "what=safepoint=info", "decorators=timenanos");
        reader = Files.newBufferedReader(file);
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

    /** The stops that were written since this was last asked, the oldest first. */
    List<Stop> fresh() throws IOException {
        final List<Stop> stops = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            final Matcher match = LINE.matcher(line);
            if (match.matches()) {
                stops.add(new Stop(
                        Long.parseLong(match.group(1)),
                        match.group(2),
                        Long.parseLong(match.group(3)) + Long.parseLong(match.group(4))));
            }
        }
        return stops;
    }

    @Override
    public void close() throws IOException {
        log("output=" + file, "what=all=off");
        reader.close();
        Files.deleteIfExists(file);
    }
}
