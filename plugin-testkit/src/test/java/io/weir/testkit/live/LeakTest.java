package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.OffHeap;
import io.weir.testkit.live.api.Greeter;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a plugin stays when it has gone. */
@Timeout(600)
class LeakTest {
    private static final int CYCLES = Boolean.getBoolean("weir.slow") ? 1_000 : 50;
    private static final int WARM = 20;

    @TempDir
    private Path directory;

    private static PluginJar busy(final String version) {
        return PluginJar.of("busy", version)
                .script("nodes", "one;two;three")
                .script("node.one", "handoff")
                .script("node.two", "live-throws")
                .script("node.three", "drop")
                .script("device", "cable")
                .script("interfaces", "cable0")
                .script("listens", "deleting")
                .script("processes", "busy-process")
                .script("commands", "busy hello")
                .script("counters", "a;b")
                .script("scratch", "mark")
                .script("memory", "100000")
                .script("state", "1")
                .script("types", "0x9994");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetGoOfTheClassLoaderAfterAllThatAPluginCanDo(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            live.cli("trace add test-input 50");
            live.load(busy("1.0.0").in(directory));
            final List<WeakReference<ClassLoader>> loaders = new ArrayList<>(live.loaders());
            live.enable("three");
            live.enable("two");
            live.send(20);
            live.host().untilIdle();
            live.feature("two", false);
            live.enable("one");
            live.send(500);
            live.host().untilIdle();
            assertThat(live.host().faults()).isPositive();
            assertThat(live.cli("busy hello")).startsWith("busy");
            assertThat(live.cli("show trace")).contains("three 1.0.0");
            live.send(500);
            live.upgrade(busy("2.0.0").in(directory));
            loaders.addAll(live.loaders());
            live.send(500);
            live.refused("busy hello more");
            live.cli("plugin unload busy");
            assertThat(live.cli("show trace")).contains("three");
            live.assertCollected(loaders);
            live.assertNothingLost();
        }
    }

