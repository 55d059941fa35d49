package io.weir.platform.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandSpec;
import io.weir.platform.cli.BasicCommands;
import io.weir.platform.cli.CliServer;
import io.weir.platform.cli.CommandTree;
import io.weir.platform.cli.Interpreter;
import io.weir.platform.cli.MainTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Client and server over a real socket. */
@Timeout(60)
final class CtlTest {

    @TempDir
    private Path directory;

    private final ExecutorService main = Executors.newSingleThreadExecutor();
    private final CommandTree tree = new CommandTree();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch sawCancel = new CountDownLatch(1);
    private final Interpreter interpreter = new Interpreter(tree);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private CliServer server;
    private Path socket;

    @BeforeEach
    void start() throws IOException {
        BasicCommands.register(interpreter, MainTime.alone());
        tree.register("test", CommandSpec.of("show version", "Show the version", call -> call.println("Weir ü 1")));
        tree.register("test", CommandSpec.of("show much <n:int>", "Print much", call -> {
            for (int i = 0; i < call.getInt("n"); i++) {
                call.println("line %d of many that together are more than a socket holds", i);
            }
        }));
        tree.register("test", CommandSpec.of("wait", "Wait for the user", call -> {
            call.println("waiting");
            waiting.countDown();
            final boolean held = call.session().awaitUntil(() -> false, TimeUnit.HOURS.toNanos(1));
            if (!held && call.session().cancelled()) {
                sawCancel.countDown();
            }
        }));
        socket = directory.resolve("run/cli.sock");
        server = CliServer.start(socket, interpreter, main, MainTime.alone(), "Weir test");
    }

    @AfterEach
    void stop() {
        server.close();
        main.shutdownNow();
    }

