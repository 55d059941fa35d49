package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.host.HostOptions;
import io.weir.platform.plugin.LoadedPlugin;
import io.weir.testkit.live.api.Greeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the directory of plugins holds, and what a host comes up with. */
@Timeout(60)
class StartUpTest {
    @TempDir
    private Path root;

    private Path directory;
    private Path elsewhere;

    @BeforeEach
    void shouldHaveTwoDirectories() throws IOException {
        directory = Files.createDirectory(root.resolve("plugins"));
        elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    }

    private Live host(final int workers) {
        return Live.of(HostOptions.workers(workers).withPlugins(directory));
    }

    private static List<String> load(final Live live) {
        return live.host().host().loadPlugins();
    }

    private static List<String> loaded(final Live live) {
        return live.host().host().pluginSet().loaded().stream()
                .map(LoadedPlugin::archive)
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldLoadAllInOrderAtOneBarrier(final int workers) {
        PluginJar.of("a-user", "1.0.0")
                .dependencies("z-base")
                .script("uses", "y")
                .script("nodes", "user-node")
                .in(directory);
        PluginJar.of("z-base", "1.0.0")
                .exports(Greeter.class)
                .script("exports", "z")
                .script("nodes", "base-node")
                .in(directory);
        PluginJar.of("z-base", "0.9.0").script("constructor", "throws").in(directory);
        for (int i = 0; i < 10; i++) {
            PluginJar.of("p" + i, "1.0.0")
                    .script("nodes", "node" + i)
                    .script("commands", "p" + i)
                    .in(directory);
        }
        try (Live live = host(workers)) {
            final long before =
                    live.host().host().main().barrierStats().closed().getTotalCount();
            assertThat(load(live)).isEmpty();
            assertThat(live.host().host().main().barrierStats().closed().getTotalCount())
                    .isEqualTo(before + 1);
            assertThat(loaded(live)).hasSize(12).containsSubsequence("z-base 1.0.0", "a-user 1.0.0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "constructor=throws",
                "register=throws",
                "register=link",
                "node.bad-node=no-instance",
                "start=throws",
                "nodes=wire"
            })
    void shouldLeaveOutThoseThatFailWithTheirDependents(final String script) throws IOException {
        PluginJar.of("good", "1.0.0").script("commands", "good").in(directory);
        PluginJar.of("zebra", "1.0.0").script("commands", "zebra").in(directory);
        PluginJar.of("bad", "1.0.0")
                .script("nodes", "bad-node")
                .script(script.substring(0, script.indexOf('=')), script.substring(script.indexOf('=') + 1))
                .script("commands", "bad")
                .in(directory);
        PluginJar.of("dependent", "1.0.0")
                .dependencies("bad")
                .script("commands", "dependent")
                .in(directory);
        PluginJar.of("circle1", "1.0.0").dependencies("circle2").in(directory);
        PluginJar.of("circle2", "1.0.0").dependencies("circle1").in(directory);
        PluginJar.of("future", "1.0.0").attribute("Plugin-Requires", ">=9.0.0").in(directory);
        PluginJar.of("show", "1.0.0").in(directory);
        Files.writeString(directory.resolve("broken.jar"), "nothing");
        try (Live live = host(1)) {
            final List<String> failures = load(live);
            assertThat(loaded(live)).containsExactlyInAnyOrder("good 1.0.0", "zebra 1.0.0");
            assertThat(failures).hasSize(7);
            failures.forEach(sentence -> assertThat(live.cli("show plugins")).contains("refused: " + sentence));
            assertThat(failures).anyMatch(each -> each.contains("bad 1.0.0") && !each.contains("dependent"));
            assertThat(failures).anyMatch(each -> each.contains("dependent 1.0.0 needs plugin bad"));
            live.cli("good");
            live.cli("zebra");
            live.refused("bad");
            live.send(10);
            live.assertNothingLost();
            live.assertAllCollected();
        }
    }

    @Test
    void shouldComeUpWithTheSameSetWhenItWasPersisted() throws IOException {
        PluginJar.of("first", "1.0.0").script("commands", "first").to(directory.resolve("first.jar"));
        PluginJar.of("second", "1.0.0").script("commands", "second").in(directory);
        PluginJar.of("third", "1.0.0").script("commands", "third").in(directory);
        try (Live live = host(1)) {
            assertThat(load(live)).isEmpty();
            live.upgrade(
                    PluginJar.of("second", "2.0.0").script("commands", "second").in(elsewhere),
                    "--no-shadow",
                    "--persist");
            live.load(
                    PluginJar.of("fourth", "1.0.0").script("commands", "fourth").in(elsewhere),
                    "--no-shadow",
                    "--persist");
            live.load(PluginJar.of("fifth", "1.0.0").in(elsewhere), "--no-shadow");
            live.cli("plugin unload third --persist");
            live.cli("plugin enable third --no-shadow");
            live.cli("plugin disable third --persist");
            live.cli("plugin disable first --persist");
            live.cli("plugin enable first --no-shadow --persist");
            live.cli("plugin reload first --no-shadow");
            live.cli("plugin disable first");
            live.cli("plugin enable first --no-shadow");
            assertThat(live.cli("show plugins")).contains("[disabled]");
        }
        try (Live live = host(1)) {
            assertThat(load(live)).isEmpty();
            assertThat(loaded(live)).containsExactlyInAnyOrder("first 1.0.0", "second 2.0.0", "fourth 1.0.0");
            assertThat(live.cli("plugin enable third --no-shadow --persist")).startsWith("enabled third 1.0.0");
        }
        try (Live live = host(0)) {
            assertThat(load(live)).isEmpty();
            assertThat(loaded(live)).hasSize(4);
        }
    }

    @Test
    void shouldGoOnWithThePluginWhenItCannotBePersisted() throws IOException {
        // What lies there in its place can't be replaced.
        Files.writeString(
                Files.createDirectory(directory.resolve("new-1.0.0.jar")).resolve("x"), "x");
        try (Live live = host(1)) {
            final Path jar = PluginJar.of("new", "1.0.0")
                    .script("nodes", "n")
                    .script("commands", "new hello")
                    .script("late", "y")
                    .in(elsewhere);
            assertThat(live.refused("plugin load " + jar + " --no-shadow --persist"))
                    .contains("it is done, but not persisted");
            live.enable("n");
            live.send(10);
            live.assertNothingLost();
            assertThat(live.cli("new hello")).startsWith("new 1.0.0");
            assertThat(live.loader("new").get().getResource(Scripted.SCRIPT)).isNotNull();
            live.cli("plugin reload new --no-shadow");
        }
    }

    @Test
    void shouldNotEnableWhatIsAnotherPluginNow() {
        final Path jar = PluginJar.of("one", "1.0.0").to(elsewhere.resolve("one.jar"));
        try (Live live = host(0)) {
            live.load(jar, "--no-shadow");
            live.load(PluginJar.of("two", "1.0.0").in(elsewhere), "--no-shadow");
            live.cli("plugin disable one");
            PluginJar.of("two", "2.0.0").to(jar);
            assertThat(live.refused("plugin enable one")).contains("holds plugin two now, not one");
            assertThat(loaded(live)).containsExactly("two 1.0.0");
        }
    }
}
