package io.weir.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acl.internal.AclPlugin;
import io.weir.fib.internal.FibPlugin;
import io.weir.iface.InterfaceCounters;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.platform.stats.StatisticsOptions;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters as other programs read them, while what counts is upgraded under traffic. */
@Timeout(100)
class StatisticsUpgradeTest {
    private static final int ROUNDS = 2;
    private static final long PAUSE_NS = 200_000;
    private static final Pattern GROW =
            Pattern.compile("/(if/(rx|tx|drops|ip4|ip6)$|interfaces/(left|right)/(rx|tx|drops)$|err/|ip4/|ip6/"
                    + "|acl/.*/matches|nodes/(ip[46]-|acl-|ethernet-input).*/(vectors|calls)$)");

    @TempDir
    private Path directory;

    private TestHost host;
    private TestInterface left;
    private TestInterface right;

    private void load() {
        host.load(
                PluginJar.of("fib", "0.1.0", FibPlugin.class)
                        .with("Weir-Exports", "io.weir.fib,io.weir.fib.family")
                        .write(directory),
                "--no-shadow");
        for (final PluginJar jar :
                List.of(PluginJar.of("ip4", "0.1.0", Ip4Plugin.class), PluginJar.of("ip6", "0.1.0", Ip6Plugin.class))) {
            host.load(jar.with("Plugin-Dependencies", "fib@>=0.1.0").write(directory), "--no-shadow");
        }
        host.load(PluginJar.of("acl", "0.1.0", AclPlugin.class).write(directory), "--no-shadow");
    }

    private void configure() {
        host.cli("set plugin setting ip6 dad-transmits 0");
        host.cli("set interface ip address left 192.168.1.1/24");
        host.cli("set interface ip address right 192.168.2.1/24");
        host.cli("set interface ip address left 2001:db8:1::1/64");
        host.cli("set interface ip address right 2001:db8:2::1/64");
        host.cli("set ip neighbor static left 192.168.1.2 6:5:4:3:1:2");
        host.cli("set ip neighbor static left 2001:db8:1::2 6:5:4:3:1:2");
        host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:2");
        host.cli("set ip neighbor static right 2001:db8:2::2 6:5:4:3:2:2");
        host.cli("set acl-plugin acl deny proto udp dport 99, permit, deny ipv6 proto udp dport 99, permit ipv6");
        host.cli("set acl-plugin interface left input acl 0");
        host.cli("set acl-plugin macip acl permit ip 192.168.1.0/24, permit ip 2001:db8:1::/64");
        host.cli("set acl-plugin macip interface left acl 0");
    }

    /** Packets of both families that are forwarded, denied, answered and dropped. */
    private void send(final String net4, final String net6) {
        for (final String net : List.of(net4, net6)) {
            final String from = net.formatted(1, 2);
            left.send(TestPacket.udp(from, net.formatted(2, 2)).ports(7, 53));
            left.send(TestPacket.udp(from, net.formatted(2, 2)).ports(7, 99));
            left.send(TestPacket.udp(from, net.formatted(2, 2)).ports(7, 53).ttl(1));
            left.send(TestPacket.udp(from, net.formatted(77, 2)).ports(7, 53));
            left.send(TestPacket.echo(from, net.formatted(1, 1)));
        }
    }

    private void traffic(final AtomicBoolean stopping) {
        while (!stopping.get()) {
            send("192.168.%d.%d", "2001:db8:%d::%d");
            left.received();
            right.received();
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private long shown(final InterfaceCounters.Kind kind, final TestInterface port) {
        return host.host().interfaces().count(kind, port.swIfIndex())[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNeverMisleadWhoReadsByPlacesWhenUpgraded(final int workers) throws IOException {
        final Path file = directory.resolve("stats.seg");
        try (TestHost with = TestHost.withWorkers(workers)) {
            host = with;
            host.host()
                    .openStatistics(new StatisticsOptions(file, null, 8 << 20, true, TimeUnit.MILLISECONDS.toNanos(5)));
            left = host.addInterface("left");
            right = host.addInterface("right");
            load();
            configure();
            final SegmentClient client = new SegmentClient(file, GROW.asPredicate());
            final AtomicBoolean stopping = new AtomicBoolean();
            final Thread sender = Thread.ofPlatform().start(() -> traffic(stopping));
            final Thread reader = Thread.ofPlatform().start(client);
            for (int round = 0; round < ROUNDS && client.fault() == null; round++) {
                for (final String plugin : List.of("ip4", "ip6", "acl", "fib --cascade")) {
                    host.cli("plugin reload " + plugin + " --no-shadow");
                    // Moves all that is described behind it.
                    host.cli("create loopback interface");
                    final long epochs = client.epochs();
                    host.until(() -> client.epochs() > epochs || client.fault() != null);
                }
            }
            stopping.set(true);
            host.until(() -> !sender.isAlive());
            host.untilIdle();
            expectWhatTheHostShows(client);
            client.stop();
            host.until(() -> !reader.isAlive());
            assertThat(client.fault()).isNull();
            assertThat(client.epochs()).isGreaterThan(4 * ROUNDS);
            left.received();
            right.received();
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    /** All values come to what the host itself shows. */
    private void expectWhatTheHostShows(final SegmentClient client) {
        final Map<String, Long> shown = Map.of(
                "/interfaces/left/rx", shown(InterfaceCounters.Kind.RX, left),
                "/interfaces/left/drops", shown(InterfaceCounters.Kind.DROP, left),
                "/interfaces/right/tx", shown(InterfaceCounters.Kind.TX, right),
                "/ip4/echo replies sent", host.counter("ip4/echo replies sent"),
                "/ip6/icmp6 errors sent", host.counter("ip6/icmp6 errors sent"));
        assertThat(shown.values()).doesNotContain(0L);
        host.until(() -> client.fault() != null
                || shown.entrySet().stream()
                        .allMatch(each ->
                                client.values().getOrDefault(each.getKey(), 0L).equals(each.getValue())));
    }
}
