package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.nat64.Nat64Plugin;
import io.weir.testkit.Netns;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another version of the plugin, and of what it stands on, in the middle of a connection between kernels. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReloadTest {
    private static final String ECHO = """
            import socket
            s = socket.create_server(('203.0.113.2', 8080))
            c, who = s.accept()
            while True:
                d = c.recv(65536)
                if not d: break
                c.sendall(d)
            """;

    /** Sends all kinds of bytes, of which each has to come back, until a file is there. */
    private static final String TALK = """
            import os, socket
            c = socket.create_connection(('%s', 8080))
            c.settimeout(30)
            n = 0
            while not os.path.exists('%s'):
                d = bytes((n + i) %% 251 for i in range(5000))
                n += 1
                c.sendall(d)
                got = b''
                while len(got) < len(d): got += c.recv(65536)
                assert got == d
            print('right to the end')
            """;

    @TempDir
    private Path directory;

    private PluginJar depending(
            final String id, final Class<? extends io.weir.plugin.WeirPlugin> type, final String on) {
        return PluginJar.of(id, "0.1.0", type).with("Plugin-Dependencies", on);
    }

    private void load(final TestHost host) {
        host.load(
                PluginJar.of("fib", "0.1.0", FibPlugin.class)
                        .with("Weir-Exports", "io.weir.fib,io.weir.fib.family")
                        .write(directory),
                "--no-shadow");
        host.load(
                depending("ip4", Ip4Plugin.class, "fib@>=0.1.0")
                        .with("Weir-Exports", "io.weir.ip4")
                        .write(directory),
                "--no-shadow");
        host.load(
                depending("ip6", Ip6Plugin.class, "fib@>=0.1.0")
                        .with("Weir-Exports", "io.weir.ip6")
                        .write(directory),
                "--no-shadow");
        host.load(
                depending("nat64", Nat64Plugin.class, "fib@>=0.1.0, ip4@>=0.1.0, ip6@>=0.1.0")
                        .write(directory),
                "--no-shadow");
    }

    private static void touch(final Path file) {
        try {
            Files.createFile(file);
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnWithAConnectionInItsMiddle(final int workers) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (TestHost host = TestHost.withWorkers(workers)) {
            load(host);
            try (KernelPair pair = new KernelPair(host)) {
                pair.untilReached();
                final CompletableFuture<String> echo = KernelPair.start(pair.server, "python3 -c \"" + ECHO + "\"");
                host.until(() -> pair.sh(pair.server, "ss -tln").contains(":8080"));
                final Path stop = directory.resolve("stop");
                final CompletableFuture<String> talk =
                        KernelPair.start(pair.client, "python3 -c \"" + TALK.formatted(KernelPair.SERVER, stop) + "\"");
                host.until(() -> host.cli("show nat64 session table tcp").contains("established"));
                host.cli("nat64 add map 198.51.100.9 2001:db8:1::2");
                host.cli("nat64 add map 10.0.0.0/24 2001:db8:c::/120 clat");
                host.cli("nat64 add router address 203.0.113.9");
                final String maps = host.cli("show nat64 map");
                final String before = host.cli("show nat64 bib tcp");
                host.cli("plugin reload nat64 --no-shadow");
                assertThat(host.cli("show nat64 bib tcp")).isEqualTo(before);
                if (workers == 1) {
                    host.cli("plugin reload nat64");
                }
                host.cli("plugin reload ip6 --cascade --no-shadow");
                assertThat(host.cli("show nat64 bib tcp")).isEqualTo(before);
                assertThat(talk).isNotDone();
                touch(stop);
                assertThat(pair.until(talk)).isEqualTo("right to the end\n");
                pair.until(echo);
                assertThat(host.cli("show nat64 interfaces"))
                        .contains("tap0 in")
                        .contains("tap1 out");
                assertThat(host.cli("show nat64 map")).isEqualTo(maps);
                host.cli("set interface nat64 map in tap0 out tap1");
                host.cli("plugin reload nat64 --no-shadow");
                assertThat(pair.sh(pair.server, "ping -c 2 -i 0.2 -W 2 198.51.100.9"))
                        .as("by a map, on interfaces that were taken over")
                        .contains(" 2 received");
                host.cli("nat64 plugin disable");
            }
            assertThat(host.faults()).isZero();
            host.cli("delete tap tap0");
            host.cli("delete tap tap1");
            host.assertNoLeaks();
        }
    }
}
