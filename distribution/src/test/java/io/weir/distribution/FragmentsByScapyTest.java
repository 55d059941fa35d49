package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.net.MacAddress;
import io.weir.testkit.TestHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How this host cuts packets, and puts together what is for itself, as scapy judges it ({@code fragments.py}). */
@Timeout(value = 200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FragmentsByScapyTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String COMMAND = "cli ";
    private static final int NO_SCAPY = 3;

    /** What the script says, line by line; it waits for an answer to each command. */
    private static LinkedBlockingQueue<String> lines(final Process script) {
        final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader output = script.inputReader()) {
                output.lines().forEach(lines::add);
            } catch (final IOException e) {
                lines.add(e.toString());
            }
        });
        return lines;
    }

    private static void link(final TestHost host, final int id, final Namespace namespace) {
        host.cli("create tap id " + id + " host-ns " + namespace.name() + " host-if-name eth" + id);
        host.cli("set interface state tap" + id + " up");
        host.cli("set interface ip address tap" + id + " 10." + (id + 1) + ".0.1/24");
        host.cli("set interface ip address tap" + id + " 2001:db8:" + (id + 1) + "::1/64");
        host.cli("set ip neighbor static tap" + id + " 10." + (id + 1) + ".0.2 2:0:0:0:0:2");
        host.cli("set ip neighbor static tap" + id + " 2001:db8:" + (id + 1) + "::2 2:0:0:0:0:2");
    }

    private static String played(final TestHost host, final Process script) throws IOException {
        final LinkedBlockingQueue<String> lines = lines(script);
        final StringBuilder all = new StringBuilder();
        final OutputStream answers = script.getOutputStream();
        while (script.isAlive() || !lines.isEmpty()) {
            host.until(() -> !lines.isEmpty() || !script.isAlive());
            final String line = lines.poll();
            if (line != null && line.startsWith(COMMAND)) {
                host.cli(line.substring(COMMAND.length()));
                answers.write('\n');
                answers.flush();
            } else if (line != null) {
                all.append(line).append('\n');
            }
        }
        return all.toString();
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 4})
    void shouldCutAndPutTogetherAsScapyDoes(final int workers) throws IOException, URISyntaxException {
        try (Namespace namespace = new Namespace();
                TestHost host = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin("ip4", new Ip4Plugin())
                        .plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            // Scapy is the only one there.
            namespace
                    .start("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1")
                    .onExit()
                    .join();
            link(host, 0, namespace);
            link(host, 1, namespace);
            final Path file = Path.of(getClass().getResource("/fragments.py").toURI());
            final String mac =
                    MacAddress.format(host.host().interfaces().byName("tap0").mac());
            final Process script = namespace.start(PYTHON, file.toString(), "eth0", "eth1", mac, "7");
            final String said = played(host, script);
            Assumptions.assumeTrue(script.exitValue() != NO_SCAPY, "skipped: there is no scapy");
            assertThat(script.exitValue()).as(said + host.cli("show errors")).isZero();
            assertThat(said).containsPattern("checked [0-9]{4}");
            host.cli("delete tap tap0");
            host.cli("delete tap tap1");
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }
}
