package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.IcmpHeader;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of two tables, that have the same addresses, behind one interface to servers: neither sees what is the other's. */
class TenantTest extends UnconfiguredBase {
    private TestInterface other;

    @Override
    protected void prepare() {
        other = host.addInterface("other");
        for (final String name : List.of("left", "other")) {
            final int table = "left".equals(name) ? 7 : 8;
            host.cli("ip6 table add " + table);
            if (table == 7) {
                host.cli("set interface ip address del left 2001:db8:1::1/64");
            }
            host.cli("set interface ip6 table " + name + " " + table);
            host.cli("set interface ip address " + name + " 2001:db8:1::1/64");
            host.cli("set ip neighbor static " + name + " " + client(2) + " 02:00:00:00:00:aa");
        }
        translate();
        host.cli("set interface nat64 in other");
        host.untilIdle();
        other.received();
    }

    private static TestPacket udp(final int port) {
        return udp(2, port, 53);
    }

    private PacketView passed(final TestInterface from, final TestInterface to, final TestPacket packet) {
        from.send(packet);
        host.untilIdle();
        final List<PacketView> packets =
                to.received().stream().map(PacketView::of).toList();
        assertThat(packets).as(() -> host.cli("show errors")).hasSize(1);
        assertThat(packets.getFirst().checksumGood()).isTrue();
        return packets.getFirst();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendAnswersToTheClientOfTheTableThatAsked(final int workers) {
        run(workers, () -> {
            final int first = passed(left, right, udp(4_000)).sourcePort();
            final int second = passed(other, right, udp(4_000)).sourcePort();
            assertThat(first).isNotEqualTo(second);
            assertThat(passed(right, left, TestPacket.udp(SERVER, POOL).ports(53, first))
                            .destination())
                    .isEqualTo(client(2));
            assertThat(passed(right, other, TestPacket.udp(SERVER, POOL).ports(53, second))
                            .destination())
                    .isEqualTo(client(2));
            assertThat(left.received()).as("what is the other's").isEmpty();
            right.send(TestPacket.udp(SERVER, POOL).ports(53, second).payload(2_500));
            host.untilIdle();
            assertThat(other.received()).as("cut").hasSize(3);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldEachToALimitOfItsOwn(final int workers) {
        run(workers, () -> {
            host.cli("nat64 plugin disable");
            host.cli("nat64 plugin enable client-bindings 20 client-sessions 30");
            configure();
            host.cli("set interface nat64 in other");
            for (int i = 0; i < 25; i++) {
                left.send(udp(4_000 + i));
            }
            host.untilIdle();
            assertThat(right.received()).hasSize(20);
            for (int i = 0; i < 10; i++) {
                other.send(udp(4_000 + i));
            }
            host.untilIdle();
            assertThat(right.received()).as("of the other table").hasSize(10);
            assertThat(host.cli("show nat64 clients"))
                    .contains(client(2) + " vrf 7 " + POOL + " 20 sessions, 20 bindings")
                    .contains(client(2) + " vrf 8 " + POOL + " 10 sessions, 10 bindings");
            assertThat(host.cli("show nat64 why " + client(2) + " vrf 8")).contains("10 of 20 bindings");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendErrorsAndHairpinnedPacketsThere(final int workers) {
        run(workers, () -> {
            final int first = passed(left, right, udp(4_000)).sourcePort();
            final int second = passed(other, right, udp(5_000)).sourcePort();
            final TestPacket quoted = TestPacket.udp(POOL, SERVER).ports(second, 53);
            final PacketView error = passed(
                    right,
                    other,
                    TestPacket.icmp("192.0.2.3", POOL, IcmpHeader.DESTINATION_UNREACHABLE, 1)
                            .payload(quoted.ip()));
            assertThat(error.destination()).isEqualTo(client(2));
            final PacketView pinned = passed(
                    left,
                    other,
                    TestPacket.udp(client(2), "2001:db8:64::c633:6401").ports(4_000, second));
            assertThat(pinned.sourcePort()).isEqualTo(first);
            assertThat(pinned.destinationPort()).isEqualTo(5_000);
        });
    }
}
