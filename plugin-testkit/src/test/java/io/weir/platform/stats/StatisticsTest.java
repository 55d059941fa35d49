package io.weir.platform.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.graph.Unit;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.platform.ctl.stats.Stats;
import io.weir.platform.graph.Node;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The segment of a whole host. */
@Timeout(60)
class StatisticsTest {
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("stats.seg");
    }

    private TestHost open(final int workers, final long intervalNs) throws IOException {
        final TestHost host = TestHost.withWorkers(workers);
        host.host()
                .openStatistics(
                        new StatisticsOptions(file(), directory.resolve("stats.sock"), 8 << 20, true, intervalNs));
        return host;
    }

    /** Often enough for a test to wait for. */
    private TestHost open(final int workers) throws IOException {
        return open(workers, TimeUnit.MILLISECONDS.toNanos(20));
    }

    private Map<String, Statistic> read() {
        try {
            final SegmentReader reader = SegmentReader.open(file());
            return reader.read(name -> true).stream().collect(Collectors.toMap(Statistic::name, each -> each));
        } catch (final NoSegmentException e) {
            throw new AssertionError(e);
        }
    }

    private static long sum(final Statistic statistic) {
        return Arrays.stream(statistic.rows()).mapToLong(row -> row[0]).sum();
    }

    /** Waits until all values have been brought up to date twice. */
    private void update(final TestHost host) {
        final long beat = read().get("/sys/heartbeat").number();
        host.until(() -> read().get("/sys/heartbeat").number() >= beat + 2);
    }

    private static void send(final TestHost host, final TestInterface port, final int packets) {
        for (int i = 0; i < packets; i++) {
            port.send(TestPacket.udp("10.0.0.1", "10.0.0." + (1 + i % 200)));
        }
        host.untilIdle();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTellWhatTheHostCountsWhenPacketsPass(final int workers) throws IOException {
        try (TestHost host = open(workers)) {
            final TestInterface port = host.addInterface("port0");
            send(host, port, 300);
            update(host);
            final Map<String, Statistic> all = read();
            for (final Interface device : host.host().interfaces().all()) {
                for (final Kind kind : List.of(Kind.RX, Kind.DROP)) {
                    final String name = "/interfaces/" + device.name() + (kind == Kind.RX ? "/rx" : "/drops");
                    assertThat(sum(all.get(name)))
                            .isEqualTo(host.host().interfaces().count(kind, device.swIfIndex())[0]);
                }
            }
            assertThat(sum(all.get("/interfaces/port0/rx"))).isEqualTo(300);
            assertThat(all.get("/if/rx").rows()).hasNumberOfRows(workers + 1);
            assertThat(all.get("/if/names").names()).containsExactly("local0", "port0");
            assertErrors(host, all);
            for (final Node node : host.host().graph().nodes()) {
                assertThat(all.get("/sys/node/names").names().get(node.id())).isEqualTo(node.name());
            }
            assertThat(sum(all.get("/nodes/ethernet-input/vectors"))).isEqualTo(300);
            assertThat(sum(all.get("/nodes/ethernet-input/calls"))).isPositive();
            assertThat(all.get("/sys/num_worker_threads").number()).isEqualTo(workers);
            assertThat(all.get("/buffer-pools/default-numa-0/used").number()).isEqualTo(host.buffersInUse());
        }
    }

    private static void assertErrors(final TestHost host, final Map<String, Statistic> all) {
        final List<String[]> shown = host.cli("show errors")
                .lines()
                .skip(1)
                .map(line -> line.strip().split(" {2,}", -1))
                .toList();
        assertThat(shown).isNotEmpty();
        for (final String[] line : shown) {
            assertThat(all.entrySet())
                    .anyMatch(entry -> entry.getKey().startsWith("/err/" + line[1] + "/")
                            && sum(entry.getValue()) == Long.parseLong(line[0]));
        }
        assertThat(all.keySet().stream().filter(name -> name.startsWith("/err/")))
                .hasSize(shown.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSayTheSameWhenAnotherProgramReadsIt(final int workers) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "skipped: there is no python3");
        try (TestHost host = open(workers)) {
            final TestInterface port = host.addInterface("port0");
            host.addInterface("Weird1/0/0");
            host.host().interfaces().delete(host.host().interfaces().byName("port0"));
            host.addInterface("later");
            assertThat(port.device().swIfIndex()).isPositive();
            update(host);
            // From here on main doesn't turn, and so nothing changes.
            final String file = python("file", file());
            final ByteArrayOutputStream out = new ByteArrayOutputStream();
            final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
            assertThat(new Stats(print, print).run("-f", file().toString(), "dump-machine"))
                    .isEqualTo(Stats.DONE);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(file);
            assertThat(file).contains(":/interfaces/Weird1_0_0/rx\n", "4:1:later:/if/names\n");
        }
    }

    @Test
    void shouldHandItsDescriptorOutWhenAProgramComesToTheSocket() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "skipped: there is no python3");
        try (TestHost host = open(1, HOUR_NS)) {
            final AtomicReference<String> read = new AtomicReference<>();
            final Thread client = Thread.ofPlatform().start(() -> {
                try {
                    read.set(python("socket", directory.resolve("stats.sock")));
                } catch (final IOException e) {
                    read.set(e.toString());
                }
            });
            host.until(() -> !client.isAlive());
            assertThat(read.get()).contains(":/sys/heartbeat\n", "4:0:local0:/if/names\n");
        }
        assertThat(directory).isEmptyDirectory();
    }

    private static String python(final String how, final Path path) throws IOException {
        final Path script;
        try {
            script =
                    Path.of(StatisticsTest.class.getResource("/read-segment.py").toURI());
        } catch (final URISyntaxException e) {
            throw new AssertionError(e);
        }
        final Process process = new ProcessBuilder("python3", script.toString(), how, path.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNeverTearNamesWhenInterfacesComeAndGo(final int workers) throws Exception {
        try (TestHost host = open(workers)) {
            final AtomicReference<Throwable> wrong = new AtomicReference<>();
            final AtomicReference<String> done = new AtomicReference<>("");
            final Thread reader = Thread.ofPlatform().start(() -> {
                try {
                    while (done.get().isEmpty()) {
                        consistent(read());
                    }
                } catch (final Throwable e) {
                    wrong.set(e);
                }
            });
            final long before = read().get("/sys/heartbeat").number();
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 20; i++) {
                    host.addInterface("round" + round + "-" + i);
                }
                update(host);
                for (int i = 0; i < 20; i++) {
                    host.host().interfaces().delete(host.host().interfaces().byName("round" + round + "-" + i));
                }
                update(host);
            }
            done.set("done");
            reader.join();
            assertThat(wrong.get()).isNull();
            final Map<String, Statistic> all = read();
            assertThat(all.get("/sys/heartbeat").number()).isGreaterThan(before + 10);
            assertThat(all.get("/if/names").names()).containsExactly("local0");
            assertThat(all.keySet()).noneMatch(name -> name.contains("round"));
        }
    }

    /** Each name has its links, and each link leads to the column of its name. */
    private static void consistent(final Map<String, Statistic> all) {
        final List<String> names = all.get("/if/names").names();
        int there = 0;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i) != null) {
                there++;
                final Statistic link = all.get("/interfaces/" + names.get(i) + "/rx");
                assertThat(link).as("the link of " + names.get(i)).isNotNull();
                assertThat(link.target()).isEqualTo("/if/rx");
                assertThat(link.column()).isEqualTo(i);
            }
        }
        assertThat(all.keySet().stream().filter(name -> name.startsWith("/interfaces/") && name.endsWith("/rx")))
                .hasSize(there);
    }

    /** Publishes what the test says. */
    private static final class Publisher extends WeirPlugin {
        private long[] values = {1, 2};
        private List<String> links = List.of("/pub/one", "/pub/two");

        @Override
        public void register(final Registrar host) {
            host.counter("seen", Unit.PACKETS);
            host.statistics(to -> {
                to.gauge("/pub/level", values[0]);
                to.counters("/pub/all", links, values);
            });
            host.statistics(to -> to.gauge("no slash", 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPublishWhatAPluginSaysUntilItGoes(final int workers) throws IOException {
        try (TestHost host = open(workers)) {
            final Publisher plugin = new Publisher();
            final Ledger ledger = host.host().insert("pub", plugin);
            update(host);
            assertThat(read().get("/pub/level").number()).isEqualTo(1);
            assertThat(read().get("/pub/two").rows()).isDeepEqualTo(new long[][] {{2}});
            assertThat(read().get("/pub/seen").rows()).hasNumberOfRows(workers + 1);
            plugin.values = new long[] {7, 8, 9};
            update(host);
            assertThat(read()).doesNotContainKey("/pub/all");
            plugin.links = List.of();
            update(host);
            assertThat(read().get("/pub/all").rows()).isDeepEqualTo(new long[][] {{7, 8, 9}});
            assertThat(read().get("/pub/level").number()).isEqualTo(7);
            assertThat(read()).doesNotContainKey("/pub/one");
            host.host().remove(ledger);
            update(host);
            assertThat(read().keySet()).noneMatch(name -> name.startsWith("/pub"));
        }
    }

    @Test
    void shouldFollowAtOnceWhenAnInterfaceComesLongBeforeTheNextUpdate() throws IOException {
        try (TestHost host = open(0, HOUR_NS)) {
            host.addInterface("port0");
            host.until(() -> read().containsKey("/interfaces/port0/tx"));
            host.host().interfaces().delete(host.host().interfaces().byName("port0"));
            host.until(() -> !read().containsKey("/interfaces/port0/tx"));
        }
    }

    @Test
    void shouldSayWhoseNumbersAreWhenInterfacesComeBackWithThoseOfEachOther() throws IOException {
        try (TestHost host = open(0)) {
            host.cli("create loopback interface instance 0");
            host.cli("create loopback interface instance 1");
            host.until(() -> read().containsKey("/nodes/loop1-tx/calls"));
            final int before = host.host().graph().node("loop0-tx").id();
            // All of it comes sooner than the directory is looked at.
            for (int loop = 1; loop >= 0; loop--) {
                host.cli("delete loopback interface intfc loop" + loop);
            }
            host.cli("create loopback interface instance 0");
            host.cli("create loopback interface instance 1");
            assertThat(host.host().graph().node("loop0-tx").id()).isNotEqualTo(before);
            host.until(() -> {
                final List<String> names = read().get("/sys/node/names").names();
                return host.host().graph().nodes().stream()
                        .allMatch(node -> node.name().equals(names.get(node.id())));
            });
            for (final Node node : host.host().graph().nodes()) {
                assertThat(read().get("/nodes/" + node.name() + "/calls").column())
                        .isEqualTo(node.id());
            }
        }
    }

    @Test
    void shouldGoOnWithWhatFitsWhenTheSegmentIsFull() throws IOException {
        try (TestHost host = TestHost.withWorkers(0)) {
            host.host()
                    .openStatistics(
                            new StatisticsOptions(file(), null, 64 << 10, false, TimeUnit.MILLISECONDS.toNanos(20)));
            for (int i = 0; i < 40; i++) {
                host.addInterface("port" + i);
            }
            update(host);
            assertThat(read()).containsKey("/if/rx").doesNotContainKey("/interfaces/port39/rx");
            assertThat(host.cli("show statistics segment")).containsPattern("left out: +[1-9]");
            for (int i = 0; i < 40; i++) {
                host.host().interfaces().delete(host.host().interfaces().byName("port" + i));
            }
            update(host);
            assertThat(host.cli("show statistics segment")).containsPattern("left out: +0\n");
        }
    }

    @Test
    void shouldRunWithoutASegmentWhenTheFileCannotBeMade() throws IOException {
        try (TestHost host = TestHost.withWorkers(0)) {
            final Path under = Files.writeString(directory.resolve("file"), "").resolve("stats.seg");
            assertThatThrownBy(() ->
                            host.host().openStatistics(new StatisticsOptions(under, null, 8 << 20, false, HOUR_NS)))
                    .isInstanceOf(IOException.class);
            host.addInterface("port0");
            host.untilIdle();
            assertThat(host.refused("show statistics segment")).contains("there is no statistics segment");
        }
    }
}
