package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.live.api.Greeter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One version takes the place of another, or fails to. */
@Timeout(60)
class UpgradeTest {
    @TempDir
    private Path directory;

    private static PluginJar version(final String version) {
        return PluginJar.of("box", version)
                .script("nodes", "box-node")
                .script("commands", "box hello")
                .script("processes", "box-process")
                .script("sections", "box")
                .script("types", "0x9993")
                .script("scratch", "mark")
                .script("setting", "level:5:1:100")
                .script("state", "1")
                .exports(Greeter.class)
                .script("exports", "box");
    }

    private static PluginJar user() {
        return PluginJar.of("user", "1.0.0")
                .dependencies("box")
                .script("uses", "yes")
                .script("state", "1")
                .script("commands", "user hello");
    }

    private static void assertWorks(final Live live, final String version) {
        final var ticks = Shared.number("box " + version + " ticks");
        final long before = ticks.get();
        live.host().until(() -> ticks.get() > before + 2);
        assertThat(live.cli("box hello")).startsWith("box " + version);
        assertThat(live.enabled("box-node")).isTrue();
        live.send(10);
        live.assertNothingLost();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHandOverInTheDocumentedOrder(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            live.load(version("1.0.0").in(directory), "--no-shadow");
            live.enable("box-node");
            live.cli("set box level 42");
            live.host().untilIdle();
            Shared.forgetEvents();
            live.upgrade(version("2.0.0").in(directory));
            assertThat(Shared.events())
                    .containsExactly(
                            "box 2.0.0 register",
                            "box 1.0.0 export",
                            "box 2.0.0 import",
                            "box 2.0.0 start",
                            "box 1.0.0 export last",
                            "box 2.0.0 import last of 1.0.0",
                            "box 1.0.0 handed over",
                            "box 1.0.0 stop",
                            "box 1.0.0 process ended",
                            "box 1.0.0 removed");
            assertThat(live.cli("box hello")).contains("level=42", "table=1");
            assertWorks(live, "2.0.0");
            live.upgrade(version("3.0.0").in(directory), "--no-shadow");
            assertThat(live.cli("box hello")).contains("level=42", "table=2");
            live.upgrade(version("4.0.0").in(directory), "--no-shadow", "--fresh");
            assertThat(live.cli("box hello")).contains("table=0");
            assertThat(live.cli("plugin reload box --dry-run")).doesNotContain("level 42");
            live.cli("set plugin setting box level 42");
            assertThat(live.cli("plugin reload box --dry-run --fresh")).doesNotContain("level 42");
            assertThat(live.cli("plugin reload box --dry-run")).contains("settings: level 42\n");
            final Path narrower =
                    version("5.0.0").script("setting", "level:5:1:9").in(directory);
            assertThat(live.upgrade(narrower, "--dry-run")).contains("settings: level 5\n");
            live.upgrade(narrower, "--no-shadow");
            assertThat(live.cli("box hello")).contains("level=5 ");
            live.host().untilIdle();
            Shared.forgetEvents();
            live.cli("plugin unload box");
            assertThat(Shared.events())
                    .containsExactly("box 5.0.0 stop", "box 5.0.0 process ended", "box 5.0.0 removed");
            live.assertAllCollected();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuses", "throws", "own", "link"})
    void shouldLeaveTheOldOneAloneWhenTheNewOneRefusesTheState(final String how) {
        try (Live live = Live.withWorkers(1)) {
            live.load(version("1.0.0").in(directory), "--no-shadow");
            live.enable("box-node");
            assertWorks(live, "1.0.0");
            final String before = live.inventory();
            Shared.forgetEvents();
            live.refused(
                    "plugin upgrade " + version("2.0.0").script("import", how).in(directory));
            live.assertAsBefore(before);
            assertThat(Shared.events())
                    .containsExactly("box 2.0.0 register", "box 1.0.0 export", "box 2.0.0 import", "box 2.0.0 removed");
            assertWorks(live, "1.0.0");
            live.assertAllCollected();
            assertThat(live.refused("plugin upgrade "
                            + version("2.0.0").script("state", "").in(directory)))
                    .contains(
                            "the running version hands over state `table', and this one takes none of that name over");
            live.upgrade(version("3.0.0").in(directory), "--no-shadow");
            assertThat(Shared.events()).contains("box 1.0.0 handed over");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPutTheOldOneBackWhenTheNewOneDoesNotStart(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            live.load(version("1.0.0").in(directory), "--no-shadow");
            live.load(user().in(directory), "--no-shadow");
            live.enable("box-node");
            assertWorks(live, "1.0.0");
            final String before = live.inventory();
            for (final String options : new String[] {"--cascade", "--cascade --no-shadow"}) {
                Shared.forgetEvents();
                final String sentence = live.refused("plugin upgrade "
                        + version("2.0.0").script("start", "own").in(directory) + " " + options);
                assertThat(sentence).contains("start fails in its own way");
                assertThat(Shared.events())
                        .doesNotContain("box 1.0.0 handed over", "box 1.0.0 stop", "box 1.0.0 removed");
                live.assertAsBefore(before);
            }
            assertWorks(live, "1.0.0");
            assertThat(live.cli("user hello")).contains("hears box 1.0.0");
            // It no longer counts as one that has handed over.
            Shared.forgetEvents();
            live.cli("plugin unload user");
            live.cli("plugin unload box");
            assertThat(Shared.events()).doesNotContain("box 1.0.0 handed over").contains("box 1.0.0 removed");
            live.assertAllCollected();
        }
    }

    @Test
    void shouldEnableFeaturesAgainWhenTheVersionWithoutThemDoesNotStart() {
        try (Live live = Live.withWorkers(1)) {
            live.load(version("1.0.0").script("arcs", "box-arc").in(directory), "--no-shadow");
            live.enable("box-node");
            assertWorks(live, "1.0.0");
            final String before = live.inventory();
            live.refused("plugin upgrade "
                    + version("2.0.0")
                            .script("nodes", "other-node")
                            .script("start", "throws")
                            .in(directory)
                    + " --no-shadow");
            live.assertAsBefore(before);
            assertWorks(live, "1.0.0");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTakeDependentsAlongWithTheirState(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            live.load(version("1.0.0").in(directory), "--no-shadow");
            live.load(user().in(directory), "--no-shadow");
            assertThat(live.cli("user hello")).contains("hears box 1.0.0", "table=0");
            assertThat(live.upgrade(version("2.0.0").in(directory), "--cascade"))
                    .startsWith("upgraded box 2.0.0 (was 1.0.0) user 1.0.0 (was 1.0.0)");
            assertThat(live.cli("user hello")).contains("hears box 2.0.0", "table=1");
            live.cli("plugin reload box --cascade --no-shadow --fresh");
            assertThat(live.cli("user hello")).contains("hears box 2.0.0", "table=0");
            live.cli("plugin unload box --cascade");
            assertThat(live.host().host().pluginSet().loaded()).isEmpty();
            live.assertAllCollected();
        }
    }

    /** A dependent's new version may need one that came after it. */
    @Test
    void shouldLinkDependentsAnewInTheOrderOfTheirDependencies() {
        try (Live live = Live.withWorkers(0)) {
            live.load(PluginJar.of("root", "1.0.0").in(directory), "--no-shadow");
            live.load(
                    PluginJar.of("late", "1.0.0")
                            .dependencies("root")
                            .script("commands", "late hello")
                            .in(directory),
                    "--no-shadow");
            live.load(version("1.0.0").dependencies("root").in(directory), "--no-shadow");
            live.upgrade(
                    PluginJar.of("late", "2.0.0")
                            .dependencies("root,box")
                            .script("uses", "yes")
                            .script("commands", "late hello")
                            .in(directory),
                    "--no-shadow");
            live.cli("plugin reload root --cascade --no-shadow");
            live.upgrade(version("3.0.0").dependencies("root").in(directory), "--no-shadow", "--cascade");
            assertThat(live.cli("late hello")).contains("hears box 3.0.0");
            live.assertAllCollected();
            live.cli("plugin unload root --cascade");
            live.assertAllCollected();
        }
    }
}
