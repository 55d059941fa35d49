package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.live.api.Greeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is refused is refused with one sentence, and leaves everything as it was. */
@Timeout(60)
class RefusalTest {
    @TempDir
    private Path directory;

    /** The host as it is in all of these: one plugin that others can clash with, and one that depends on it. */
    private Live live(final int workers) {
        return shadowing(workers, 60);
    }

    private Live shadowing(final int workers, final int limitMs) {
        final Live live = Live.withShadow(workers, limitMs);
        live.load(
                PluginJar.of("base", "1.2.0")
                        .script("nodes", "base-node")
                        .script("commands", "base hello")
                        .script("types", "0x9990")
                        .script("processes", "base-process")
                        .exports(Greeter.class)
                        .script("exports", "base")
                        .in(directory),
                "--no-shadow");
        live.load(
                PluginJar.of("user", "1.0.0")
                        .dependencies("base@>=1.0.0 & <2.0.0")
                        .script("uses", "yes")
                        .script("commands", "user hello")
                        .in(directory),
                "--no-shadow");
        live.host().untilIdle();
        return live;
    }

    private static void assertRefused(final Live live, final String command, final String... parts) {
        final String before = live.inventory();
        final String sentence = live.refused(command);
        assertThat(sentence).contains(parts).doesNotContain("\n");
        live.assertAsBefore(before);
        live.send(10);
        live.assertNothingLost();
        assertThat(live.dropped()).isZero();
        assertThat(live.cli("base hello")).startsWith("base 1.2.0");
        assertThat(live.cli("user hello")).contains("hears base 1.2.0");
        live.assertAllCollected();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodes=base-node                  | node base-node is there already, from base",
                "nodes=wire;arc.wire=none          | node wire is there already, from wire",
                "commands=base hello              | command `base hello' of new clashes with `base hello' of base",
                "commands=clear barrier           | clashes with `clear barrier' of show",
                "commands=show interface          | clashes with `show interface [<interface>]...' of show",
                "commands=new <x:nonsense>        | command `new <x:nonsense>'",
                "types=0x9990                     | ethernet type 0x9990 goes to error-drop already",
                "arcs=device-input                | arc device-input is there already, from core",
                "nodes=x;arc.x=nowhere            | node x is a feature of arc nowhere, which is not there",
                "nodes=x;node.x=no-instance       | no instance for",
                "constructor=throws               | constructor of new fails",
                "register=throws                  | register of new fails",
                "register=refuses                 | not today",
                "register=own                     | register fails in its own way",
                "register=link                    | register was built against something else",
                "start=throws                     | start of new fails",
                "start=own                        | start fails in its own way",
                "start=link                       | start was built against something else",
                "uses=yes                         | Greeter",
                "sections=one;register=throws     | register of new fails",
                "memory=1000000;register=throws   | register of new fails",
            })
    void shouldRefuseWhatClashesOrFails(final String script, final String sentence) {
        final PluginJar jar = PluginJar.of("new", "1.0.0").with(Greeter.class);
        Arrays.stream(script.split(";", -1))
                .forEach(line ->
                        jar.script(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        final Path file = jar.in(directory);
        try (Live live = live(1)) {
            assertRefused(live, "plugin load " + file, sentence);
            assertRefused(live, "plugin load " + file + " --no-shadow", sentence);
        }
    }

    @Test
    void shouldTellWhatAClassInitializerThrew() {
        try (Live live = live(0)) {
            final Path jar =
                    PluginJar.empty("new", "1.0.0").plugin(Uninitialized.class).in(directory);
            final String sentence = "io.weir.testkit.live.Uninitialized: a class can't be initialized: no number today";
            assertRefused(live, "plugin load " + jar + " --no-shadow", sentence);
            assertRefused(live, "plugin load " + jar, sentence);
            assertThat(live.cli("show logging")).contains(sentence);
        }
    }

    @Test
    void shouldUpgradeTogetherWhatCannotBeBesideEachOthersOldVersions() {
        try (Live live = live(1)) {
            final Path base = PluginJar.of("base", "2.0.0")
                    .script("commands", "base hello")
                    .exports(Greeter.class)
                    .script("exports", "base")
                    .in(directory);
            final Path user = PluginJar.of("user", "2.0.0")
                    .dependencies("base@>=2.0.0")
                    .script("uses", "yes")
                    .script("commands", "user hello")
                    .in(directory);
            assertRefused(live, "plugin upgrade " + base + " --cascade", "user 1.0.0 needs plugin base");
            assertRefused(live, "plugin upgrade " + user, "user 2.0.0 needs plugin base >=2.0.0, there is 1.2.0");
            assertRefused(live, "plugin upgrade " + user + " " + user, "are both plugin user");
            assertThat(live.cli("plugin upgrade " + user + " " + base + " --no-shadow"))
                    .contains("upgraded base 2.0.0 (was 1.2.0) user 2.0.0 (was 1.0.0)");
            assertThat(live.cli("user hello")).contains("user 2.0.0 hears base 2.0.0");
            live.send(10);
            live.assertNothingLost();
            live.assertAllCollected();
        }
    }

    @Test
    void shouldRefuseUseOfAnArcOfWhatItDoesNotDependOn() {
        try (Live live = live(0)) {
            live.load(PluginJar.of("arcs", "1.0.0").script("arcs", "an-arc").in(directory), "--no-shadow");
            final PluginJar jar =
                    PluginJar.of("new", "1.0.0").script("nodes", "x").script("arc.x", "an-arc");
            final String sentence =
                    "plugin new uses arc an-arc of plugin arcs, which is not among its Plugin-Dependencies";
            final Path undeclared = jar.in(directory);
            assertRefused(live, "plugin load " + undeclared, sentence);
            assertRefused(live, "plugin load " + undeclared + " --no-shadow", sentence);
            live.load(jar.dependencies("arcs").in(directory), "--no-shadow");
        }
    }

    @Test
    void shouldRefuseCycleOfTwoFeatures() {
        try (Live live = live(0)) {
            final Path jar = PluginJar.of("new", "1.0.0")
                    .script("nodes", "x;y")
                    .script("before.x", "y")
                    .script("before.y", "x")
                    .in(directory);
            assertRefused(live, "plugin load " + jar + " --no-shadow", "device-input", "x", "y");
            assertRefused(live, "plugin load " + jar, "device-input", "x", "y");
            assertRefused(live, "plugin load " + jar + " --dry-run", "device-input", "x", "y");
        }
    }

    @Test
    void shouldRefuseExportOfTypeThatAnotherExports() {
        try (Live live = live(0)) {
            final Path jar = PluginJar.of("new", "1.0.0")
                    .dependencies("base")
                    .script("exports", "new")
                    .in(directory);
            assertRefused(live, "plugin load " + jar, "Greeter is exported already, by plugin base");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseNodeThatThrowsInShadow(final int workers) {
        try (Live live = live(workers)) {
            final Path jar = PluginJar.of("new", "1.0.0")
                    .script("nodes", "bad")
                    .script("node.bad", "shadow-throws")
                    .in(directory);
            assertRefused(live, "plugin load " + jar, "node bad of new threw in shadow");
        }
    }

    @Test
    void shouldRefuseNodeThatDoesNotComeBackInShadow() {
        try (Live live = shadowing(1, 20)) {
            final Path jar = PluginJar.of("new", "1.0.0")
                    .script("nodes", "bad")
                    .script("node.bad", "shadow-hangs")
                    .in(directory);
            final long startNs = System.nanoTime();
            assertRefused(live, "plugin load " + jar, "new 1.0.0 did not come back from its nodes within");
            assertThat(System.nanoTime() - startNs).isLessThan(20_000_000_000L);
            assertThat(Shared.number("hanging")).hasValue(0);
        }
    }

    @Test
    void shouldNameShadowThatDoesNotEndAndTakeItsPriority() throws IOException {
        try (Live live = shadowing(1, 20)) {
            final Path jar = PluginJar.of("new", "1.0.0")
                    .script("nodes", "bad")
                    .script("node.bad", "shadow-spins")
                    .in(directory);
            assertRefused(live, "plugin load " + jar, "show plugins verbose");
            final String shown = live.host().cli("show plugins verbose");
            final Matcher named = Pattern.compile(
                            "gone: new 1.0.0, .* its shadow does not end: thread weir_shadow \\((\\d+)\\)")
                    .matcher(shown);
            assertThat(named.find()).as(shown).isTrue();
            // Field 41 is the policy: 5 is SCHED_IDLE.
            final String stat = Files.readString(Path.of("/proc/self/task", named.group(1), "stat"));
            assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[38]).isEqualTo("5");
            Shared.number("spin").set(1);
            live.host().until(() -> !live.host().cli("show plugins verbose").contains("does not end"));
        } finally {
            Shared.number("spin").set(1);
        }
    }

    @Test
    void shouldRefuseWhatIsMissingOrOfTheWrongVersion() {
        try (Live live = live(0)) {
            final PluginJar jar = PluginJar.of("new", "1.0.0");
            final Path file = directory.resolve("new.jar");
            final String load = "plugin load " + file + " --no-shadow";
            jar.dependencies("absent").to(file);
            assertRefused(live, load, "plugin new 1.0.0 needs plugin absent, which is not loaded");
            jar.dependencies("base@>=2.0.0").to(file);
            assertRefused(live, load, "plugin new 1.0.0 needs plugin base >=2.0.0, there is 1.2.0");
            jar.dependencies("base@gibberish&&").to(file);
            assertRefused(live, load, "new 1.0.0", "gibberish");
            jar.dependencies("new").to(file);
            assertRefused(live, load, "plugin new 1.0.0 needs itself");
            jar.dependencies(null).attribute("Plugin-Requires", ">=9.0.0").to(file);
            assertRefused(live, load, "plugin new 1.0.0 requires version >=9.0.0 of the plugin API");
            jar.attribute("Plugin-Requires", null)
                    .attribute("Plugin-Id", "show")
                    .to(file);
            assertRefused(live, load, "the id show is that of a part of the host");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseUpgradeThatWouldBreakADependent(final int workers) {
        try (Live live = live(workers)) {
            final Path jar = PluginJar.of("base", "2.0.0")
                    .script("commands", "base hello")
                    .exports(Greeter.class)
                    .script("exports", "base")
                    .in(directory);
            assertRefused(live, "plugin upgrade " + jar, "plugin base is needed by user; --cascade takes them along");
            assertRefused(
                    live,
                    "plugin upgrade " + jar + " --cascade",
                    "plugin user 1.0.0 needs plugin base >=1.0.0 & <2.0.0, there is 2.0.0");
            assertRefused(live, "plugin unload base", "plugin base is needed by user");
            assertRefused(live, "plugin disable base", "plugin base is needed by user");
            assertRefused(live, "plugin reload base", "plugin base is needed by user");
        }
    }

    @Test
    void shouldRefuseFilesThatAreNoPlugins() throws IOException {
        try (Live live = live(0)) {
            final Path file = directory.resolve("new.jar");
            final String load = "plugin load " + file + " --no-shadow";
            assertRefused(live, load, file + ": there is no such file");
            Files.writeString(file, "no JAR at all");
            assertRefused(live, load, file + " is no JAR");
            final byte[] whole = Files.readAllBytes(PluginJar.of("new", "1.0.0").to(file));
            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            assertRefused(live, load, file + " is no JAR, or not a whole one");
            PluginJar.empty("new", "1.0.0").to(file);
            assertRefused(live, load, file + " is not a plugin: its manifest has no Plugin-Class");
            PluginJar.empty("new", "1.0.0")
                    .attribute("Plugin-Class", "no.such.Class")
                    .to(file);
            assertRefused(live, load, "plugin new 1.0.0: there is no class no.such.Class");
            PluginJar.empty("new", "1.0.0").plugin(Shared.class).to(file);
            assertRefused(live, load, "plugin new 1.0.0: io.weir.testkit.live.Shared does not extend WeirPlugin");
            PluginJar.of("new", "1.0.0").attribute("Plugin-Version", "one").to(file);
            assertRefused(live, load, "Plugin-Version `one' is not a version such as 1.2.3");
            PluginJar.of("new", "1.0.0").attribute("Plugin-Id", "../new").to(file);
            assertRefused(live, load, "Plugin-Id `../new'");
        }
    }

    @Test
    void shouldRefuseWhatIsLoadedAlreadyOrNotThere() {
        try (Live live = live(0)) {
            assertRefused(
                    live,
                    "plugin load " + directory.resolve("base-1.2.0.jar"),
                    "plugin base is loaded already, as version 1.2.0; `plugin upgrade' replaces it");
            final Path other = PluginJar.of("other", "1.0.0").in(directory);
            assertRefused(live, "plugin upgrade " + other, "plugin `other' is not loaded");
            assertRefused(live, "plugin reload other", "plugin `other' is not loaded");
            assertRefused(live, "plugin unload other", "plugin `other' is not loaded");
            assertRefused(live, "plugin enable base", "plugin `base' is not disabled, it is loaded");
            assertRefused(live, "plugin unload base --persist", "nothing can be persisted");
            PluginJar.of("other", "1.0.0").to(directory.resolve("user-1.0.0.jar"));
            assertRefused(live, "plugin reload user", "holds plugin other now, not user");
        }
    }
}
