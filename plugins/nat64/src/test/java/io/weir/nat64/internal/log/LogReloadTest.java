package io.weir.nat64.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.memory.OffHeap;
import io.weir.nat64.Nat64Plugin;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another version of the plugin goes on with the log, and none ends it. */
@Timeout(120)
class LogReloadTest {
    private static final int SOURCE_PORT = 48_740;

    @TempDir
    private Path directory;

    private void load(final TestHost host, final String id, final Class<? extends WeirPlugin> type, final String on) {
        final PluginJar jar = PluginJar.of(id, "0.1.0", type);
        host.load(
                (on.isEmpty() ? jar : jar.with("Plugin-Dependencies", on))
                        .with("Weir-Exports", "io.weir." + id + (id.equals("fib") ? ",io.weir.fib.family" : ""))
                        .write(directory),
                "--no-shadow");
    }

    private static boolean nat64Thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("nat64-log"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldGoOnWithNumbersSettingsAndWhatWaits(final int workers) {
        final long reserved = OffHeap.reservedBytes();
        try (TestHost host = TestHost.withWorkers(workers);
                Collector collector = new Collector()) {
            load(host, "fib", FibPlugin.class, "");
            load(host, "ip4", Ip4Plugin.class, "fib@>=0.1.0");
            load(host, "ip6", Ip6Plugin.class, "fib@>=0.1.0");
            load(host, "nat64", Nat64Plugin.class, "fib@>=0.1.0, ip4@>=0.1.0, ip6@>=0.1.0");
            host.cli("set plugin setting ip6 dad-transmits 0");
            final TestInterface left = host.addInterface("left");
            final TestInterface right = host.addInterface("right");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 192.0.2.1/24");
            host.cli("set ip neighbor static right 192.0.2.2 02:00:00:00:00:aa");
            host.cli("nat64 plugin enable");
            host.cli("nat64 add prefix 2001:db8:64::/96");
            host.cli("nat64 add pool address 198.51.100.1");
            host.cli("set interface nat64 in left");
            host.cli("set interface nat64 out right");
            host.cli("set ipfix exporter collector 127.0.0.1 port " + collector.port()
                    + " src 127.0.0.1 path-mtu 1400 template-interval 3600");
            host.cli("nat ipfix logging domain 77 src-port " + SOURCE_PORT);
            host.cli("nat64 log ipfix sessions");
            final IpfixReader reader = new IpfixReader();
            int port = 1_024;
            for (int round = 0; round < 4; round++) {
                // At this rate nearly all waits in the ring when the next version comes.
                host.cli("nat64 log rate 50");
                for (int i = 0; i < 300; i++) {
                    left.send(TestPacket.udp("2001:db8:1::" + (2 + i % 9), "2001:db8:64::c000:202")
                            .ports(port++, 53));
                }
                host.untilIdle();
                final String settings =
                        host.cli("show nat64 log").lines().skip(1).findFirst().orElseThrow();
                host.reload("nat64", round == 3 ? "" : "--no-shadow");
                assertThat(host.cli("show nat64 log")).contains(settings).contains("50 events a second");
                assertThat(nat64Thread()).isTrue();
                host.cli("nat64 log rate 200000");
                final int sessions = port - 1_024;
                host.until(() -> listen(collector, reader) && reader.records().size() >= sessions);
                assertThat(reader.records()).hasSize(sessions);
                assertThat(reader.nextSequence()).isEqualTo(sessions);
                assertThat(reader.domain()).isEqualTo(77);
                host.until(() -> host.cli("show nat64 log").contains(sessions + " events in "));
            }
            assertThat(reader.records().stream().map(record -> record.get(7)).distinct())
                    .hasSize(port - 1_024);
            right.received();
            host.cli("nat64 plugin disable");
            host.until(() -> host.cli("show nat64 log").contains(" 0 waiting"));
            host.unload("nat64");
            assertThat(nat64Thread()).isFalse();
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
        assertThat(OffHeap.reservedBytes()).isLessThanOrEqualTo(reserved);
    }

    private static boolean listen(final Collector collector, final IpfixReader reader) {
        for (ByteBuffer next = collector.next(); next != null; next = collector.next()) {
            reader.read(next);
        }
        return true;
    }
}
