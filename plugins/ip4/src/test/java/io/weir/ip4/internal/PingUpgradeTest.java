package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.cli.CliServer;
import io.weir.platform.ctl.Ctl;
import io.weir.platform.host.TaskTime;
import io.weir.testkit.TestHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that ping while what they ping through is replaced: a short one is waited for, a long one is told why it ends. */
class PingUpgradeTest extends UpgradedHost {
    /** A client whose command runs. */
    private record Client(CompletableFuture<Integer> code, ByteArrayOutputStream out) {
        static Client of(final Path socket, final String command) {
            final ByteArrayOutputStream out = new ByteArrayOutputStream();
            final PrintStream told = new PrintStream(out, true, StandardCharsets.UTF_8);
            return new Client(
                    CompletableFuture.supplyAsync(() ->
                            new Ctl(InputStream.nullInputStream(), told, told).run("-s", socket.toString(), command)),
                    out);
        }

        String told() {
            return out.toString(StandardCharsets.UTF_8);
        }

        int ended(final TestHost host) {
            host.until(code::isDone);
            return code.join();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ip4", "1, ip4", "4, ip4", "0, fib --cascade", "1, fib --cascade", "4, fib --cascade"})
    void shouldEndWithAllThatIsKnownWhenReloaded(final int workers, final String reloaded) {
        run(workers, host -> {
            final Path socket = directory.resolve("cli.sock");
            final var main = host.host().main();
            try (CliServer server =
                    CliServer.start(socket, host.host().interpreter(), main::executeTask, new TaskTime(main), "1")) {
                assertThat(server.path()).isEqualTo(socket);
                final Client lasting = Client.of(socket, "ping 192.168.1.1 repeat 1000 interval 0.05");
                host.until(() -> lasting.told().contains("icmp_seq=3 "));
                host.cli("plugin reload " + reloaded + " --no-shadow");
                assertThat(lasting.ended(host)).isOne();
                assertThat(lasting.told())
                        .containsPattern("\n\nStatistics: \\d+ sent, \\d+ received, \\d(\\.\\d+)?% packet loss\n")
                        .endsWith("ping: interrupted by a change of plugins\n");

                final Client brief = Client.of(socket, "ping 192.168.1.1 repeat 4 interval 0.05");
                host.until(() -> brief.told().contains("icmp_seq=1 "));
                host.cli("plugin reload " + reloaded + " --no-shadow");
                assertThat(brief.ended(host)).isZero();
                assertThat(brief.told()).contains("icmp_seq=4 ", "Statistics: 4 sent, 4 received, 0% packet loss");

                assertThat(host.cli("ping 192.168.1.1 repeat 2 interval 0.01"))
                        .contains("2 sent, 2 received, 0% packet loss");
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
