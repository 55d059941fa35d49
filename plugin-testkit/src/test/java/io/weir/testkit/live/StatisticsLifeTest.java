package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.stats.NoSegmentException;
import io.weir.platform.stats.SegmentReader;
import io.weir.platform.stats.Statistic;
import io.weir.platform.stats.StatisticsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statistics segment while plugins come and go. */
@Timeout(60)
class StatisticsLifeTest {
    private static final List<String> BROUGHT = List.of(
            "/nodes/one/calls", "/cable/seen", "/cable/level", "/interfaces/cable0/tx", "/nodes/cable0-tx/calls");

    @TempDir
    private Path directory;

    private static PluginJar version(final String version) {
        return PluginJar.of("cable", version)
                .script("device", "cable")
                .script("interfaces", "cable0")
                .script("nodes", "one")
                .script("node.one", "drop")
                .script("counters", "seen")
                .script("statistics", "/cable/level");
    }

    private Set<String> names() {
        try {
            final SegmentReader reader = SegmentReader.open(directory.resolve("stats.seg"));
            return reader.read(name -> true).stream()
                    .map(Statistic::name)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (final NoSegmentException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTellOfAPluginFromItsLoadToItsUnload(final int workers) throws IOException {
        try (Live live = Live.withWorkers(workers)) {
            live.host()
                    .host()
                    .openStatistics(new StatisticsOptions(
                            directory.resolve("stats.seg"), null, 4 << 20, true, TimeUnit.HOURS.toNanos(1)));
            final Set<String> before = names();
            live.load(version("1.0.0").in(directory), "--no-shadow");
            live.host().until(() -> names().containsAll(BROUGHT));
            live.upgrade(version("2.0.0").in(directory));
            live.enable("one");
            live.send(10);
            live.host().untilIdle();
            live.cli("plugin reload cable");
            live.host().until(() -> names().contains("/err/one/cable-one"));
            assertThat(names()).containsAll(BROUGHT);
            live.cli("plugin unload cable");
            live.host().until(() -> names().equals(before));
            live.assertAllCollected();
        }
    }
}
