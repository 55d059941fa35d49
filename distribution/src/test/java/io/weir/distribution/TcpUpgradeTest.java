package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.mssclamp.internal.MssClampPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP of both families between two kernels, through taps of a host whose forwarding is upgraded over and over meanwhile. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpUpgradeTest {
    private static final int ROUNDS = Boolean.getBoolean("weir.slow") ? 10 : 3;
    /** In which forwarding, with the families on it, and the clamps run in shadow first, as is usual; it takes its time. */
    private static final int SHADOWED = 4;

    private static final long ENOUGH_BYTES = 50_000_000;
    /** Where packets are counted in a line of /proc/net/dev, and how much further those that were dropped. */
    private static final int RECEIVED = 2;

    private static final int SENT = 10;
    private static final int DROPPED = 2;
    private static final String MULTICAST = "ip6 multicast is not forwarded";
    private static final List<String> PLUGINS = List.of("ip4", "ip6", "fib", "mss_clamp");

    @TempDir
    private Path directory;

    private TestHost host;
    private Namespace left;
    private Namespace right;

    private void load() {
        host.load(
                PluginJar.of("fib", "0.1.0", FibPlugin.class)
                        .with("Weir-Exports", "io.weir.fib,io.weir.fib.family")
                        .write(directory),
                "--no-shadow");
        host.load(
                PluginJar.of("ip4", "0.1.0", Ip4Plugin.class)
                        .with("Weir-Exports", "io.weir.ip4")
                        .with("Plugin-Dependencies", "fib@>=0.1.0")
                        .write(directory),
                "--no-shadow");
        host.load(
                PluginJar.of("ip6", "0.1.0", Ip6Plugin.class)
                        .with("Weir-Exports", "io.weir.ip6")
                        .with("Plugin-Dependencies", "fib@>=0.1.0")
                        .write(directory),
                "--no-shadow");
        host.load(PluginJar.of("mss_clamp", "0.1.0", MssClampPlugin.class).write(directory), "--no-shadow");
        host.cli("set plugin setting ip6 dad-transmits 0");
    }

    private void tap(final int id, final Namespace namespace) {
        final String net4 = "10." + (id + 1) + ".0.";
        final String net6 = "2001:db8:" + (id + 1) + "::";
        host.cli("create tap id " + id + " host-ns " + namespace.name() + " host-if-name eth0 host-ip4-addr " + net4
                + "2/24 host-ip4-gw " + net4 + "1 host-ip6-addr " + net6 + "2/64 host-ip6-gw " + net6 + "1");
        host.cli("set interface state tap" + id + " up");
        host.cli("set interface ip address tap" + id + " " + net4 + "1/24");
        host.cli("set interface ip address tap" + id + " " + net6 + "1/64");
        host.cli("set interface tcp-mss-clamp tap" + id + " ip4 rx ip4-mss 1400 ip6 rx ip6-mss 1380");
    }

    /** All that an operator sees of the tables, counters and ages apart. */
    private String tables() {
        return (host.cli("show ip fib")
                        + host.cli("show ip6 fib")
                        + host.cli("show adjacency")
                        + host.cli("show interface address")
                        + host.cli("show interface tcp-mss-clamp")
                        + neighbors("ip")
                        + neighbors("ip6"))
                .replaceAll("\\[\\d+:\\d+]", "[]");
    }

    private String neighbors(final String family) {
        return host.cli("show " + family + " neighbors").replaceAll("(?m)^ *[0-9]+\\.[0-9]+", "");
    }

    /** What the kernel in a namespace counts of TCP. */
    private static Map<String, Long> tcp(final Namespace in) throws IOException {
        final Map<String, Long> all = new HashMap<>();
        final Process cat = in.start("cat", "/proc/net/snmp", "/proc/net/netstat");
        final List<String> lines = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            final String[] names = lines.get(i).split(" ", -1);
            final String[] values = lines.get(i + 1).split(" ", -1);
            for (int k = 1; k < names.length; k++) {
                all.put(names[k], Long.parseLong(values[k]));
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 4})
    void shouldCarryTransfersWhenAllOfForwardingIsUpgraded(final int workers) throws IOException {
        try (Namespace one = new Namespace();
                Namespace two = new Namespace();
                TestHost with = TestHost.withWorkers(workers)) {
            host = with;
            left = one;
            right = two;
            load();
            tap(0, left);
            tap(1, right);
            try (TcpTransfer ip4 = new TcpTransfer(left, right, new InetSocketAddress("10.2.0.2", 7_004));
                    TcpTransfer ip6 = new TcpTransfer(left, right, new InetSocketAddress("2001:db8:2::2", 7_006))) {
                play(List.of(ip4, ip6));
            }
            assertThat(host.faults()).isZero();
            host.cli("delete tap tap0");
            host.cli("delete tap tap1");
            host.assertNoLeaks();
        }
    }

    private void play(final List<TcpTransfer> transfers) throws IOException {
        host.until(() -> transfers.stream().allMatch(each -> each.arrived() > 1_000_000));
        // Of what kernels said before all was set up.
        host.cli("clear errors");
        final String before = tables();
        for (int round = 0; round < ROUNDS; round++) {
            for (final String plugin : PLUGINS) {
                final long[] at =
                        transfers.stream().mapToLong(TcpTransfer::arrived).toArray();
                host.cli("plugin reload " + plugin + (plugin.equals("fib") ? " --cascade" : "")
                        + (round == SHADOWED && !plugin.startsWith("ip") ? "" : " --no-shadow"));
                for (int i = 0; i < at.length; i++) {
                    final TcpTransfer each = transfers.get(i);
                    final long then = at[i];
                    host.until(() -> each.arrived() > then || each.broken());
                }
            }
        }
        // Kernels make sure of each other by link-local addresses now and then, and are learnt by them.
        assertThat(tables().lines().toList()).containsSubsequence(before.lines().toList());
        host.until(() -> transfers.stream().allMatch(each -> each.arrived() > ENOUGH_BYTES || each.broken()));
        transfers.forEach(TcpTransfer::stop);
        host.until(() -> transfers.stream().allMatch(TcpTransfer::ended));
        for (final TcpTransfer each : transfers) {
            assertThat(each.received()).isEqualTo(each.sent());
        }
        host.untilIdle();
        expectNothingLost();
    }

    /**
     * What this host drops is what kernels tell the whole link. A machine that is busy may have kernels send what was only late
     * once more; each such segment has come twice then, as the other kernel says (RFC 2883), so that none was lost. Of a
     * connection's first segments it does not say that.
     */
    private void expectNothingLost() throws IOException {
        final List<String> errors = host.cli("show errors").lines().toList();
        assertThat(errors)
                .filteredOn(line -> line.strip().endsWith("error"))
                .allMatch(line -> line.contains(MULTICAST));
        expectOneCount(left, "tap0");
        expectOneCount(right, "tap1");
        final Map<String, Long> counts = tcp(left);
        assertThat(counts.get("RetransSegs") - counts.get("TCPSynRetrans"))
                .as(new TreeMap<>(counts).toString())
                .isLessThanOrEqualTo(counts.get("TCPDSACKRecvSegs"));
    }

    /** All that a kernel sent has come in here, and the other way. */
    private void expectOneCount(final Namespace in, final String tap) {
        host.until(() -> {
            final String[] counts = link(in);
            assertThat(List.of(counts[RECEIVED + DROPPED], counts[SENT + DROPPED]))
                    .containsOnly("0");
            return host.cli("show interface " + tap)
                    .replaceAll(" +", " ")
                    .matches("(?s).*rx packets " + counts[SENT] + "\\s.*tx packets " + counts[RECEIVED] + "\\s.*");
        });
    }

    private static String[] link(final Namespace in) {
        try {
            final Process cat = in.start("cat", "/proc/net/dev");
            return new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(each -> each.contains("eth0:"))
                    .findFirst()
                    .orElseThrow()
                    .strip()
                    .split("[: ]+", -1);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
