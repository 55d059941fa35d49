package io.weir.platform.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.memory.PageSize;
import io.weir.platform.config.ConfigException;
import io.weir.platform.plugin.PluginOptions;
import io.weir.platform.plugin.archive.JarRules;
import io.weir.platform.stats.StatisticsOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration means for a process. */
class RunConfigurationTest {
    private static final BitSet FOUR_CORES = BitSet.valueOf(new long[] {0b1111});

    private static RunConfiguration of(final String... words) throws ConfigException {
        return RunConfiguration.read(null, List.of(words), null, FOUR_CORES);
    }

    @Test
    void shouldRunEverythingOnMainWhenNothingIsConfigured() throws ConfigException {
        final HostOptions options = of().options();
        assertThat(options.workers()).isZero();
        assertThat(options.mainCore()).isEqualTo(-1);
        assertThat(options.plugins().directory()).isNull();
    }

    @Test
    void shouldPinEachWorkerWhenCoresAreListed() throws ConfigException {
        final HostOptions options =
                of("cpu { main-core 0 corelist-workers 1,3 }").options();
        assertThat(options.workers()).isEqualTo(2);
        assertThat(options.workerCores()).containsExactly(1, 3);
        assertThat(options.mainCore()).isZero();
    }

    @Test
    void shouldLeaveMainsCoreAloneWhenItChoosesTheWorkers() {
        assertThat(RunConfiguration.chooseCores(2, -1, FOUR_CORES)).containsExactly(1, 2);
        assertThat(RunConfiguration.chooseCores(3, 2, FOUR_CORES)).containsExactly(0, 1, 3);
    }

    @Test
    void shouldPinNobodyWhenThereAreMoreWorkersThanCores() throws ConfigException {
        final HostOptions options = of("cpu { workers 4 }").options();
        assertThat(options.workers()).isEqualTo(4);
        assertThat(options.workerCores()).isEmpty();
    }

    @Test
    void shouldRefuseWhenACoreIsNotThere() {
        assertThatThrownBy(() -> of("cpu { main-core 9 corelist-workers 1,7 }"))
                .hasMessageContaining("main-core 9")
                .hasMessageContaining("corelist-workers 7");
    }

    @Test
    void shouldRefuseWhenASectionIsUnknown() {
        assertThatThrownBy(() -> of("cpuu { workers 1 }")).hasMessageContaining("unknown section cpuu");
    }

    private static void jar(final Path file, final String id, final String sections) throws IOException {
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", id);
        manifest.getMainAttributes().putValue("Weir-Config", sections);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
    }

    @Test
    void shouldLeaveSectionsToEnabledPluginsWhenTheirManifestsClaimThem(@TempDir final Path plugins) throws Exception {
        jar(plugins.resolve("dpdk.jar"), "dpdk", "dpdk, dpdk-crypto");
        Files.writeString(plugins.resolve("half.jar"), "PK");
        final String path = "plugins { path " + plugins + " }";
        assertThat(of(path, "dpdk { }", "dpdk-crypto { }").options().plugins().directory())
                .isEqualTo(plugins);
        assertThatThrownBy(() -> of(path, "dpdk { }", "acl { }"))
                .hasMessage("command line:3: unknown section acl, there are"
                        + " unix, cpu, buffers, statseg, plugins, dpdk, dpdk-crypto");
        assertThatThrownBy(() -> of(path, "dpdk { }", "acl { }", "cpu { workers many }"))
                .hasMessageContaining("many")
                .hasMessageContaining("section acl")
                .hasMessageNotContaining("section dpdk");
        assertThatThrownBy(() -> of("plugins { path " + plugins + " plugin dpdk { disable } }", "dpdk { }"))
                .hasMessageContaining("unknown section dpdk");
    }

    @Test
    void shouldTellWhatToDoAboutPlugins(@TempDir final Path directory) throws Exception {
        final PluginOptions usual = of().options().plugins();
        assertThat(usual.watch()).isTrue();
        assertThat(usual.shadowLimitMs()).isEqualTo(PluginOptions.DEFAULT_SHADOW_LIMIT_MS);
        assertThat(usual.rules()).isEqualTo(JarRules.ANY);
        final Path sums = Files.writeString(directory.resolve("sums"), "");
        final PluginOptions careful = of("plugins { no-watch checksums " + sums
                        + " jar-size-limit 1M shadow-limit-ms 0 quarantine-faults 3 quarantine-window-ms 500 }")
                .options()
                .plugins();
        assertThat(careful.watch()).isFalse();
        assertThat(careful.rules().checksums().file()).isEqualTo(sums);
        assertThat(careful.rules().limitBytes()).isEqualTo(1 << 20);
        assertThat(careful.shadowLimitMs()).isZero();
    }

    @Test
    void shouldTellWhatIsConfiguredAndNotThere(@TempDir final Path directory) throws Exception {
        jar(directory.resolve("dpdk.jar"), "dpdk", "dpdk");
        final String[] sections = {
            "plugins { path " + directory + " plugin default { disable } plugin dpdk_plugin.so { enable }"
                    + " plugin dpdk { enable } plugin other { disable } }",
            "unix { exec " + directory.resolve("nothing.cli") + " }"
        };
        final List<String> sentences = List.of(
                "plugins plugin dpdk_plugin.so: there is no JAR of this plugin in " + directory + ", but of dpdk",
                "unix exec " + directory.resolve("nothing.cli") + ": there is no such file that can be read");
        assertThat(of(sections).absent()).containsExactlyElementsOf(sentences);
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(new Main(stream, stream).run(List.of("--check", sections[0], sections[1])))
                .isEqualTo(Main.BAD_CONFIGURATION);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(sentences);
    }

