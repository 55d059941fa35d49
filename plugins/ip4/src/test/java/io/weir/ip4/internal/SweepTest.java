package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.net.Ip4Address;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The worst that comes off the wire, all at once: a sweep over silent addresses, answers from addresses that nobody asked for
 * and requests that are worth an answer, while routes come and go. What forwards beside it loses nothing, buffers
 * stay, nothing fails, and neighbours in use stay.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SweepTest {
    private static final boolean SLOW = Boolean.getBoolean("weir.slow");
    private static final int SILENT = SLOW ? 100_000 : 5_000;
    private static final int STRANGERS = SLOW ? 70_000 : 3_500;
    private static final int ROUTES = SLOW ? 100_000 : 5_000;
    private static final int ROUNDS = 10;
    private static final int USED = 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldForwardBesideItWhenSweptAndFloodedAndRoutesComeAndGo(final int workers) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            final TestInterface wild = host.addInterface("wild");
            final TestInterface good = host.addInterface("good");
            final TestInterface out = host.addInterface("out");
            host.cli("set interface ip address wild 20.0.0.1/8");
            host.cli("set interface ip address good 192.168.1.1/24");
            host.cli("set interface ip address out 192.168.2.1/24");
            host.cli("set ip neighbor-config limit " + STRANGERS / 2);
            final long begunNs = System.nanoTime();
            final int available = host.host().pool().available();
            for (int i = 0; i < USED; i++) {
                out.send(TestPacket.arp(1, TestPacket.DEFAULT_SOURCE_MAC, "192.168.2." + (10 + i), "192.168.2.1")
                        .toMac(out.mac())
                        .frame());
            }
            host.until(() -> out.waitingFrames() == USED);
            out.received();
            long forwarded = 0;
            int silent = 0;
            int stranger = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < USED; i++) {
                    good.send(TestPacket.udp("192.168.1.2", "192.168.2." + (10 + i))
                            .payload(18)
                            .toMac(good.mac())
                            .frame());
                }
                for (int i = 0; i < SILENT / ROUNDS; i++) {
                    good.send(TestPacket.udp("192.168.1.2", Ip4Address.format(0x14100000 + silent++))
                            .payload(18)
                            .toMac(good.mac())
                            .frame());
                    if (i % 100 == 99) {
                        host.host().turn();
                    }
                }
                for (int i = 0; i < STRANGERS / ROUNDS; i++) {
                    wild.send(stranger(wild, stranger++));
                    if (i % 100 == 99) {
                        host.host().turn();
                    }
                }
                host.cli("ip route add 30.0.0.0/24 count " + ROUTES + " via 192.168.2.10 out");
                host.host().turn();
                host.cli("ip route del 30.0.0.0/24 count " + ROUTES);
                host.untilIdle();
                forwarded += out.received().stream()
                        .filter(frame -> PacketView.of(frame).u16(12) == 0x0800)
                        .count();
                wild.received();
                assertThat(host.host().pool().available())
                        .as("buffers in round %d", round)
                        .isGreaterThan(available / 2);
            }
            assertThat(forwarded).isEqualTo((long) ROUNDS * USED);
            assertThat(host.faults()).isZero();
            final String neighbors = host.cli("show ip neighbors out");
            for (int i = 0; i < USED; i++) {
                assertThat(neighbors).contains("192.168.2." + (10 + i));
            }
            assertThat(host.errors("arp-throttled") + host.errors("arp-rate-limited") + host.errors("arp-table-full"))
                    .isPositive();
            // Half of what may be asked in all, and answers.
            final long seconds = 1 + (System.nanoTime() - begunNs) / 1_000_000_000;
            assertThat(host.host().interfaces().count(Kind.TX, wild.swIfIndex())[0])
                    .isLessThan(seconds * 2_000 + 200 + STRANGERS / 2);
            host.cli("clear ip neighbors");
            host.assertNoLeaks();
        }
    }

    /** Half of them answer what nobody asked, half ask for this host and are learnt. */
    private static byte[] stranger(final TestInterface wild, final int i) {
        final byte[] frame = TestPacket.arp(
                        1 + (i & 1), TestPacket.DEFAULT_SOURCE_MAC, Ip4Address.format(0x14200000 + i), "20.0.0.1")
                .toMac(wild.mac())
                .frame();
        return frame;
    }
}