    @Test
    void shouldTellWhatHoldsThePluginThatHasGone() {
        try (Live live = Live.withWorkers(0)) {
            live.load(PluginJar.empty("leaker", "1.0.0").plugin(Leaker.class).in(directory), "--no-shadow");
            live.cli("plugin unload leaker");
            assertThat(live.cli("show plugins verbose"))
                    .contains("gone: leaker 1.0.0")
                    .contains("its classes are not collected yet");
            System.gc();
            System.gc();
            assertThat(live.cli("show plugins verbose"))
                    .contains("but its classes stay: ThreadLocal of thread leaker-thread,"
                            + " shutdown hook leaker-hook, thread leaker-thread\n");
            Runtime.getRuntime()
                    .removeShutdownHook((Thread) System.getProperties().remove(Leaker.HOOK));
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("leaker-thread"))
                    .forEach(Thread::interrupt);
            live.assertAllCollected();
            assertThat(live.cli("show plugins verbose")).doesNotContain("leaker");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "driver | JDBC driver io.weir.testkit.live.Leaver$LeftDriver",
                "provider | security provider Left",
                "handler | handler of logger leaver",
                "formatter | formatter of a handler of the root logger",
                "level | level of the root logger",
                "bundle | cached ResourceBundle io.weir.testkit.live.Leaver$LeftBundle",
                "bean | MBean leaver:type=Left",
                "property | system property leaver.left",
                "uncaught | default UncaughtExceptionHandler",
                "authenticator | default Authenticator",
                "proxies | default ProxySelector",
                "cookies | default CookieHandler",
                "timer | a task for thread leaver-timer",
                "pool | a task for thread leaver-pool",
            })
    void shouldNameTheRegistryThatHoldsThePlugin(final String what, final String named)
            throws ReflectiveOperationException {
        final Logger kept = Logger.getLogger("leaver");
        System.setProperty(Leaver.WHAT, what);
        try (Live live = Live.withWorkers(0)) {
            live.load(PluginJar.empty("leaver", "1.0.0").plugin(Leaver.class).in(directory), "--no-shadow");
            final WeakReference<ClassLoader> loader = live.loader("leaver");
            live.cli("plugin unload leaver");
            System.gc();
            System.gc();
            assertThat(live.cli("show plugins verbose")).contains("but its classes stay: " + named + "\n");
            Class.forName(Leaver.class.getName(), false, loader.get())
                    .getMethod("undo")
                    .invoke(null);
            live.assertCollected(List.of(loader));
            assertThat(live.cli("show plugins verbose")).doesNotContain("leaver");
            assertThat(kept.getHandlers()).isEmpty();
        } finally {
            System.clearProperty(Leaver.WHAT);
        }
    }

    @Test
    void shouldLetGoOfClassLoadersThatCameToNothing() throws IOException {
        try (Live live = Live.withWorkers(1)) {
            live.load(
                    PluginJar.of("base", "1.0.0")
                            .exports(Greeter.class)
                            .script("exports", "x")
                            .script("memory", "50000")
                            .in(directory),
                    "--no-shadow");
            final Runnable rounds = () -> {
                live.load(busy("1.0.0").in(directory), "--dry-run");
                live.refused(
                        "plugin load " + busy("1.1.0").script("register", "own").in(directory));
                live.refused("plugin load "
                        + busy("1.2.0").script("node.one", "shadow-throws").in(directory));
                live.refused(
                        "plugin load " + busy("1.3.0").script("start", "own").in(directory) + " --no-shadow");
                live.refused("plugin load "
                        + busy("1.4.0").script("node.one", "no-instance").in(directory) + " --no-shadow");
                live.load(PluginJar.of("user", "1.0.0")
                        .dependencies("base")
                        .script("uses", "y")
                        .in(directory));
                live.cli("plugin unload user");
            };
            rounds.run();
            live.assertAllCollected();
            live.host().untilIdle();
            final long memory = OffHeap.reservedBytes();
            final long files = files();
            for (int i = 0; i < 5; i++) {
                rounds.run();
            }
            live.assertAllCollected();
            assertThat(OffHeap.reservedBytes()).isEqualTo(memory);
            assertThat(files()).isLessThanOrEqualTo(files);
            assertThat(loadersAlive()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldStayFlatWhenPluginsComeAndGoAgainAndAgain(final int workers) throws IOException {
        try (Live live = Live.withWorkers(workers)) {
            final Path jar = busy("1.0.0").script("listens", "").in(directory);
            cycle(live, jar, WARM);
            live.assertAllCollected();
            final int targets = live.host().host().graph().lastTarget();
            final int counters =
                    live.host().host().registries().counters().all().size();
            final long memory = OffHeap.reservedBytes();
            final long files = files();
            final int threads = Thread.activeCount();
            final String structure = live.structure();
            cycle(live, jar, CYCLES);
            live.assertAllCollected();
            assertThat(live.host().host().graph().lastTarget()).isEqualTo(targets);
            assertThat(live.host().host().registries().counters().all()).hasSize(counters);
            assertThat(OffHeap.reservedBytes()).isEqualTo(memory);
            assertThat(files()).isLessThanOrEqualTo(files);
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
            assertThat(live.structure()).isEqualTo(structure);
            assertThat(loadersAlive()).isZero();
            live.assertNothingLost();
        }
    }

    private static void cycle(final Live live, final Path jar, final int times) {
        for (int i = 0; i < times; i++) {
            live.load(jar, "--no-shadow");
            live.enable("three");
            live.send(10);
            live.host().host().turn();
            live.cli("plugin unload busy");
        }
    }

    private static long files() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** Copies of plugins' JARs that a class loader has open. */
    private static long loadersAlive() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(each -> {
                        try {
                            return Files.readSymbolicLink(each).toString().matches(".*/weir-plugins-.*\\.jar.*");
                        } catch (final IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }
}
