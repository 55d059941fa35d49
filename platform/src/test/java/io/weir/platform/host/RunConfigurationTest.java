package io.weir.platform.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.memory.PageSize;
import io.weir.platform.config.ConfigException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(options.plugins()).isNull();
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

    @Test
    void shouldLoadOnlyWhatIsEnabledWhenTheDefaultIsDisabled() throws ConfigException {
        final RunConfiguration some =
                of("plugins { plugin default { disable } plugin ip4 { enable } plugin acl { disable } }");
        assertThat(some.enabled()).accepts("ip4").rejects("acl", "nat64");
        final RunConfiguration most = of("plugins { plugin acl { disable } }");
        assertThat(most.enabled()).accepts("ip4", "nat64").rejects("acl");
    }

    @Test
    void shouldTakeTheDistributionsPluginsWhenNoPathIsGiven(@TempDir final Path home) throws Exception {
        Files.createDirectory(home.resolve("plugins"));
        final RunConfiguration configuration =
                RunConfiguration.read(null, List.of("buffers { page-size 4K }"), home, FOUR_CORES);
        assertThat(configuration.options().plugins()).isEqualTo(home.resolve("plugins"));
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
    void shouldOnlyPrintTheConfigurationWhenAskedToCheck() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(new Main(stream, stream).run(List.of("--check", "cpu { workers 2 }")))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("workers 2", "command line:1");
    }
}
