package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.net.Ip4Address;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half of what a worker can forward goes through without a loss while it is swept at 50,000 packets a second, strangers answer
 * what nobody asked, and main adds and deletes 100,000 routes. What the worker can is measured first, as machines differ.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(named = "weir.slow", matches = "true")
class SweepRateTest {
    private static final int SILENT = 100_000;
    private static final int SWEPT_PER_SECOND = 50_000;
    private static final int STRANGERS = 70_000;
    private static final int ROUTES = 100_000;
    private static final int MEASURED = 3_000_000;
    private static final int SECONDS = 5;
    /** What waits while the tests' JVM, which is not set up for short pauses, collects garbage; what then is left is lost. */
    private static final int RING = 1 << 20;

    private static final String FORWARDED = " interface good node ip4-input size 64-64 data { UDP: 192.168.1.2 ->"
            + " 40.0.0.0 + 40.255.255.255 UDP: 4321 -> 1234 length 44 checksum 0 incrementing 1 } }";

    @TempDir
    private Path directory;

    private TestHost host;

    @Test
    void shouldLoseNothingAtHalfItsRateWhenSweptAndFloodedAndRoutesComeAndGo() throws IOException {
        try (TestHost started =
                TestHost.withWorkers(1).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            host = started;
            addInterface("wild", "20.0.0.1/8");
            addInterface("good", "192.168.1.1/24");
            addInterface("out", "192.168.2.1/24");
            host.cli("set ip neighbor out 192.168.2.10 02:00:00:00:00:10");
            host.cli("ip route add 40.0.0.0/8 via 192.168.2.10 out");
            host.cli("packet-generator new { name sweep rate " + SWEPT_PER_SECOND + " limit " + SILENT + " ring 65536"
                    + " interface good node ip4-input size 64-64 data { UDP: 192.168.1.2 -> 20.16.0.0 - 20.31.255.255"
                    + " UDP: 4321 -> 1234 length 44 checksum 0 incrementing 1 } }");
            host.cli("packet-generator new { name strangers rate " + STRANGERS / 2 + " limit " + STRANGERS
                    + " ring 65536 interface wild pcap " + strangers() + " }");
            final long half = Math.max(packetsPerSecond(), packetsPerSecond()) / 2;
            host.cli("packet-generator new { name half rate " + half + " limit " + half * SECONDS + " ring " + RING
                    + FORWARDED);
            final long sent = sent("out");
            host.cli("packet-generator enable");
            int rounds = 0;
            while (running()) {
                host.cli("ip route add 60.0.0.0/24 count " + ROUTES + " via 192.168.2.10 out");
                host.host().turn();
                host.cli("ip route del 60.0.0.0/24 count " + ROUTES);
                host.host().turn();
                rounds++;
            }
            host.untilIdle();
            assertThat(rounds).isPositive();
            assertThat(count("sweep", "generated ")).isEqualTo(SILENT);
            assertThat(count("strangers", "generated ")).isEqualTo(STRANGERS);
            assertThat(count("half", "lost "))
                    .as("lost at %d packets a second", half)
                    .isZero();
            assertThat(sent("out") - sent).isEqualTo(half * SECONDS);
            assertThat(host.faults()).isZero();
            assertThat(host.cli("show ip neighbors out")).contains("192.168.2.10");
            host.cli("clear ip neighbors");
            host.assertNoLeaks();
        }
    }

    private void addInterface(final String name, final String address) {
        host.cli("create packet-generator interface " + name);
        host.cli("set interface state " + name + " up");
        host.cli("set interface ip address " + name + " " + address);
    }

    /** How fast the worker forwards when it has nothing else to do; the first time compiles it. */
    private long packetsPerSecond() {
        host.cli("packet-generator new { name all limit " + MEASURED + FORWARDED);
        final long sent = sent("out");
        final long startNs = System.nanoTime();
        host.cli("packet-generator enable all");
        host.until(() -> sent("out") - sent == MEASURED);
        final long ns = System.nanoTime() - startNs;
        host.until(() -> !running());
        host.cli("packet-generator delete all");
        return MEASURED * 1_000_000_000L / ns;
    }

    private boolean running() {
        return host.cli("show packet-generator").contains(" Yes ");
    }

    private long sent(final String name) {
        final int swIfIndex = host.host().interfaces().byName(name).swIfIndex();
        return host.host().interfaces().count(Kind.TX, swIfIndex)[0];
    }

    private long count(final String stream, final String what) {
        final String text = host.cli("show packet-generator " + stream);
        final Matcher matcher = Pattern.compile(what + "(\\d+)").matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** A capture in which half answer what nobody asked, half ask for this host and are learnt. */
    private Path strangers() throws IOException {
        final long mac = host.host().interfaces().byName("wild").mac();
        final ByteBuffer file = ByteBuffer.allocate(24 + STRANGERS * (16 + 64));
        file.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(1);
        for (int i = 0; i < STRANGERS; i++) {
            final byte[] frame = TestPacket.arp(
                            1 + (i & 1), TestPacket.DEFAULT_SOURCE_MAC, Ip4Address.format(0x14200000 + i), "20.0.0.1")
                    .toMac(mac)
                    .frame();
            file.putLong(0).putInt(frame.length).putInt(frame.length).put(frame);
        }
        final byte[] bytes = new byte[file.flip().remaining()];
        file.get(bytes);
        return Files.write(directory.resolve("strangers.pcap"), bytes);
    }
}
