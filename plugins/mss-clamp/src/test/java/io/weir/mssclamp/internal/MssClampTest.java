package io.weir.mssclamp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.ip4.internal.Ip4Plugin;
import io.weir.ip6.internal.Ip6Plugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SYNs that pass, and what they say of segments. */
@Timeout(60)
class MssClampTest {
    private static final int SYN = 2;
    private static final int SYN_ACK = 18;
    private static final int ACK = 16;

    private TestInterface left;
    private TestInterface right;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host = TestHost.withWorkers(workers)
                .plugin("fib", new FibPlugin())
                .plugin("ip4", new Ip4Plugin())
                .plugin("ip6", new Ip6Plugin())
                .plugin("mss_clamp", new MssClampPlugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("set ip neighbor left 2001:db8:1::2 02:00:00:00:00:aa");
            host.cli("set ip neighbor right 2001:db8:2::2 6:5:4:3:2:1");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static TestPacket syn(final boolean ip6, final int flags, final int... options) {
        return (ip6 ? TestPacket.tcp("2001:db8:1::2", "2001:db8:2::2") : TestPacket.tcp("192.168.1.2", "192.168.2.2"))
                .flags(flags)
                .tcpOptions(options);
    }

    private static int[] mss(final int bytes) {
        return new int[] {2, 4, bytes >> 8, bytes & 0xff};
    }

    /** What passes when that is sent; its checksum is good. */
    private PacketView passed(final TestHost host, final TestPacket sent) {
        left.send(sent);
        final PacketView got = host.receive(right, 1).getFirst();
        assertThat(got.checksumGood()).isTrue();
        return got;
    }

    private int mssOf(final TestHost host, final TestPacket sent) {
        final PacketView got = passed(host, sent);
        return got.u16(got.transport() + 22);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLowerSegmentOfSynsAloneWhenEnabled(final int workers) {
        run(workers, host -> {
            host.cli("set interface tcp-mss-clamp left ip4 rx ip4-mss 1400 ip6 rx ip6-mss 1300");
            for (final boolean ip6 : new boolean[] {false, true}) {
                final int limit = ip6 ? 1_300 : 1_400;
                assertThat(mssOf(host, syn(ip6, SYN, mss(1_460)))).isEqualTo(limit);
                assertThat(mssOf(host, syn(ip6, SYN_ACK, mss(9_000)))).isEqualTo(limit);
                assertThat(mssOf(host, syn(ip6, SYN, mss(limit)))).isEqualTo(limit);
                assertThat(mssOf(host, syn(ip6, SYN, mss(536)))).isEqualTo(536);
                assertThat(mssOf(host, syn(ip6, ACK, mss(1_460)))).isEqualTo(1_460);
            }
            assertThat(host.counter("mss_clamp/clamped segments ip4-in")).isEqualTo(2);
            assertThat(host.counter("mss_clamp/clamped segments ip6-in")).isEqualTo(2);
            assertThat(host.cli("show interface tcp-mss-clamp")).contains("left: ip4: rx (1400) ip6: rx (1300)");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldClampByTheInterfaceThatPacketsLeaveByWhenTransmitting(final int workers) {
        run(workers, host -> {
            host.cli("set interface tcp-mss-clamp right ip4 tx ip4-mss 1200 ip6 enable ip6-mss 1220");
            host.cli("set interface tcp-mss-clamp left ip4 rx ip4-mss 1300");
            assertThat(mssOf(host, syn(false, SYN, mss(1_460)))).isEqualTo(1_200);
            assertThat(mssOf(host, syn(true, SYN, mss(1_460)))).isEqualTo(1_220);
            host.cli("set interface tcp-mss-clamp right ip4 disable ip6 disable");
            assertThat(mssOf(host, syn(false, SYN, mss(1_460)))).isEqualTo(1_300);
            assertThat(mssOf(host, syn(true, SYN, mss(1_460)))).isEqualTo(1_460);
            assertThat(host.cli("show interface tcp-mss-clamp right")).doesNotContain("right");
        });
    }

    /** The option at an odd place, options that are no options, and a fragment that has no header. */
    @Test
    void shouldPassUnharmedWhenOptionsAreOdd() {
        run(0, host -> {
            host.cli("set interface tcp-mss-clamp left ip4 enable ip4-mss 1000");
            final PacketView odd = passed(host, syn(false, SYN, 1, 2, 4, 5, 180, 1, 1, 0));
            assertThat(odd.u16(odd.transport() + 23)).isEqualTo(1_000);
            passed(host, syn(false, SYN, 3, 0, 2, 4));
            passed(host, syn(false, SYN, 8, 200, 2, 4));
            passed(host, syn(false, SYN, 1, 1, 1, 2));
            passed(host, syn(false, SYN));
            left.send(
                    TestPacket.ip("192.168.1.2", "192.168.2.2", 6).fragment(50).payload(40));
            assertThat(host.receive(right, 1)).hasSize(1);
            assertThat(host.counter("mss_clamp/clamped segments ip4-in")).isOne();
        });
    }

    @Test
    void shouldRefuseWhatIsNoLimit() {
        run(0, host -> {
            assertThat(host.refused("set interface tcp-mss-clamp left ip4 enable"))
                    .contains("ip4-mss");
            assertThat(host.refused("set interface tcp-mss-clamp left ip4 rx ip6-mss 1000"))
                    .contains("ip4-mss");
            assertThat(host.refused("set interface tcp-mss-clamp left ip4 rx ip4-mss 1 ip4 tx ip4-mss 2"))
                    .contains("ip4 is there twice");
            assertThat(host.cli("show interface tcp-mss-clamp")).isEmpty();
        });
    }

    @Test
    void shouldGoOnClampingWhenUpgraded(@TempDir final Path directory) {
        try (TestHost host =
                TestHost.withWorkers(1).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final PluginJar jar = PluginJar.of("mss_clamp", "0.1.0", MssClampPlugin.class);
            host.load(jar.write(directory), "--no-shadow");
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("set interface tcp-mss-clamp left ip4 rx ip4-mss 1400");
            host.upgrade(jar.version("0.2.0").write(directory), "--no-shadow");
            assertThat(mssOf(host, syn(false, SYN, mss(1_460)))).isEqualTo(1_400);
            host.cli("set interface tcp-mss-clamp left ip4 disable");
            assertThat(mssOf(host, syn(false, SYN, mss(1_460)))).isEqualTo(1_460);
            host.unload("mss_clamp");
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }
}
