package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients share the address that the interface to servers has itself: this host can't be kept from its own by them. */
class SharedAddressTest extends UnconfiguredBase {
    private static final String OWN = "192.0.2.1";

    @Override
    protected void prepare() {
        host.cli("nat64 plugin enable");
        host.cli("nat64 add prefix 2001:db8:64::/96");
        host.cli("nat64 add interface address right");
        host.cli("set interface nat64 in left");
        host.cli("set interface nat64 out right");
    }

    private static TestPacket echo(final int identifier) {
        return TestPacket.echo(client(2), "2001:db8:64::c000:202").ports(identifier, 1);
    }

    private static int identifier(final PacketView echo) {
        return echo.u16(echo.transport() + 4);
    }

    private List<PacketView> atServers(final TestPacket... packets) {
        for (final TestPacket packet : packets) {
            right.send(packet);
        }
        host.untilIdle();
        return right.received().stream().map(PacketView::of).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAnswerPingsWhicheverIdentifiersClientsHave(final int workers) {
        run(workers, () -> {
            final PacketView out = through(left, echo(77)).getFirst();
            assertThat(out.source()).isEqualTo(OWN);
            final int taken = identifier(out);
            assertThat(through(right, TestPacket.echoReply(SERVER, OWN).ports(taken, 1)))
                    .as("the client's own")
                    .hasSize(1);
            final List<PacketView> answers = atServers(
                    TestPacket.echo("192.0.2.3", OWN).ports(taken, 1),
                    TestPacket.echo("192.0.2.3", OWN).ports(taken ^ 1, 1));
            assertThat(answers).hasSize(2);
            assertThat(left.received()).isEmpty();
            assertThat(sessions("icmp")).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepPortsOfServicesForThisHost(final int workers) {
        run(workers, () -> {
            for (int port = 1; port < 1_024; port += 100) {
                final PacketView out = through(left, udp(2, port, 53)).getFirst();
                assertThat(out.sourcePort()).isGreaterThanOrEqualTo(1_024);
                assertThat(out.sourcePort() & 1).isEqualTo(port & 1);
                assertThat(identifier(through(left, echo(port)).getFirst())).isGreaterThanOrEqualTo(1_024);
            }
        });
    }
}
