package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the JVM's options cost a packet, against those that were the default when Serial collected: each in JVMs of its own, in
 * turn, as a ratio to the bare loop there.
 */
final class OptionsCost {
    private static final int TURNS = 3;
    private static final double MOST_SECONDS = 8;
    private static final Path HOME = Path.of(System.getProperty("weir.home", "distribution/target/weir"));
    private static final Pattern RATIO = Pattern.compile("\"ratio\":([0-9.]+)");
    private static final List<String> FORMER = List.of(
            "-XX:+UseSerialGC",
            "-XX:MaxTenuringThreshold=1",
            "-Xms512m",
            "-Xmx512m",
            "-Xmn256m",
            "-XX:MetaspaceSize=256m",
            "-XX:+UseTransparentHugePages",
            "-XX:-UsePerfData",
            "-XX:-OmitStackTraceInFastThrow");

    private OptionsCost() {}

    /** The share of the rate that is lost; below 0 if it rose. */
    static double measure(final double seconds) throws IOException, InterruptedException {
        final Path options = HOME.resolve("conf/jvm.options");
        final List<String> former = new ArrayList<>(FORMER);
        try (Stream<String> lines = Files.lines(options)) {
            lines.filter(line -> line.startsWith("--"))
                    .forEach(line -> former.addAll(List.of(line.strip().split(" +"))));
        }
        final double slice = Math.clamp(seconds / 60, 2, MOST_SECONDS);
        final double[] now = new double[TURNS];
        final double[] then = new double[TURNS];
        for (int i = 0; i < TURNS; i++) {
            now[i] = ratio(List.of("@" + options), slice);
            then[i] = ratio(former, slice);
            System.out.printf("to the bare loop: %.3f, with the former options %.3f%n", now[i], then[i]);
        }
        return 1 - SliceBench.median(then) / SliceBench.median(now);
    }

    private static double ratio(final List<String> options, final double seconds)
            throws IOException, InterruptedException {
        final List<String> all = new ArrayList<>(options);
        for (final String name : List.of("weir.home", "weir.loads", "weir.examples", "logback.configurationFile")) {
            if (System.getProperty(name) != null) {
                all.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        final String last = ChildBench.lastLine(all, List.of("ip4", "--seconds", Double.toString(seconds), "--json"));
        final Matcher match = RATIO.matcher(last);
        if (!match.find()) {
            throw new IOException("a child told no ratio: " + last);
        }
        return Double.parseDouble(match.group(1));
    }
}
