package io.weir.benchmarks;

import io.weir.platform.os.OsThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What each feature costs a packet when it is on: the same traffic with it and without, in alternating slices. */
final class FeaturesBench {
    private static final double WARM_SECONDS = 4;

    /**
     * One of them.
     *
     * @param name of its figure.
     * @param load the script that it is measured with.
     * @param off commands after which traffic runs without it.
     * @param on commands after which it runs with it.
     */
    private record Feature(String name, String load, List<String> off, List<String> on) {}

    private static final List<Feature> FEATURES =
            List.of(paths("ip4_paths_8", "paths4.cli"), paths("ip6_paths_8", "paths6.cli"));

    private final Path loads;

    FeaturesBench(final Path loads) {
        this.loads = loads;
    }

    private static Feature paths(final String name, final String load) {
        return new Feature(
                name,
                load,
                List.of("packet-generator disable-stream eight", "packet-generator enable-stream one"),
                List.of("packet-generator disable-stream one", "packet-generator enable-stream eight"));
    }

    /** Measures each for some seconds. */
    Json run(final double seconds) throws IOException {
        final Json json = new Json();
        for (final Feature feature : FEATURES) {
            try (LoadHost load = new LoadHost(loads.resolve(feature.load()))) {
                OsThread.pin(Math.max(load.host().workers().getFirst().cpu(), 0));
                final EngineSlices engine = new EngineSlices(load);
                pairs(feature, load, engine, WARM_SECONDS, new Json());
                pairs(feature, load, engine, seconds / FEATURES.size(), json);
            }
        }
        return json;
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
