package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The customer's side of 464XLAT (RFC 6877): hosts of IPv4 on the right, whose uplink on the left has IPv6 alone. */
class ClatTest extends UnconfiguredBase {
    private static final String HOST4 = SERVER;
    private static final String HOST6 = "2001:db8:c::2";
    private static final String PEER4 = "203.0.113.7";
    private static final String PEER6 = "2001:db8:64::cb00:7107";

    @Override
    protected void prepare() {
        host.cli("ip route add ::/0 via 2001:db8:1::2 left");
        host.cli("nat64 plugin enable");
        host.cli("nat64 add prefix 2001:db8:64::/96");
        host.cli("nat64 add map 192.0.2.0/24 2001:db8:c::/120 clat");
        host.cli("set interface nat64 map in right out left");
    }

    private PacketView out(final TestPacket packet) {
        return one(through(right, packet));
    }

    private PacketView in(final TestPacket packet) {
        return one(through(left, packet));
    }

    private PacketView one(final List<PacketView> packets) {
        assertThat(packets).as(() -> host.cli("show errors")).hasSize(1);
        assertThat(packets.getFirst().checksumGood()).isTrue();
        return packets.getFirst();
    }

    private long given(final String reason) {
        return host.errors("nat64-" + reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTranslateThereAndBack(final int workers) {
        run(workers, () -> {
            final PacketView out = out(TestPacket.udp(HOST4, PEER4).ports(5, 53).ttl(60));
            assertThat(out.source()).isEqualTo(HOST6);
            assertThat(out.destination()).isEqualTo(PEER6);
            assertThat(out.ttl()).isEqualTo(59);
            final PacketView in = in(TestPacket.udp(PEER6, HOST6).ports(53, 5).ttl(60));
            assertThat(in.source()).isEqualTo(PEER4);
            assertThat(in.destination()).isEqualTo(HOST4);
            assertThat(in.ttl()).isEqualTo(59);
            assertThat(out(TestPacket.echo(HOST4, PEER4).ports(7, 1)).icmp()).isEqualTo(128 << 8);
            assertThat(in(TestPacket.echoReply(PEER6, HOST6).ports(7, 1)).icmp())
                    .isZero();
        });
    }

    /** A router on the way in IPv6 has no address of IPv4; what it says reaches the host all the same (RFC 6791). */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldTranslateErrorsBothWays(final int workers) {
        run(workers, () -> {
            final byte[] sent =
                    TestPacket.udp(HOST6, PEER6).ports(5, 53).payload(1_400).ip();
            final PacketView big = in(TestPacket.icmp("2001:db8:f::1", HOST6, 2, 0)
                    .ports(0, 1_300)
                    .payload(sent));
            assertThat(big.source()).isEqualTo("192.0.0.8");
            assertThat(big.destination()).isEqualTo(HOST4);
            assertThat(big.icmp()).isEqualTo(3 << 8 | 4);
            assertThat(big.u16(14 + 26)).isEqualTo(1_280);
            final PacketView inner = PacketView.ofIp(big.payload());
            assertThat(inner.source()).isEqualTo(HOST4);
            assertThat(inner.destination()).isEqualTo(PEER4);
            final PacketView peer =
                    in(TestPacket.icmp("2001:db8:64::cb00:7101", HOST6, 3, 0).payload(sent));
            assertThat(peer.source()).isEqualTo("203.0.113.1");
            final byte[] got =
                    TestPacket.udp(PEER4, HOST4).ports(53, 5).payload(40).ip();
            final PacketView refused = out(TestPacket.icmp(HOST4, PEER4, 3, 3).payload(got));
            assertThat(refused.source()).isEqualTo(HOST6);
            assertThat(refused.destination()).isEqualTo(PEER6);
            assertThat(refused.icmp()).isEqualTo(1 << 8 | 4);
            final PacketView quoted = PacketView.ofIp(refused.payload());
            assertThat(quoted.source()).isEqualTo(PEER6);
            assertThat(quoted.destination()).isEqualTo(HOST6);
            assertThat(quoted.checksumGood()).isTrue();
            final PacketView router =
                    out(TestPacket.icmp("10.9.9.9", PEER4, 11, 0).payload(got));
            assertThat(router.source()).as("a router of IPv4 behind").isEqualTo("2001:db8:64::a09:909");
            final byte[] forged =
                    TestPacket.udp("203.0.113.8", HOST4).ports(53, 5).ip();
            assertThat(through(right, TestPacket.icmp(HOST4, PEER4, 3, 3).payload(forged)))
                    .isEmpty();
            assertThat(given("4to6-icmp-quote")).isEqualTo(1);
            final byte[] alien =
                    TestPacket.udp(HOST6, "2001:db8:f::2").ports(5, 53).ip();
            assertThat(through(
                            left, TestPacket.icmp("2001:db8:f::1", HOST6, 3, 0).payload(alien)))
                    .isEmpty();
            assertThat(given("6to4-unmapped")).isEqualTo(1);
        });
    }

    /** What IPv4 has a route for goes by IPv4, this host's own services are its own, and IPv6 stays IPv6. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldLeaveWhatIsNotForItAsItIs(final int workers) {
        run(workers, () -> {
            right.send(TestPacket.echo(HOST4, "192.0.2.1").ports(1, 2));
            host.untilIdle();
            assertThat(PacketView.of(right.received().getFirst()).icmp()).isZero();
            right.send(TestPacket.udp(HOST4, "192.0.2.3").ports(1, 2));
            host.untilIdle();
            assertThat(PacketView.of(right.received().getFirst()).destination()).isEqualTo("192.0.2.3");
            for (final String group : List.of("224.0.0.251", "255.255.255.255", "192.0.2.255")) {
                assertThat(through(right, TestPacket.udp(HOST4, group).ports(1, 2)))
                        .isEmpty();
            }
            assertThat(through(right, TestPacket.udp("10.0.0.1", PEER4).ports(1, 2)))
                    .as("a source without a map")
                    .isEmpty();
            host.cli("ip route add 203.0.113.0/24 via 192.0.2.3 right");
            right.received();
            right.send(TestPacket.udp(HOST4, PEER4).ports(1, 2));
            host.untilIdle();
            assertThat(PacketView.of(right.received().getFirst()).destination()).isEqualTo(PEER4);
            host.cli("ip route del 203.0.113.0/24 via 192.0.2.3 right");
            left.received();
            assertThat(in(TestPacket.udp(PEER6, HOST6).ports(1, 2)).source()).isEqualTo(PEER4);
            assertThat(through(left, TestPacket.udp("2001:db8:f::1", HOST6).ports(1, 2)))
                    .as("no such host in IPv6")
                    .isEmpty();
            assertThat(given("6to4-unmapped")).isEqualTo(1);
            host.cli("set interface ip address left 2001:db8:c::9/128");
            host.untilIdle();
            left.received();
            left.send(TestPacket.echo("2001:db8:1::2", "2001:db8:c::9").ports(1, 2));
            host.untilIdle();
            assertThat(left.received().stream()
                            .map(PacketView::of)
                            .filter(view -> view.protocol() == 58)
                            .mapToInt(PacketView::icmp))
                    .contains(129 << 8);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldTranslateFragmentsAndMtus(final int workers) {
        run(workers, () -> {
            final List<TestPacket> parts = TestPacket.udp(HOST4, PEER4)
                    .ports(5, 6)
                    .identification(77)
                    .payload(2_400)
                    .fragments(1_208);
            final List<PacketView> out = through(right, parts.reversed().toArray(TestPacket[]::new));
            assertThat(out).hasSize(2).allSatisfy(part -> assertThat(part.source())
                    .isEqualTo(HOST6));
            right.send(TestPacket.udp(HOST4, PEER4).ports(5, 6).payload(1_465).fragment(0x4000));
            host.untilIdle();
            assertThat(PacketView.of(right.received().getFirst()).icmp()).isEqualTo(3 << 8 | 4);
            assertThat(given("4to6-too-long")).isEqualTo(1);
        });
    }
}
