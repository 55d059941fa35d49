package io.weir.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * Throughput of a host whose plugins have come, changed and gone many times, against one that was started with the same
 * set; each in a JVM of its own and as a ratio to the bare loop there, in turn.
 */
final class LiveThroughput {
    /** Name of the benchmark that a child runs: {@code live-slices JAR RELOADS}. */
    static final String CHILD = "live-slices";

    private static final int TURNS = 3;
    private static final int RELOADS = 20;
    private static final double SECONDS = 8;

    private final String jar;

    LiveThroughput(final String jar) {
        this.jar = jar;
    }

    void run(final Json json) throws IOException, InterruptedException {
        final double[] fresh = new double[TURNS];
        final double[] churned = new double[TURNS];
        for (int i = 0; i < TURNS; i++) {
            fresh[i] = child(0);
            churned[i] = child(RELOADS);
        }
        json.put("throughput_after_ratio", SliceBench.median(fresh) / SliceBench.median(churned), 3)
                .put("fresh_forward_ratio", SliceBench.median(fresh), 3)
                .put("churned_forward_ratio", SliceBench.median(churned), 3);
    }

    private double child(final int reloads) throws IOException, InterruptedException {
        final String last = ChildBench.lastLine(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                List.of(CHILD, "--jar", jar, "--reloads", Integer.toString(reloads)));
        return Double.parseDouble(last.substring(last.lastIndexOf(' ') + 1));
    }

    /** What a child does; the ratio to the bare loop is the last word that it prints. */
    static double slices(final Path loads, final String jar, final int reloads) throws IOException {
        final SliceBench bench = new SliceBench(loads.resolve("ip4.cli"), new BareLoop4(false));
        bench.churn(jar, reloads);
        return bench.ratio(SECONDS);
    }
}
