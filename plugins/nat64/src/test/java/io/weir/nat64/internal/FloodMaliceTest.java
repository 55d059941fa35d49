package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.TcpHeader;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Much of what is legal by itself: others are served meanwhile, and memory stays bounded. */
@Timeout(120)
class FloodMaliceTest extends TranslatorBase {
    private static final int MANY = 3_000;
    private static final int MORE = 0x2000;

    private static List<TestPacket> halves(final TestPacket whole) {
        final List<TestPacket> parts = whole.payload(1_200).fragments(800);
        assertThat(parts).hasSize(2);
        return parts;
    }

    private void flood(final TestInterface from, final List<TestPacket> packets) {
        for (int i = 0; i < packets.size(); i++) {
            from.send(packets.get(i));
            if (i % 200 == 199) {
                host.untilIdle();
            }
        }
        host.untilIdle();
        left.received();
        right.received();
    }

    /** Later fragments of packets that have no first one, each of another packet. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTranslateFragmentsOfClientsWhileAnotherFloods(final int workers) {
        run(workers, () -> {
            out(udp(2, 4_000, 53));
            final List<TestPacket> parts = halves(udp(2, 4_000, 53).identification(77));
            assertThat(passed(left, right, parts.getLast())).as("waits").isEmpty();
            final List<TestPacket> flood = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                flood.add(TestPacket.ip(client(3), SERVER6, 17)
                        .fragmentHeader(800, i % 2 == 0, i)
                        .payload(16));
            }
            flood(left, flood);
            host.until(() -> host.errors("ip6-fragment-no-room") > 0);
            assertThat(passed(left, right, parts.getFirst())).hasSize(2);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTranslateFragmentsOfServersWhileStrangersOfOneNetworkFlood(final int workers) {
        run(workers, () -> {
            final int port = out(udp(2, 4_000, 53)).sourcePort();
            final List<TestPacket> parts =
                    halves(TestPacket.udp(SERVER, POOL).ports(53, port).identification(77));
            assertThat(passed(right, left, parts.getLast())).as("waits").isEmpty();
            final List<TestPacket> flood = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                flood.add(TestPacket.ip("203.0.113." + (1 + i % 250), POOL, 17)
                        .identification(i)
                        .fragment(100 | (i % 2 == 0 ? MORE : 0))
                        .payload(16));
            }
            flood(right, flood);
            host.until(() -> host.errors("ip4-fragment-no-room") > 0);
            assertThat(passed(right, left, parts.getFirst())).hasSize(2);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldServeOthersWhileManyClientsFloodTheirLimits(final int workers) {
        run(workers, () -> {
            host.cli("nat64 plugin disable");
            host.cli("nat64 plugin enable client-bindings 50");
            configure();
            final List<TestPacket> flood = new ArrayList<>();
            for (int port = 1_024; port < 1_324; port++) {
                for (int client = 3; client < 10; client++) {
                    flood.add(tcp(client, port, 80));
                }
            }
            flood(left, flood);
            assertThat(bindings()).isEqualTo(7 * 50);
            host.until(() -> given("in2out-client-limit") == 7 * 250);
            assertThat(out(tcp(2, 1_024, 80)).destinationPort()).isEqualTo(80);
        });
    }

    /** What is full is full for new ones: sessions that are there go on. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldServeSessionsThatAreThereWhileServersAreFlooded(final int workers) {
        run(workers, () -> {
            host.cli("nat64 plugin disable");
            host.cli("nat64 plugin enable max-sessions 200");
            configure();
            final int port = out(tcp(2, 4_000, 80)).sourcePort();
            in(TestPacket.tcp(SERVER, POOL).ports(80, port).flags(TcpHeader.SYN | TcpHeader.ACK));
            final List<TestPacket> flood = new ArrayList<>();
            for (int from = 1_024; from < 2_024; from++) {
                flood.add(tcp(3, from, 80));
            }
            flood(left, flood);
            assertThat(sessions("all")).isEqualTo(200);
            host.until(() -> given("in2out-full") == 801);
            assertThat(out(tcp(2, 4_000, 80).flags(TcpHeader.ACK)).sourcePort()).isEqualTo(port);
            in(TestPacket.tcp(SERVER, POOL).ports(80, port).flags(TcpHeader.ACK));
        });
    }
}
