package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a host takes to answer, and how long until it forwards at 90 % of its final rate. */
final class StartBench {
    private static final int STARTS = 5;
    private static final int SETTLED_SECONDS = 12;
    private static final int SAMPLE_MS = 100;
    private static final Pattern RX = Pattern.compile("rx packets +(\\d+)");

    private final Path script;

    StartBench(final Path script) {
        this.script = script;
    }

    Json run() throws IOException, InterruptedException {
        final double[] ready = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (HostProcess host = new HostProcess(List.of())) {
                ready[i] = host.readySeconds();
            }
        }
        return new Json().put("ready_s", SliceBench.median(ready), 2).put("rate90_s", rate90(), 2);
    }

    private record Sample(double seconds, long packets) {}

    private double rate90() throws IOException, InterruptedException {
        final List<String> commands = new ArrayList<>(Files.readAllLines(script));
        commands.add("packet-generator enable");
        final List<Sample> samples = new ArrayList<>();
        try (HostProcess host = new HostProcess(commands)) {
            double seconds = 0;
            while (seconds < SETTLED_SECONDS + 3) {
                final Matcher rx = RX.matcher(host.command("show interface pg0"));
                seconds = (System.nanoTime() - host.startedNs()) / 1e9;
                samples.add(new Sample(seconds, rx.find() ? Long.parseLong(rx.group(1)) : 0));
                Thread.sleep(SAMPLE_MS);
            }
        }
        final Sample settled = samples.stream()
                .filter(sample -> sample.seconds >= SETTLED_SECONDS)
                .findFirst()
                .orElseThrow();
        final double rate = rate(settled, samples.getLast());
        for (int i = 1; i < samples.size(); i++) {
            if (rate(samples.get(i - 1), samples.get(i)) >= 0.9 * rate) {
                return samples.get(i).seconds;
            }
        }
        return Double.NaN;
    }

    private static double rate(final Sample from, final Sample to) {
        return (to.packets - from.packets) / (to.seconds - from.seconds);
    }
}
