package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandSession;
import io.weir.platform.cli.CliServer;
import io.weir.platform.cli.MainTime;
import io.weir.platform.cli.Outcome;
import io.weir.platform.ctl.Ctl;
import io.weir.platform.thread.MainLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that are asked for by clients run as tasks: main goes on meanwhile. */
@Timeout(60)
class TaskTest {
    @TempDir
    private Path directory;

    private static AtomicReference<Outcome> ask(final Live live, final String command, final StringBuilder printed) {
        final AtomicReference<Outcome> outcome = new AtomicReference<>();
        live.host()
                .host()
                .main()
                .executeTask(() ->
                        outcome.set(live.host().host().interpreter().execute(command, CommandSession.into(printed))));
        return outcome;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnWhileAPluginIsShadowed(final int workers) {
        try (Live live = Live.withShadow(workers, 1_500)) {
            live.load(
                    PluginJar.of("clock", "1.0.0")
                            .script("processes", "clock-process")
                            .in(directory),
                    "--no-shadow");
            final Path jar = PluginJar.of("slow", "1.0.0")
                    .script("nodes", "slow-node")
                    .script("node.slow-node", "shadow-hangs")
                    .in(directory);
            final AtomicReference<Outcome> slow = ask(live, "plugin load " + jar, new StringBuilder());
            live.host().until(() -> Shared.number("hanging").get() == 1);
            final long ticks = Shared.number("clock 1.0.0 ticks").get();
            live.send(100);
            final AtomicReference<Outcome> version = ask(live, "show version", new StringBuilder());
            final AtomicReference<Outcome> unload = ask(live, "plugin unload clock", new StringBuilder());
            live.host().until(() -> version.get() != null);
            live.host().until(() -> Shared.number("clock 1.0.0 ticks").get() > ticks + 5);
            live.host().until(() -> live.out().waitingFrames() == 100);
            assertThat(slow.get()).isNull();
            assertThat(unload.get()).isNull();
            Shared.number("go").set(1);
            live.host().until(() -> slow.get() != null && unload.get() != null);
            assertThat(slow.get().isDone()).isTrue();
            assertThat(unload.get().isDone()).isTrue();
            assertThat(live.host().host().pluginSet().plugin("slow")).isNotNull();
            assertThat(live.host().host().pluginSet().plugin("clock")).isNull();
            live.assertNothingLost();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldMakeChangesOneAfterTheOtherWhenManyAsk(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final Path jar = PluginJar.of("one", "1.0.0").script("nodes", "n").in(directory);
            final AtomicReference<Outcome> first = ask(live, "plugin load " + jar, new StringBuilder());
            final AtomicReference<Outcome> second = ask(live, "plugin load " + jar, new StringBuilder());
            final AtomicReference<Outcome> third = ask(live, "plugin reload one", new StringBuilder());
            final AtomicReference<Outcome> fourth = ask(live, "plugin unload one", new StringBuilder());
            live.host().until(() -> fourth.get() != null && third.get() != null && second.get() != null);
            assertThat(first.get().isDone()).isTrue();
            assertThat(second.get().sentence()).contains("plugin one is loaded already");
            live.assertNothingLost();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGoOnBetweenTheLinesOfALongScript(final int workers) throws IOException {
        try (Live live = Live.withWorkers(workers)) {
            final Path script =
                    Files.writeString(directory.resolve("long"), "comment { one of many }\n".repeat(100_000));
            final AtomicReference<Outcome> all = ask(live, "exec " + script, new StringBuilder());
            final AtomicReference<Outcome> version = ask(live, "show version", new StringBuilder());
            live.host().until(() -> version.get() != null);
            assertThat(all.get()).isNull();
            live.host().until(() -> all.get() != null);
            assertThat(all.get().isDone()).as(all.get().sentence()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAnswerWhileALargeFileIsReadForAPlugin(final int workers) throws IOException {
        try (Live live = Live.withWorkers(workers)) {
            final Path large = directory.resolve("large.jar");
            try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
                // Sparse: what takes long is to copy it and to digest it.
                file.setLength(200 << 20);
            }
            final AtomicReference<Outcome> load = ask(live, "plugin load " + large, new StringBuilder());
            for (int i = 0; i < 3; i++) {
                final AtomicReference<Outcome> version = ask(live, "show version", new StringBuilder());
                live.send(100);
                live.host().until(() -> version.get() != null);
                assertThat(load.get()).isNull();
            }
            live.host().until(() -> load.get() != null);
            assertThat(load.get().sentence()).contains("large.jar");
            live.assertNothingLost();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRecallMainFromCommandsBeforePluginsChange(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final MainLoop main = live.host().host().main();
            final AtomicReference<Boolean> mayGoOn = new AtomicReference<>();
            main.executeTask(() -> mayGoOn.set(main.lend(() -> false)));
            final Path jar = PluginJar.of("one", "1.0.0").script("nodes", "n").in(directory);
            final AtomicReference<Outcome> load = ask(live, "plugin load " + jar, new StringBuilder());
            live.host().until(() -> load.get() != null);
            assertThat(mayGoOn.get()).isFalse();
            assertThat(load.get().isDone()).as(load.get().sentence()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAnswerTheClientWhenItsChangeFails(final int workers) throws IOException {
        final Path socket = directory.resolve("cli.sock");
        try (Live live = Live.withWorkers(workers);
                CliServer server = CliServer.start(
                        socket,
                        live.host().host().interpreter(),
                        live.host().host().main()::executeTask,
                        MainTime.alone(),
                        "1")) {
            assertThat(server.path()).isEqualTo(socket);
            final Path good = PluginJar.of("good", "1.0.0").script("nodes", "n").in(directory);
            final Path bad = PluginJar.of("bad", "1.0.0")
                    .script("nodes", "m")
                    .script("node.m", "shadow-throws")
                    .in(directory);
            assertThat(client(live, socket, "plugin load " + bad)).startsWith("1: plugin load: node m of bad threw");
            assertThat(client(live, socket, "plugin load " + good)).startsWith("0: loaded good 1.0.0");
            assertThat(client(live, socket, "plugin unload good")).startsWith("0: unloaded good 1.0.0");
            live.assertAllCollected();
        }
    }

    /** Exit code and all output of a client. */
    private static String client(final Live live, final Path socket, final String command) {
        final ByteArrayOutputStream told = new ByteArrayOutputStream();
        final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        final CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                () -> new Ctl(InputStream.nullInputStream(), out, out).run("-s", socket.toString(), command));
        live.host().until(code::isDone);
        return code.join() + ": " + told.toString(StandardCharsets.UTF_8);
    }
}
