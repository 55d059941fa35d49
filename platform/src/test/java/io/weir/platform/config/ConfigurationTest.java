package io.weir.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.weir.config.ConfigSection;
import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {

    private static final String USUAL = """
            # what VPP's users have
            unix {
              nodaemon log /var/log/weir.log   # two on a line
              cli-listen "/run/my weir/cli.sock"
            }
            cpu { main-core 0 corelist-workers 1-3,5 }
            buffers{ buffers 32768 }
            plugins { path /opt/plugins plugin default { disable } plugin acl { enable } }
            nat64 { ports 1024 }
            """;

    private static Configuration declared() {
        final Configuration configuration = new Configuration();
        CoreSections.all().forEach(configuration::declare);
        return configuration;
    }

    private static List<String> mistakes(final String text) {
        try {
            declared().readText("f", text).conclude();
            return List.of();
        } catch (final ConfigException e) {
            return e.sentences();
        }
    }

    @Test
    void shouldReadWhatVppUsersWrite() throws ConfigException {
        final Configuration configuration = declared().readText("f", USUAL).conclude();
        final ConfigSection unix = configuration.section(CoreSections.UNIX);
        assertThat(unix.value(CoreSections.NODAEMON)).isTrue();
        assertThat(unix.value(CoreSections.INTERACTIVE)).isFalse();
        assertThat(CoreSections.cliListen(unix)).isEqualTo(Path.of("/run/my weir/cli.sock"));
        assertThat(configuration.section(CoreSections.CPU).value(CoreSections.CORELIST_WORKERS))
                .containsExactly(1, 2, 3, 5);
        assertThat(configuration.section(CoreSections.BUFFERS).value(CoreSections.BUFFERS_PER_NUMA))
                .isEqualTo(32_768);
        assertThat(configuration.section(CoreSections.PLUGINS).blocks(CoreSections.PLUGIN))
                .extracting(ConfigSection::label)
                .containsExactly("default", "acl");
    }

    @Test
    void shouldTakeTheSocketFromTheRuntimeDirectoryWhenNotConfigured() throws ConfigException {
        final Configuration configuration =
                declared().readText("f", "unix { runtime-dir /tmp/r }").conclude();
        assertThat(CoreSections.cliListen(configuration.section(CoreSections.UNIX)))
                .isEqualTo(Path.of("/tmp/r/cli.sock"));
    }

    @Test
    void shouldLetTheCommandLineOutweighTheFile() throws ConfigException {
        final Configuration configuration = declared()
                .readText("f", "cpu { workers 1 }")
                .readArguments(List.of("cpu", "{", "workers", "2", "}", "unix { exec /a }"))
                .conclude();
        assertThat(configuration.section(CoreSections.CPU).value(CoreSections.WORKERS))
                .isEqualTo(2);
        assertThat(configuration.render()).contains("workers 2", "# command line:3", "exec /a", "# command line:6");
    }

    @Test
    void shouldKeepAPluginsSectionUntilItIsClaimed() throws ConfigException {
        final Configuration configuration = declared().readText("f", USUAL).conclude();
        assertThat(configuration.unknown(List.of("acl")))
                .containsExactly("f:9: unknown section nat64, there are unix, cpu, buffers, statseg, plugins, acl");
        assertThat(configuration.unknown(List.of("nat64"))).isEmpty();
        assertThat(configuration.unheeded()).singleElement().asString().startsWith("f:9: section nat64 has no effect");
        final Setting<Integer> ports = Setting.of("ports", SettingTypes.integer(1, 100), 1, "Ports");
        final SectionSpec narrow = SectionSpec.of("nat64", "NAT64").with(ports);
        assertThatThrownBy(() -> configuration.claim("nat64", narrow))
                .asInstanceOf(type(ConfigException.class))
                .extracting(ConfigException::sentences)
                .isEqualTo(List.of("f:9: nat64 ports: value 1024, allowed is 1..100"));
        final Setting<Integer> more = Setting.of("ports", SettingTypes.integer(1, 65_535), 1, "Ports");
        final SectionSpec wide = SectionSpec.of("nat64", "NAT64").with(more);
        assertThat(configuration.mistakes()).containsExactly("f:9: nat64 ports: value 1024, allowed is 1..100");
        assertThat(configuration.claim("nat64", wide).value(more)).isEqualTo(1024);
        assertThat(configuration.mistakes()).isEmpty();
        assertThat(configuration.owners()).containsExactly(Configuration.CORE, "nat64");
        assertThat(configuration.sections("nat64")).containsExactly(wide);
        assertThat(configuration.unheeded()).isEmpty();
        configuration.release(wide);
        assertThat(configuration.claim("nat64", wide).value(more)).isEqualTo(1024);
    }

    @Test
    void shouldNameAllUnknownWordsOfASectionAtOnce() {
        assertThat(mistakes("buffers { bogus wrong 3 page-size 4K also-wrong }"))
                .containsExactly(
                        "f:1: buffers: unknown settings bogus, wrong, allowed is buffers-per-numa, page-size",
                        "f:1: buffers: unknown setting also-wrong, allowed is buffers-per-numa, page-size");
    }

    @Test
    void shouldSkipTheByteOrderMark() throws ConfigException {
        final Configuration configuration = new Configuration().declare(CoreSections.UNIX);
        configuration.readText("f", "\ufeffunix { log-level debug }").conclude();
        assertThat(configuration.section(CoreSections.UNIX).value(CoreSections.LOG_LEVEL))
                .isEqualTo("debug");
    }

    @Test
    void shouldRefuseAHostAndPortAsThePathOfTheSocket() {
        assertThat(mistakes("unix { cli-listen localhost:5002 }"))
                .singleElement()
                .asString()
                .contains("cli-listen localhost:5002 is a host and a port, allowed is the path of a Unix socket");
    }

    @Test
    void shouldNameEveryMistakeAtOnce() {
        assertThat(mistakes("""
                        unix { bogus 3 log-level loud }
                        cpu {
                          workers 300
                          main-core
                        }
                        buffers { page-size 3K }
                        plugins { plugin }
                        """))
                .containsExactly(
                        "f:1: unix: unknown setting bogus, allowed is runtime-dir, cli-listen, exec, log, log-level,"
                                + " interactive, nodaemon",
                        "f:1: unix log-level: value loud, allowed is error|warn|info|debug|trace",
                        "f:3: cpu workers: value 300, allowed is 0..255",
                        "f:4: cpu main-core: the value is missing, allowed is 0..1023",
                        "f:6: buffers page-size: value 3K, allowed is default|default-hugepage|4K",
                        "f:7: plugins plugin: NAME is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "unix {; f:1: no `}' closes this `{'",
                "unix { } }; f:1: this `}' closes nothing",
                "unix; f:1: `{' is missing after section unix",
                "{ }; f:1: a section's name is missing before `{'",
                "unix { log \"x }; f:1: no `\"' closes the text that begins with `x }'",
                "cpu { workers 1 corelist-workers 1 }; "
                        + "f:1: cpu: both workers and corelist-workers, allowed is one of them",
                "cpu { main-core 1 corelist-workers 0-2 }; f:1: cpu: corelist-workers has core 1, which main-core takes",
                "plugins { plugin x { enable disable } }; f:1: plugins plugin x: both enable and disable"
            })
    void shouldSayWhereWhenItIsWrong(final String text, final String sentence) {
        assertThat(mistakes(text)).contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-", "-1", "3-1", "1,1", "1-3,2", "1024", "a", "1,,2", "99999999999999999999"})
    void shouldRefuseWhenCpuListIsWrong(final String text) {
        assertThatThrownBy(() -> SettingTypes.cpuList().parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void shouldReadBackAnyCpuList(@ForAll @NotEmpty final Set<@IntRange(max = 1023) Integer> cores) {
        final SortedSet<Integer> sorted = new TreeSet<>(cores);
        assertThat(SettingTypes.cpuList().parse(SettingTypes.cpuList().format(sorted)))
                .isEqualTo(sorted);
    }

    @Property(tries = 200)
    void shouldReadBackWhatItRenders(
            @ForAll @IntRange(max = 255) final int workers,
            @ForAll @IntRange(min = 1024, max = 4 << 20) final int buffers,
            @ForAll final boolean interactive)
            throws ConfigException {
        final String text = "unix {" + (interactive ? " interactive" : "") + " exec \"/a b/c\" exec /d } cpu { workers "
                + workers + " } buffers { buffers " + buffers + " } plugins { plugin a { disable } plugin b }";
        final String rendered = declared().readText("f", text).conclude().render();
        final Configuration again = declared().readText("f", rendered).conclude();
        assertThat(again.section(CoreSections.UNIX).value(CoreSections.INTERACTIVE))
                .isEqualTo(interactive);
        assertThat(again.section(CoreSections.UNIX).values(CoreSections.EXEC))
                .containsExactly(Path.of("/a b/c"), Path.of("/d"));
        assertThat(again.section(CoreSections.CPU).value(CoreSections.WORKERS)).isEqualTo(workers);
        assertThat(again.section(CoreSections.BUFFERS).value(CoreSections.BUFFERS_PER_NUMA))
                .isEqualTo(buffers);
        assertThat(again.section(CoreSections.PLUGINS).blocks(CoreSections.PLUGIN))
                .hasSize(2);
    }

    @Property(tries = 300)
    void shouldOnlyEverThrowItsOwnExceptionWhateverIsWritten(@ForAll final String text) {
        assertThat(mistakes("unix { " + text + " }")).isNotNull();
        assertThat(mistakes(text)).isNotNull();
    }
}
