package io.weir.benchmarks;

import io.weir.platform.os.OsThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What each feature costs a packet when it is on: the same traffic with it and without, in alternating slices. */
final class FeaturesBench {
    private static final double WARM_SECONDS = 4;

    private final Path loads;
    private final Path fragments;

    FeaturesBench(final Path loads) throws IOException {
        this.loads = loads;
        fragments = Files.createTempDirectory("weir-features");
    }

    /**
     * Measures each for some seconds.
     *
     * @param only names of features begin so.
     */
    Json run(final double seconds, final String only) throws IOException {
        final Json json = new Json();
        try {
            for (final int family : new int[] {4, 6}) {
                Fragments.write(fragments.resolve(family + ".pcap"), family);
            }
            final List<Feature> chosen = Feature.all(fragments).stream()
                    .filter(feature -> feature.name().startsWith(only))
                    .toList();
            if (chosen.isEmpty()) {
                throw new IOException("--only: no feature's name begins with `" + only + "'");
            }
            for (final Feature feature : chosen) {
                measure(feature, seconds / chosen.size(), json);
            }
        } finally {
            for (final int family : new int[] {4, 6}) {
                Files.deleteIfExists(fragments.resolve(family + ".pcap"));
            }
            Files.delete(fragments);
        }
        return json;
    }

    private void measure(final Feature feature, final double seconds, final Json json) throws IOException {
        try (LoadHost load = new LoadHost(loads.resolve(feature.load()))) {
            OsThread.pin(Math.max(load.host().workers().getFirst().cpu(), 0));
            for (final String command : feature.setup()) {
                load.command(command);
            }
            final EngineSlices engine = new EngineSlices(load);
            pairs(feature, load, engine, WARM_SECONDS, new Json());
            pairs(feature, load, engine, seconds, json);
        }
    }

    private static void pairs(
            final Feature feature,
            final LoadHost load,
            final EngineSlices engine,
            final double seconds,
            final Json json)
            throws IOException {
        final int pairs = Math.max(10, (int) (seconds * 1e9 / 2 / EngineSlices.SLICE_NS));
        final double[] off = new double[pairs];
        final double[] cost = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            off[i] = slice(load, engine, feature.off());
            cost[i] = slice(load, engine, feature.on()) - off[i];
        }
        json.put(feature.name() + "_ns", SliceBench.median(cost), 2)
                .put(feature.name() + "_without_ns", SliceBench.median(off), 2);
    }

    private static double slice(final LoadHost load, final EngineSlices engine, final List<String> commands)
            throws IOException {
        for (final String command : commands) {
            load.command(command);
        }
        return engine.next();
    }
}