    @Test
    void shouldNameEveryMistakeAboutPlugins(@TempDir final Path directory) throws IOException {
        final Path sums = Files.writeString(directory.resolve("sums"), "# none\n\nip4.jar\n");
        assertThatThrownBy(() -> of("plugins { path /nowhere checksums " + sums + " }"))
                .hasMessageContaining("plugins path /nowhere: there is no such directory")
                .hasMessageContaining("plugins checksums " + sums + ":3: this is no line of sha256sum");
        assertThatThrownBy(() -> of("plugins { checksums /nowhere }")).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> of("plugins { watch no-watch }")).hasMessageContaining("both watch and no-watch");
    }

    @Test
    void shouldNameAllMistakesWhenThereAreSeveral() {
        assertThatThrownBy(() -> of("cpuu { workers 1 }", "cpu { workers many }"))
                .hasMessageContaining("unknown section cpuu")
                .hasMessageContaining("many");
    }

    @Test
    void shouldLoadOnlyWhatIsEnabledWhenTheDefaultIsDisabled() throws ConfigException {
        final RunConfiguration some =
                of("plugins { plugin default { disable } plugin ip4 { enable } plugin acl { disable } }");
        assertThat(some.options().plugins().enabled()).accepts("ip4").rejects("acl", "nat64");
        final RunConfiguration most = of("plugins { plugin acl { disable } }");
        assertThat(most.options().plugins().enabled()).accepts("ip4", "nat64").rejects("acl");
    }

    @Test
    void shouldTakeTheDistributionsPluginsWhenNoPathIsGiven(@TempDir final Path home) throws Exception {
        Files.createDirectory(home.resolve("plugins"));
        final RunConfiguration configuration =
                RunConfiguration.read(null, List.of("buffers { page-size 4K }"), home, FOUR_CORES);
        assertThat(configuration.options().plugins().directory()).isEqualTo(home.resolve("plugins"));
        assertThat(configuration.options().pages()).isEqualTo(PageSize.SMALL);
    }

    @Test
    void shouldLetTheCommandLineOutweighTheFile(@TempDir final Path home) throws Exception {
        final Path file =
                Files.writeString(home.resolve("startup.conf"), "cpu { workers 3 }\nunix { exec a exec b }\n");
        final RunConfiguration configuration =
                RunConfiguration.read(file, List.of("cpu", "{", "workers", "1", "}"), home, FOUR_CORES);
        assertThat(configuration.options().workers()).isEqualTo(1);
        assertThat(configuration.startupFiles()).hasSize(2);
    }

    @Test
    void shouldExitWith2WhenTheArgumentsAreWrong() {
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertThat(new Main(stream, stream).run(List.of("-c"))).isEqualTo(Main.BAD_CONFIGURATION);
        assertThat(new Main(stream, stream).run(List.of("--fast"))).isEqualTo(Main.BAD_CONFIGURATION);
        assertThat(new Main(stream, stream).run(List.of("-c", "/nowhere.conf"))).isEqualTo(Main.BAD_CONFIGURATION);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("-c: the file's name is missing", "unknown option --fast", "/nowhere.conf: cannot be read");
    }

    @Test
    void shouldReadNoFileThatNeverEnds() {
        assertThatThrownBy(() -> RunConfiguration.read(Path.of("/dev/zero"), List.of(), null, FOUR_CORES))
                .hasMessageContaining("/dev/zero is no regular file");
        assertThatThrownBy(() -> of("plugins { checksums /dev/zero }"))
                .hasMessageContaining("/dev/zero is no regular file");
    }

    @Test
    void shouldTakeALogOnlyWhereADirectoryIsOrWillBe(@TempDir final Path directory) {
        final Path absent = directory.resolve("absent");
        assertThat(Logging.refusal(absent.resolve("x.log"), directory))
                .isEqualTo(absent + "/x.log can't be made: there is no directory " + absent);
        assertThat(Logging.refusal(absent.resolve("x.log"), absent)).isNull();
        assertThat(Logging.refusal(directory.resolve("x.log"), absent)).isNull();
        assertThat(absent).doesNotExist();
    }

    @Test
    void shouldOnlyPrintTheConfigurationWhenAskedToCheck() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(new Main(stream, stream).run(List.of("--check", "cpu { workers 2 }")))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("workers 2", "command line:1");
    }

    @Test
    void shouldKeepTheStatisticsInTheRuntimeDirectoryWhenNothingElseIsSaid() throws ConfigException {
        final StatisticsOptions plain = of("unix { runtime-dir /run/x }").statistics();
        assertThat(plain)
                .isEqualTo(new StatisticsOptions(
                        Path.of("/run/x/stats.seg"),
                        Path.of("/run/x/stats.sock"),
                        32 << 20,
                        false,
                        TimeUnit.SECONDS.toNanos(10)));
        final StatisticsOptions set = of("statseg { file /a/b socket-name /c/d size 1m per-node-counters on"
                        + " update-interval 0.25 }")
                .statistics();
        assertThat(set)
                .isEqualTo(new StatisticsOptions(
                        Path.of("/a/b"), Path.of("/c/d"), 1 << 20, true, TimeUnit.MILLISECONDS.toNanos(250)));
    }

    @ParameterizedTest
    @CsvSource({
        "size 100k, 'value 100k, allowed is 256k..1g'",
        "update-interval 0.05, 'value 0.05, allowed is 0.1..3600 s'",
        "update-interval 1e3, 'value 1e3, allowed is 0.1..3600 s'",
        "per-node-counters yes, 'value yes, allowed is on|off'",
    })
    void shouldNameTheMistakeWhenAStatisticsSettingIsWrong(final String setting, final String sentence) {
        assertThatThrownBy(() -> of("statseg { " + setting + " }"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("statseg " + setting.split(" ", 2)[0] + ": " + sentence);
    }
}