    private int ctl(final String stdin, final String... args) {
        out.reset();
        err.reset();
        return new Ctl(
                        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldPrintWhatOneCommandPrints() {
        assertThat(ctl("", "-s", socket.toString(), "show", "ver")).isEqualTo(Ctl.DONE);
        assertThat(output()).isEqualTo("Weir ü 1\n");
        assertThat(errors()).isEmpty();
    }

    @Test
    void shouldShowControlCharactersAsEscapes() {
        tree.register(
                "test", CommandSpec.of("show evil", "Show a name", call -> call.println("a\u001b[2Jb\tc\u009b\r")));
        assertThat(ctl("", "-s", socket.toString(), "show", "evil")).isEqualTo(Ctl.DONE);
        assertThat(output()).isEqualTo("a\\x1b[2Jb\tc\\x9b\\x0d\n");
        assertThat(ctl("", "-s", socket.toString(), "show", "\u001b]0;evil\u0007"))
                .isEqualTo(Ctl.REFUSED);
        assertThat(errors()).contains("\\x1b]0;evil\\x07").doesNotContain("\u001b", "\u0007");
    }

    @Test
    void shouldExitWithOneWhenRefused() {
        assertThat(ctl("", "-s", socket.toString(), "show", "nonsense")).isEqualTo(Ctl.REFUSED);
        assertThat(output()).isEmpty();
        assertThat(errors()).isEqualTo("show: unknown input `nonsense', expected much or version\n");
    }

    @Test
    void shouldExitWithTwoWhenThereIsNoHost() {
        assertThat(ctl("", "-s", directory.resolve("none").toString(), "show", "version"))
                .isEqualTo(Ctl.NO_HOST);
        assertThat(errors()).startsWith("weir ctl: no host listens at").hasLineCount(1);
        assertThat(ctl("", "--socket=" + directory.resolve("none"), "show")).isEqualTo(Ctl.NO_HOST);
        assertThat(errors()).hasLineCount(1);
    }

    @Test
    void shouldExplainItselfWhenAsked() {
        assertThat(ctl("", "--help")).isEqualTo(Ctl.DONE);
        assertThat(output()).contains("Usage: weir ctl", "--socket", "Exit codes");
        assertThat(ctl("", "--bogus")).isEqualTo(Ctl.REFUSED);
        assertThat(errors()).contains("--bogus").hasLineCount(1);
    }

    @Test
    void shouldRunStandardInputUpToTheFirstRefusal() {
        final String script = "# first\nshow version\ncomment {\n a\n}\nshow bogus\nshow version\n";
        assertThat(ctl(script, "-s", socket.toString())).isEqualTo(Ctl.REFUSED);
        assertThat(output()).isEqualTo("Weir ü 1\n");
        assertThat(errors()).startsWith("line 6: show: unknown input `bogus'");
        assertThat(ctl("show version\nquit\nbogus", "-s", socket.toString())).isEqualTo(Ctl.DONE);
    }

    @Test
    void shouldResolveFilesWhereTheClientIs() throws IOException {
        final Path file = Files.createTempFile(Path.of("").toAbsolutePath(), "exec", ".cli");
        try {
            Files.writeString(file, "show version\n");
            assertThat(ctl(
                            "",
                            "-s",
                            socket.toString(),
                            "exec",
                            file.getFileName().toString()))
                    .isEqualTo(Ctl.DONE);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void shouldCompleteFilesFromTheClientsDirectoryAsShellsDo() throws Exception {
        final Path work = Files.createTempDirectory(Path.of("").toAbsolutePath(), "files");
        final String name = work.getFileName().toString();
        final List<Path> made = List.of(
                Files.createFile(work.resolve("one.cli")),
                Files.createFile(work.resolve("one two.cli")),
                Files.createFile(work.resolve(".one")),
                Files.createFile(work.resolve("one\nline")),
                Files.createDirectory(work.resolve("ones")));
        tree.register("third", CommandSpec.of("thirds load <rules:file>", "Load rules", call -> {}));
        try (HostConnection host = HostConnection.open(socket, 0, 0)) {
            assertThat(words(host, "exec " + name)).containsExactly(name + "/");
            assertThat(words(host, "exec " + name + "/o"))
                    .containsExactly(name + "/one two.cli", name + "/one.cli", name + "/ones/");
            assertThat(words(host, "exec \"" + name + "/one t")).containsExactly(name + "/one two.cli");
            assertThat(words(host, "exec " + name + "/.")).containsExactly(name + "/.one");
            assertThat(words(host, "thirds load " + work + "/ones")).containsExactly(work + "/ones/");
            assertThat(words(host, "exec " + name + "/none/")).isEmpty();
            assertThat(words(host, "show " + name)).isEmpty();
        } finally {
            for (final Path each : made) {
                Files.delete(each);
            }
            Files.delete(work);
        }
    }

    private static List<String> words(final HostConnection host, final String line) throws NoHostException {
        return host.complete(line, line.length()).stream()
                .map(HostConnection.Choice::word)
                .toList();
    }

    @Test
    void shouldRefuseANegativeTimeout() {
        assertThat(ctl("", "--timeout", "-1", "show", "version")).isEqualTo(Ctl.REFUSED);
        assertThat(errors()).contains("--timeout is 0 or more seconds, not -1");
    }

    /** It takes connections, as the kernel does for a stopped process, and says nothing. */
    @Test
    void shouldGiveUpASilentHostWhenTheTimeoutIsOver() throws IOException {
        final Path silent = socket.resolveSibling("silent.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(silent));
            final long start = System.nanoTime();
            assertThat(ctl("", "-s", silent.toString(), "--timeout", "1", "show", "version"))
                    .isEqualTo(Ctl.NO_HOST);
            assertThat(errors()).contains("has not answered for 1 s");
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
        } finally {
            Files.delete(silent);
        }
    }

    @Test
    void shouldDeliverMuchOutputWhole() {
        assertThat(ctl("", "-s", socket.toString(), "show", "much", "50000")).isEqualTo(Ctl.DONE);
        assertThat(output()).hasLineCount(50_000).contains("line 49999 of");
    }

    @Test
    void shouldServeOthersWhenAClientDoesNotRead() throws Exception {
        try (HostConnection lazy = HostConnection.open(socket, 0, 0)) {
            final CountDownLatch gotSome = new CountDownLatch(1);
            final CountDownLatch goOn = new CountDownLatch(1);
            final Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    lazy.exec("show much 50000", text -> {
                        gotSome.countDown();
                        awaitQuietly(goOn);
                    });
                } catch (final NoHostException e) {
                    goOn.countDown();
                }
            });
            gotSome.await();
            assertThat(ctl("", "-s", socket.toString(), "show", "version")).isEqualTo(Ctl.DONE);
            goOn.countDown();
            reader.join();
        }
    }

    @Test
    void shouldTellTheCommandWhenItIsInterrupted() throws Exception {
        try (HostConnection host = HostConnection.open(socket, 0, 0)) {
            final Thread canceller = Thread.ofVirtual().start(() -> {
                awaitQuietly(waiting);
                host.cancel();
            });
            assertThat(host.exec("wait", text -> {})).isNull();
            canceller.join();
            assertThat(host.complete("sho", 3))
                    .extracting(HostConnection.Choice::word)
                    .containsExactly("show");
        }
    }

    @Test
    void shouldTellTheCommandWhenTheClientGoes() throws Exception {
        final HostConnection host = HostConnection.open(socket, 0, 0);
        final Thread runner = Thread.ofVirtual().start(() -> {
            try {
                host.exec("wait", text -> {});
            } catch (final NoHostException e) {
                // It was closed.
            }
        });
        waiting.await();
        host.close();
        assertThat(sawCancel.await(20, TimeUnit.SECONDS)).isTrue();
        runner.join();
    }

    @Test
    void shouldHangUpWhenTheProtocolIsAnother() throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(ctl("", "-s", socket.toString(), "show", "version")).isEqualTo(Ctl.DONE);
    }

    @Test
    void shouldKeepTheSocketToItsGroupAndRemoveIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-rw----");
        server.close();
        assertThat(socket.getParent()).isEmptyDirectory();
    }

    @Test
    void shouldRefuseWhenAnotherHostListens() {
        assertThatThrownBy(() -> CliServer.start(socket, interpreter, main, MainTime.alone(), "other"))
                .isInstanceOf(IOException.class)
                .hasMessage("another host listens at " + socket);
        assertThat(ctl("", "-s", socket.toString(), "show", "version")).isEqualTo(Ctl.DONE);
    }

    @Test
    void shouldReplaceAStaleSocketButNoFile() throws IOException {
        final Path stale = directory.resolve("stale");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(stale))
                .close();
        assertThat(stale).exists();
        CliServer.start(stale, interpreter, main, MainTime.alone(), "next").close();
        assertThat(stale).doesNotExist();
        Files.writeString(stale, "precious");
        assertThatThrownBy(() -> CliServer.start(stale, interpreter, main, MainTime.alone(), "next"))
                .hasMessageContaining("no socket");
        assertThat(stale).hasContent("precious");
    }

    @Test
    void shouldSayThatTheHostStopsWhenMainTakesNoMore() {
        main.shutdown();
        assertThat(ctl("", "-s", socket.toString(), "show", "version")).isEqualTo(Ctl.REFUSED);
        assertThat(errors()).isEqualTo("the host is stopping\n");
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
