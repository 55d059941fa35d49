package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandSession;
import io.weir.fib.internal.FibPlugin;
import io.weir.platform.cli.CliServer;
import io.weir.platform.cli.Outcome;
import io.weir.platform.ctl.Ctl;
import io.weir.platform.host.TaskTime;
import io.weir.platform.thread.MainLoop;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that show what may be large give main back between pieces, and stand what others change meanwhile. */
@Timeout(60)
class LongShowTest {
    private static final int MANY = 20;

    @TempDir
    private Path directory;

    private final TestHost host = TestHost.withWorkers(0).plugin("fib", new FibPlugin());
    private TestInterface left;

    @BeforeEach
    void begin() {
        host.host().insert("ip4", new Ip4Plugin());
        left = host.addInterface("left");
        host.cli("set interface ip address left 192.168.1.1/24");
        host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
    }

    @AfterEach
    void close() {
        host.close();
    }

    /** A user who changes something in the first pause, and counts the pauses. */
    private static final class Pausing implements CommandSession {
        private final StringBuilder out = new StringBuilder();
        private final Runnable change;
        private int pauses;

        Pausing(final Runnable change) {
            this.change = change;
        }

        @Override
        public void print(final CharSequence text) {
            out.append(text);
        }

        @Override
        public void pause() {
            if (++pauses == 1) {
                change.run();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show interface",
                "show interface address",
                "show interface features left",
                "show hardware-interfaces",
                "show errors",
                "show runtime verbose",
                "show graph",
                "show trace max 100",
                "show adjacency",
                "show fib paths",
                "show fib path-lists",
                "show ip neighbors",
                "show ip fib"
            })
    void shouldGiveMainBackBetweenPiecesWhileTheTableChanges(final String command) {
        host.cli("trace add test-input " + MANY);
        for (int i = 0; i < MANY; i++) {
            host.cli("create loopback interface instance " + i);
            host.cli("set ip neighbor static left 192.168.1." + (10 + i) + " 02:00:00:00:01:" + (10 + i));
            host.cli("ip route add 10." + i + ".0.0/16 via 192.168.1." + (10 + i) + " left");
            left.send(TestPacket.udp("192.168.1.2", "99.0.0.1"));
        }
        host.untilIdle();
        final Pausing session = new Pausing(this::takeHalfAway);
        final Outcome outcome = host.host().interpreter().execute(command, session);
        assertThat(outcome.sentence()).isEmpty();
        assertThat(session.pauses).isGreaterThan(command.equals("show interface features left") ? 3 : MANY / 2 - 1);
        assertThat(session.out).doesNotContain("loop19").doesNotContain("null");
        assertThat(host.cli("show interface")).doesNotContain("loop19");
    }

    private void takeHalfAway() {
        for (int i = MANY / 2; i < MANY; i++) {
            host.cli("delete loopback interface intfc loop" + i);
            host.cli("ip route del 10." + i + ".0.0/16");
            host.cli("set ip neighbor del left 192.168.1." + (10 + i));
        }
        host.cli("clear trace");
        host.cli("clear errors");
    }

    @Test
    void shouldAnswerOthersAndForwardWhileALongShowWaitsForItsReader() throws IOException {
        final Path socket = directory.resolve("cli.sock");
        host.cli("ip route add count 60000 10.0.0.0/32 via drop");
        final CountDownLatch read = new CountDownLatch(1);
        final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        final MainLoop main = host.host().main();
        try (CliServer server =
                CliServer.start(socket, host.host().interpreter(), main::executeTask, new TaskTime(main), "1")) {
            assertThat(server.path()).isEqualTo(socket);
            final CompletableFuture<Integer> show = client(socket, "show ip fib", new Stalled(read, shown));
            host.until(() -> shown.size() > 0);
            final ByteArrayOutputStream told = new ByteArrayOutputStream();
            final CompletableFuture<Integer> version = client(socket, "show version", told);
            host.until(version::isDone);
            final CompletableFuture<Integer> change = client(socket, "ip route del count 30000 10.0.117.48/32", told);
            host.until(change::isDone);
            left.send(TestPacket.echo("192.168.1.2", "192.168.1.1").payload(56));
            host.until(() -> left.waitingFrames() == 1);
            assertThat(show).isNotDone();
            assertThat(List.of(version.join(), change.join())).containsOnly(Ctl.DONE);
            read.countDown();
            host.until(show::isDone);
            assertThat(show.join()).isEqualTo(Ctl.DONE);
        } finally {
            read.countDown();
        }
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("10.0.0.0/32", "10.0.117.47/32", "192.168.1.0/24")
                .doesNotContain("10.0.234.95/32");
    }

    private static CompletableFuture<Integer> client(final Path socket, final String command, final OutputStream to) {
        final PrintStream out = new PrintStream(to, true, StandardCharsets.UTF_8);
        return CompletableFuture.supplyAsync(
                () -> new Ctl(InputStream.nullInputStream(), out, out).run("-s", socket.toString(), command),
                task -> Thread.ofPlatform().daemon().start(task));
    }

    /** Takes the first that comes, and no more until it is told to. */
    private static final class Stalled extends OutputStream {
        private final CountDownLatch goOn;
        private final OutputStream to;

        Stalled(final CountDownLatch goOn, final OutputStream to) {
            this.goOn = goOn;
            this.to = to;
        }

        @Override
        public void write(final int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(final byte[] bytes, final int from, final int length) throws IOException {
            to.write(bytes, from, length);
            try {
                goOn.await();
            } catch (final InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
