package io.weir.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandSpec;
import io.weir.platform.cli.wire.Frame;
import io.weir.platform.cli.wire.FrameChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are silent, ask for too much, don't read or go: none of them costs the others their host. */
@Timeout(60)
final class HostileClientsTest {
    private static final int SESSIONS = 4;

    @TempDir
    private Path directory;

    private final ExecutorService main = Executors.newSingleThreadExecutor();
    private final CommandTree tree = new CommandTree();
    private final CountDownLatch printing = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger printed = new AtomicInteger();
    private final List<FrameChannel> clients = new ArrayList<>();
    /** What large requests may take. */
    private final ByteBudget requests = new ByteBudget(2 * CliLimits.MAX_REQUEST);

    private final Interpreter interpreter = new Interpreter(tree);
    private CliServer server;

    @BeforeEach
    void register() {
        BasicCommands.register(interpreter, MainTime.alone());
        tree.register("test", CommandSpec.of("show version", "Show the version", call -> call.println("1")));
        tree.register("test", CommandSpec.of("show endless", "Print for ever", call -> {
            try {
                while (true) {
                    call.println("line %d", printed.incrementAndGet());
                    printing.countDown();
                    call.session().pause();
                }
            } finally {
                stopped.countDown();
            }
        }));
    }

    /** Who says nothing for so many seconds is thrown out, and an idle session gives way after so many milliseconds. */
    private void serve(final int greetingS, final long idleMs) throws IOException {
        final CliLimits limits = new CliLimits(
                SESSIONS,
                requests,
                new ByteBudget(64 << 20),
                TimeUnit.SECONDS.toNanos(greetingS),
                TimeUnit.MILLISECONDS.toNanos(idleMs));
        server = CliServer.start(
                directory.resolve("cli.sock"), new RequestRunner(interpreter, main, MainTime.alone(), "test"), limits);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        for (final FrameChannel each : clients) {
            each.close();
        }
        main.shutdownNow();
    }

    private SocketChannel connect() throws IOException {
        final SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(server.path()));
        clients.add(new FrameChannel(channel));
        return channel;
    }

    private FrameChannel greeted() throws IOException {
        connect();
        final FrameChannel client = clients.getLast();
        try {
            client.write(Frame.of(Frame.HELLO, out -> {
                out.writeInt(Frame.MAGIC);
                out.writeByte(Frame.VERSION);
                out.writeShort(0);
                out.writeUTF("/");
            }));
        } catch (final IOException e) {
            // Turned away before it was heard; what it was told is still to be read.
        }
        return client;
    }

    private static String answer(final FrameChannel client) throws IOException {
        final Frame welcome = client.read();
        if (welcome.type() != Frame.WELCOME) {
            return welcome.text(0);
        }
        client.write(Frame.ofText(Frame.EXEC, "show version"));
        return client.read().text(0);
    }

    /** Comes again and again until somebody gives way. */
    private void awaitAnswer() throws IOException {
        String answer = answer(greeted());
        while (!answer.equals("1\n")) {
            assertThat(answer).isEqualTo(SESSIONS + " sessions are open already");
            answer = answer(greeted());
        }
    }

    /** Reads until the host has ended the connection. */
    private static void awaitEnd(final FrameChannel client) throws IOException {
        Frame frame = client.read();
        while (frame != null) {
            frame = client.read();
        }
    }

    @Test
    void shouldServeWhenSilentClientsHoldAllSessions() throws Exception {
        serve(2, 300);
        for (int i = 0; i < SESSIONS; i++) {
            connect();
        }
        final List<FrameChannel> silent = List.copyOf(clients);
        awaitAnswer();
        for (final FrameChannel each : silent) {
            awaitEnd(each);
        }
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(answer(greeted())).isEqualTo("1\n");
        }
    }

    @Test
    void shouldTurnOneMoreAwayWhileNoSessionIsIdle() throws Exception {
        serve(60, 60_000);
        fill();
        assertThat(greeted().read().text(0)).isEqualTo(SESSIONS + " sessions are open already");
    }

    private void fill() throws IOException {
        for (int i = 0; i < SESSIONS; i++) {
            assertThat(answer(greeted())).isEqualTo("1\n");
            clients.getLast().read();
        }
    }

    @Test
    void shouldTellTheIdleSessionWhyWhenItGivesWay() throws Exception {
        serve(60, 1);
        fill();
        awaitAnswer();
        assertThat(clients.getFirst().read().text(0)).startsWith("it was silent, and 4 sessions are open");
    }

    @Test
    void shouldLetNobodyTakeTheHeapWhenRequestsAreLarge() throws Exception {
        serve(5, 60_000);
        final FrameChannel greedy = greeted();
        greedy.read();
        final SocketChannel raw = connect();
        raw.write(
                ByteBuffer.allocate(5).putInt(Frame.MAX_LENGTH).put(Frame.HELLO).flip());
        assertThat(clients.getLast().read().text(0)).startsWith("a request of 4194304 bytes, allowed are");
        greedy.write(Frame.ofText(Frame.EXEC, "comment { " + "x".repeat(CliLimits.MAX_REQUEST - 100) + " }"));
        assertThat(greedy.read().type()).isEqualTo(Frame.DONE);
        // Two that begin large requests and don't go on: a third is told, and they are thrown out in time.
        for (int i = 0; i < 2; i++) {
            final ByteBuffer begun =
                    ByteBuffer.allocate(5).putInt(CliLimits.MAX_REQUEST).put(Frame.EXEC);
            connect().write(begun.flip());
        }
        final List<FrameChannel> slow = List.copyOf(clients.subList(clients.size() - 2, clients.size()));
        while (requests.taken() < 2 * CliLimits.MAX_REQUEST) {
            Thread.sleep(1);
        }
        greedy.write(Frame.ofText(Frame.EXEC, "comment { " + "x".repeat(CliLimits.SMALL_REQUEST) + " }"));
        assertThat(greedy.read().text(0)).startsWith("too many large requests");
        for (final FrameChannel each : slow) {
            awaitEnd(each);
        }
        assertThat(greeted().read().type()).isEqualTo(Frame.WELCOME);
        clients.getLast().write(Frame.ofText(Frame.EXEC, "comment { " + "x".repeat(CliLimits.SMALL_REQUEST) + " }"));
        assertThat(clients.getLast().read().type()).isEqualTo(Frame.DONE);
    }

    @Test
    void shouldStopTheCommandWhenItsClientGoes() throws Exception {
        serve(60, 60_000);
        final FrameChannel client = greeted();
        client.read();
        client.write(Frame.ofText(Frame.EXEC, "show endless"));
        printing.await();
        client.close();
        assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(answer(greeted())).isEqualTo("1\n");
    }
}
