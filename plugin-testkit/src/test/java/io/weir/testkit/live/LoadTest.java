package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A feature that comes, changes and goes while packets flow. */
@Timeout(60)
class LoadTest {
    private static final int PACKETS = 2_000;

    @TempDir
    private Path directory;

    private static PluginJar feature(final String version) {
        return PluginJar.of("feature", version)
                .script("nodes", "guard")
                .script("commands", "feature hello")
                .script("counters", "checked")
                .script("scratch", "mark")
                .script("processes", "guard-process")
                .script("types", "0x9991");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLoseNothingWhenFeatureComesChangesAndGoesUnderTraffic(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final String before = live.structure();
            final String processes = live.cli("show plugins verbose");
            live.send(PACKETS);
            assertThat(live.load(feature("1.0.0").in(directory)))
                    .startsWith("loaded feature 1.0.0, workers stood ")
                    .contains("shadowed 1 node");
            assertThat(live.cli("feature hello")).startsWith("feature 1.0.0");
            assertThat(live.cli("show plugins")).contains("feature").contains("1.0.0");
            live.enable("guard");
            live.send(PACKETS);
            live.cli("plugin reload feature");
            assertThat(live.enabled("guard")).isTrue();
            live.send(PACKETS);
            assertThat(live.upgrade(feature("2.0.0").in(directory))).startsWith("upgraded feature 2.0.0 (was 1.0.0)");
            assertThat(live.enabled("guard")).isTrue();
            live.send(PACKETS);
            assertThat(live.cli("feature hello")).startsWith("feature 2.0.0");
            live.cli("plugin unload feature");
            live.send(PACKETS);
            live.host().untilIdle();
            assertThat(live.structure()).isEqualTo(before);
            assertThat(live.refused("feature hello")).isNotEmpty();
            live.assertNothingLost();
            assertThat(live.dropped()).isZero();
            assertThat(live.host().faults()).isZero();
            assertThat(Shared.number("mixed")).hasValue(0);
            live.assertAllCollected();
            assertThat(live.cli("show plugins verbose")).isEqualTo(processes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCountWhyPacketsGoWhenFeatureDropsThem(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            live.load(feature("1.0.0").script("node.guard", "drop").in(directory), "--no-shadow");
            live.enable("guard");
            live.send(100);
            live.host().until(() -> live.host().errors("guard", "feature-guard") == 50);
            live.assertNothingLost();
            assertThat(live.received()).isEqualTo(50);
            live.cli("plugin unload feature");
            live.assertNothingLost();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLeaveNothingBehindWhenPluginsAreLoadedInTheSameFileAgain(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final Path jar = feature("1.0.0").in(directory);
            live.load(jar, "--no-shadow");
            final List<WeakReference<ClassLoader>> loaders = live.loaders();
            feature("1.5.0").to(jar);
            assertThat(live.cli("plugin reload feature --no-shadow")).startsWith("reloaded feature 1.5.0 (was 1.0.0)");
            assertThat(live.cli("feature hello")).startsWith("feature 1.5.0");
            live.assertCollected(loaders);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldChangeNothingWhenItIsOnlyAskedWhatWouldBeDone(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final String before = live.inventory();
            assertThat(live.load(feature("1.0.0").in(directory), "--dry-run"))
                    .contains("Would load:", "guard", "feature hello", "0x9991", "Nothing was changed.");
            live.assertAsBefore(before);
            live.load(feature("1.0.0").in(directory), "--no-shadow");
            live.host().untilIdle();
            final String loaded = live.inventory();
            assertThat(live.upgrade(feature("2.0.0").in(directory), "--dry-run"))
                    .contains("in place of 1.0.0");
            live.assertAsBefore(loaded);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRunTheNewVersionOnlyWhenItHasTakenThePlaceUnderTraffic(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            live.load(feature("1.0.0").in(directory), "--no-shadow");
            live.enable("guard");
            for (int version = 2; version < 12; version++) {
                live.send(PACKETS);
                live.upgrade(feature(version + ".0.0").in(directory), "--no-shadow");
            }
            live.assertNothingLost();
            assertThat(live.dropped()).isZero();
            assertThat(Shared.number("mixed")).hasValue(0);
            assertThat(live.host().errors("node-removed")).isZero();
        }
    }

    /** What runs beside the graph first complains of nothing that the live host says anyway. */
    @Test
    void shouldSayOnceWhatDoesNotFit() {
        try (Live live = Live.withWorkers(0)) {
            live.load(PluginJar.of("choosy", "1.0.0")
                    .script("nodes", "choosy-node")
                    .script("setting", "speed:5:1:10")
                    .in(directory));
            live.cli("set choosy speed 9");
            live.upgrade(PluginJar.of("choosy", "2.0.0")
                    .script("nodes", "choosy-node")
                    .script("setting", "speed:5:1:8")
                    .in(directory));
            assertThat(live.cli("show logging"))
                    .containsOnlyOnce("speed: value 9, allowed is 1..8; it begins anew")
                    .doesNotContain("plugin choosy sends packets");
        }
    }

    @Test
    void shouldSayWhatNodeAllocatesForEachPacket() {
        try (Live live = Live.withWorkers(1)) {
            final Path jar = PluginJar.of("new", "1.0.0")
                    .script("nodes", "greedy;frugal")
                    .script("node.greedy", "allocates")
                    .in(directory);
            final Matcher said = Pattern.compile(", greedy allocates (\\d+)\\.\\d bytes a packet")
                    .matcher(live.load(jar));
            assertThat(said.find()).isTrue();
            assertThat(Integer.parseInt(said.group(1))).isBetween(8, 30);
        }
    }
}
