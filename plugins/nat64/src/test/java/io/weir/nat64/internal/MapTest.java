package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIIT for a data centre (RFC 7755): servers of IPv6 on the left, 2001:db8:1::2 and following, are 198.51.100.2 and following on the right. */
class MapTest extends UnconfiguredBase {
    private static final String PREFIX = "2001:db8:64::";
    private static final String HOST6 = "2001:db8:1::2";
    private static final String HOST4 = "198.51.100.2";
    private static final String OTHER6 = "2001:db8:1::3";
    private static final String OTHER4 = "198.51.100.3";
    private static final String PEER4 = SERVER;
    private static final String PEER6 = PREFIX + "c000:202";
    private static final List<Integer> SUMMED =
            List.of(IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.ICMP6);
    private static final String ROUTER6 = "2001:db8:1::9";

    @Override
    protected void prepare() {
        host.cli("nat64 plugin enable");
        host.cli("nat64 add prefix 2001:db8:64::/96");
        host.cli("nat64 add map 198.51.100.0/29 2001:db8:1::/125");
        host.cli("set interface nat64 map in left out right");
    }

    private PacketView one(final TestInterface from, final TestInterface to, final TestPacket packet) {
        from.send(packet);
        host.untilIdle();
        final List<PacketView> packets =
                to.received().stream().map(PacketView::of).toList();
        assertThat(packets).as(() -> host.cli("show errors")).hasSize(1);
        final PacketView view = packets.getFirst();
        assertThat(SUMMED.contains(view.protocol()) ? view.checksumGood() : view.length() > 0)
                .as(view::toString)
                .isTrue();
        return view;
    }

    private PacketView out(final TestPacket packet) {
        return one(left, right, packet);
    }

    private PacketView in(final TestPacket packet) {
        return one(right, left, packet);
    }

    private long given(final String reason) {
        return host.errors("nat64-" + reason);
    }

    @ParameterizedTest
    @CsvSource({"0, 6", "1, 6", "4, 6", "0, 17", "4, 17", "0, 47", "0, 50", "0, 132", "0, 136", "0, 33", "0, 4"})
    void shouldTranslateAnyProtocolBothWays(final int workers, final int protocol) {
        run(workers, () -> {
            final PacketView out = out(packet(HOST6, PEER6, protocol).ttl(60).tos(0x28));
            assertThat(out.source()).isEqualTo(HOST4);
            assertThat(out.destination()).isEqualTo(PEER4);
            assertThat(out.ttl()).isEqualTo(59);
            assertThat(out.protocol()).isEqualTo(protocol);
            final PacketView in = in(packet(PEER4, HOST4, protocol).ttl(60).tos(0x28));
            assertThat(in.source()).isEqualTo(PEER6);
            assertThat(in.destination()).isEqualTo(HOST6);
            assertThat(in.ttl()).isEqualTo(59);
            assertThat(in.protocol()).isEqualTo(protocol);
            if (protocol == IpProtocol.DCCP || protocol == IpProtocol.UDP_LITE) {
                // The checksum changes with the addresses that it covers: RFC 4340, 9.1; RFC 3828, 3.1.
                assertThat(sum(out))
                        .isEqualTo(sum(
                                PacketView.ofIp(packet(HOST6, PEER6, protocol).ip())));
                assertThat(sum(in))
                        .isEqualTo(sum(
                                PacketView.ofIp(packet(PEER4, HOST4, protocol).ip())));
            } else {
                assertThat(in.payload()).isEqualTo(out.payload());
            }
            assertThat(host.cli("show nat64 session table all").lines()).hasSize(1);
        });
    }

    /** The sum of payload and addresses: what was right stays right, what was wrong stays wrong. */
    private static int sum(final PacketView view) {
        final byte[] payload = view.payload();
        final int ip = view.network();
        final boolean ip6 = view.bytes()[ip] >>> 4 == 6;
        final int addresses = PacketView.sum(view.bytes(), ip + (ip6 ? 8 : 12), ip6 ? 32 : 8, 0);
        return PacketView.sum(payload, 0, payload.length, addresses) % 0xffff;
    }

    private static TestPacket packet(final String from, final String to, final int protocol) {
        final TestPacket packet = protocol == IpProtocol.TCP
                ? TestPacket.tcp(from, to).flags(TcpHeader.ACK)
                : protocol == IpProtocol.UDP ? TestPacket.udp(from, to) : TestPacket.ip(from, to, protocol);
        return IpProtocol.hasPorts(protocol) ? packet.ports(5, 6).payload(40) : packet.payload(60);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldTranslateEchoesWithTheirIdentifier(final int workers) {
        run(workers, () -> {
            final PacketView out =
                    out(TestPacket.echo(HOST6, PEER6).ports(77, 1).payload(100));
            assertThat(out.icmp()).isEqualTo(8 << 8);
            assertThat(out.u16(14 + 20 + 4)).isEqualTo(77);
            final PacketView in =
                    in(TestPacket.echoReply(PEER4, HOST4).ports(77, 1).payload(100));
            assertThat(in.icmp()).isEqualTo(129 << 8);
            assertThat(in.source()).isEqualTo(PEER6);
            assertThat(in.u16(14 + 40 + 4)).isEqualTo(77);
            assertThat(in(TestPacket.echo(PEER4, HOST4).ports(78, 1)).icmp()).isEqualTo(128 << 8);
        });
    }

    /** RFC 7915, 1.2: fragments need no state. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldTranslateFragmentsOfAnyOrderEachByItself(final int workers) {
        run(workers, () -> {
            final List<TestPacket> there = TestPacket.udp(HOST6, PEER6)
                    .ports(5, 6)
                    .identification(77)
                    .payload(3_000)
                    .fragments(1_200);
            final List<PacketView> out = through(left, there.reversed().toArray(TestPacket[]::new));
            assertThat(out).hasSize(there.size()).allSatisfy(part -> {
                assertThat(part.source()).isEqualTo(HOST4);
                assertThat(part.headerChecksumGood()).isTrue();
                assertThat(part.u16(14 + 4)).isEqualTo(77);
            });
            final List<TestPacket> back = TestPacket.udp(PEER4, HOST4)
                    .ports(6, 5)
                    .identification(78)
                    .payload(3_000)
                    .fragments(1_200);
            assertThat(through(right, back.getLast())).hasSize(1).allSatisfy(part -> {
                assertThat(part.destination()).isEqualTo(HOST6);
                assertThat(part.moreFragments()).isFalse();
            });
        });
    }

    /** RFC 7915, 1.2: ICMP's checksum needs all of a message, so its fragments are put together first. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTranslateFragmentedEchoes(final int workers) {
        run(workers, () -> {
            final List<TestPacket> there = TestPacket.echo(HOST6, PEER6)
                    .ports(77, 1)
                    .identification(0x1234_5678)
                    .payload(3_000)
                    .fragments(1_200);
            final List<PacketView> out = through(left, there.reversed().toArray(TestPacket[]::new));
            assertThat(joined(out, TestPacket.ip(HOST4, PEER4, 1)).icmp()).isEqualTo(8 << 8);
            assertThat(out).hasSizeGreaterThan(1).allSatisfy(part -> {
                assertThat(part.u16(14 + 6) & 0x4000).as("may be cut further").isZero();
                assertThat(part.u16(14 + 4)).isEqualTo(0x5678);
            });
            final List<TestPacket> back = TestPacket.echoReply(PEER4, HOST4)
                    .ports(77, 1)
                    .identification(79)
                    .payload(3_000)
                    .fragments(1_208);
            final List<PacketView> in = through(right, back.reversed().toArray(TestPacket[]::new));
            assertThat(joined(in, TestPacket.ip(PEER6, HOST6, 58)).icmp()).isEqualTo(129 << 8);
            assertThat(in).allSatisfy(part -> assertThat(part.totalLength()).isLessThanOrEqualTo(1_280));
        });
    }

    /** The whole that these are parts of, whose checksum is right. */
    private static PacketView joined(final List<PacketView> parts, final TestPacket like) {
        final byte[] payload = new byte[3_008];
        for (final PacketView part : parts) {
            final byte[] bytes = part.bytes();
            final int at = part.transport();
            System.arraycopy(bytes, at, payload, part.fragmentOffset(), part.network() + part.totalLength() - at);
        }
        final PacketView whole = PacketView.ofIp(like.payload(payload).ip());
        assertThat(whole.checksumGood()).isTrue();
        return whole;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldCutAndTellMtusBothWays(final int workers) {
        run(workers, () -> {
            final List<PacketView> cut =
                    through(right, TestPacket.udp(PEER4, HOST4).ports(6, 5).payload(1_400));
            assertThat(cut).hasSize(2).allSatisfy(part -> assertThat(part.totalLength())
                    .isLessThanOrEqualTo(1_280));
            host.cli("set interface mtu packet 1300 left");
            right.send(TestPacket.udp(PEER4, HOST4).ports(6, 5).payload(1_400).fragment(0x4000));
            host.untilIdle();
            final PacketView needed = PacketView.of(right.received().getFirst());
            assertThat(needed.icmp()).isEqualTo(3 << 8 | 4);
            assertThat(needed.u16(14 + 26)).isEqualTo(1_280);
            host.cli("set interface mtu packet 1500 left");
            host.cli("set interface mtu packet 1300 right");
            left.send(TestPacket.udp(HOST6, PEER6).ports(5, 6).payload(1_400));
            host.untilIdle();
            final PacketView big = PacketView.of(left.received().getFirst());
            assertThat(big.icmp()).isEqualTo(2 << 8);
            assertThat(big.u32(14 + 44)).isEqualTo(1_320);
            assertThat(given("4to6-too-long")).isEqualTo(1);
            assertThat(given("6to4-too-long")).isEqualTo(1);
        });
    }

    /** RFC 7915, 4.1: options are left out, source routes refused and answered. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldLeaveOptionsOut(final int workers) {
        run(workers, () -> {
            assertThat(in(TestPacket.udp(PEER4, HOST4).ports(6, 5).options(7, 7, 4, 0, 0, 0, 0, 1))
                            .u8(14 + 6))
                    .isEqualTo(17);
        });
    }

    /** What comes back about packets of the mapped host: RFC 7915, 4.4 and 4.5. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldTranslateErrorsOfIp4ToTheMappedHost(final int workers) {
        run(workers, () -> {
            final byte[] quoted =
                    TestPacket.udp(HOST4, PEER4).ports(5, 6).payload(40).ip();
            final PacketView in =
                    in(TestPacket.icmp("203.0.113.9", HOST4, 11, 0).payload(quoted));
            assertThat(in.icmp()).isEqualTo(3 << 8);
            assertThat(in.source()).isEqualTo(PREFIX + "cb00:7109");
            assertThat(in.destination()).isEqualTo(HOST6);
            final PacketView inner = PacketView.ofIp(in.payload());
            assertThat(inner.source()).isEqualTo(HOST6);
            assertThat(inner.destination()).isEqualTo(PEER6);
            assertThat(inner.sourcePort()).isEqualTo(5);
            assertThat(inner.checksumGood()).isTrue();
            final byte[] forged =
                    TestPacket.udp(OTHER4, PEER4).ports(5, 6).payload(40).ip();
            assertThat(through(
                            right, TestPacket.icmp("203.0.113.9", HOST4, 11, 0).payload(forged)))
                    .isEmpty();
            assertThat(given("4to6-icmp-quote")).isEqualTo(1);
            assertThat(through(
                            right,
                            TestPacket.icmp("203.0.113.9", HOST4, 11, 0)
                                    .payload(quoted)
                                    .wrongChecksum()))
                    .isEmpty();
            assertThat(given("4to6-checksum")).isEqualTo(1);
        });
    }

    /** RFC 7915, 5.4; RFC 6791: who has no address of IPv4 is given one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldTranslateErrorsOfHostsAndOfRoutersWithoutAnAddress(final int workers) {
        run(workers, () -> {
            final byte[] quoted =
                    TestPacket.udp(PEER6, HOST6).ports(6, 5).payload(40).ip();
            assertThat(error(out(TestPacket.icmp(HOST6, PEER6, 1, 4).payload(quoted)), 3 << 8 | 3))
                    .isEqualTo(HOST4);
            final TestPacket router = TestPacket.icmp(ROUTER6, PEER6, 3, 0).payload(quoted);
            assertThat(error(out(router), 11 << 8)).isEqualTo("192.0.0.8");
            host.cli("nat64 add router address 203.0.113.77");
            assertThat(error(out(router), 11 << 8)).isEqualTo("203.0.113.77");
            assertThat(host.refused("nat64 add router address 203.0.113.77")).contains("already");
            host.cli("nat64 add router address 203.0.113.77 del");
            assertThat(error(out(router), 11 << 8)).isEqualTo("192.0.0.8");
            final byte[] forged =
                    TestPacket.udp(PREFIX + "1", HOST6).ports(6, 5).payload(40).ip();
            assertThat(through(left, TestPacket.icmp(ROUTER6, PEER6, 3, 0).payload(forged)))
                    .isEmpty();
            assertThat(given("6to4-icmp-quote")).isEqualTo(1);
            assertThat(through(left, TestPacket.icmp(HOST6, PEER6, 3, 0).payload(Arrays.copyOf(quoted, 30))))
                    .isEmpty();
            assertThat(given("6to4-icmp-quote")).isEqualTo(2);
        });
    }

    /** The source of an error about what the peer sent. */
    private static String error(final PacketView error, final int kind) {
        assertThat(error.icmp()).isEqualTo(kind);
        assertThat(error.destination()).isEqualTo(PEER4);
        final PacketView inner = PacketView.ofIp(error.payload());
        assertThat(inner.source()).isEqualTo(PEER4);
        assertThat(inner.destination()).isEqualTo(HOST4);
        assertThat(inner.destinationPort()).isEqualTo(5);
        return error.source();
    }

    /** RFC 7757, 4: hosts with maps see each other under the prefix, as they see all others; errors too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldLetMappedHostsReachEachOtherByTheirOtherAddresses(final int workers) {
        run(workers, () -> {
            final String other = PREFIX + "c633:6403";
            final PacketView there =
                    one(left, left, TestPacket.udp(HOST6, other).ports(5, 6).payload(9));
            assertThat(there.source()).isEqualTo(PREFIX + "c633:6402");
            assertThat(there.destination()).isEqualTo(OTHER6);
            assertThat(there.ttl()).isEqualTo(63);
            final byte[] quoted = TestPacket.udp(PREFIX + "c633:6402", OTHER6)
                    .ports(5, 6)
                    .payload(9)
                    .ip();
            final PacketView error = one(
                    left,
                    left,
                    TestPacket.icmp(OTHER6, PREFIX + "c633:6402", 1, 4).payload(quoted));
            assertThat(error.source()).isEqualTo(other);
            assertThat(error.destination()).isEqualTo(HOST6);
            final PacketView inner = PacketView.ofIp(error.payload());
            assertThat(inner.source()).isEqualTo(HOST6);
            assertThat(inner.destination()).isEqualTo(other);
            assertThat(inner.checksumGood()).isTrue();
        });
    }

    /** Maps first, then sessions; both on one host, and to each other. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldStandBesideSessions(final int workers) {
        run(workers, () -> {
            host.cli("nat64 add pool address 203.0.113.1");
            host.cli("set interface nat64 in left out right");
            final PacketView session =
                    out(TestPacket.udp("2001:db8:1::8", PEER6).ports(5, 6));
            assertThat(session.source()).isEqualTo("203.0.113.1");
            assertThat(out(TestPacket.udp(HOST6, PEER6).ports(5, 6)).source()).isEqualTo(HOST4);
            assertThat(host.cli("show nat64 session table all").lines()).hasSize(2);
            final PacketView there = one(
                    left,
                    left,
                    TestPacket.udp("2001:db8:1::8", PREFIX + "c633:6403").ports(5, 6));
            assertThat(there.source()).isEqualTo(PREFIX + "cb00:7101");
            assertThat(there.destination()).isEqualTo(OTHER6);
            final PacketView back =
                    one(left, left, TestPacket.udp(OTHER6, PREFIX + "cb00:7101").ports(6, there.sourcePort()));
            assertThat(back.source()).isEqualTo(PREFIX + "c633:6403");
            assertThat(back.destination()).isEqualTo("2001:db8:1::8");
            assertThat(back.destinationPort()).isEqualTo(5);
            final byte[] quoted =
                    TestPacket.udp(PEER6, "2001:db8:1::8").ports(6, 5).ip();
            final PacketView error =
                    out(TestPacket.icmp("2001:db8:1::8", PEER6, 1, 4).payload(quoted));
            assertThat(error.source()).as("an error of a session").isEqualTo("203.0.113.1");
        });
    }

    /** What is native stays native, and what this host has itself is its own. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldLeaveWhatIsNotForItAsItIs(final int workers) {
        run(workers, () -> {
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static right 2001:db8:2::2 02:00:00:00:00:aa");
            host.untilIdle();
            right.received();
            left.received();
            // What another translator has made of IPv4 passes too.
            assertThat(in(TestPacket.udp(PEER6, HOST6).ports(1, 2)).source()).isEqualTo(PEER6);
            assertThat(out(TestPacket.udp(HOST6, "2001:db8:2::2").ports(1, 2)).destination())
                    .isEqualTo("2001:db8:2::2");
            assertThat(in(TestPacket.udp("2001:db8:2::2", HOST6).ports(1, 2)).destination())
                    .isEqualTo(HOST6);
            host.cli("set interface ip address right 198.51.100.4/32");
            host.untilIdle();
            right.received();
            right.send(TestPacket.echo(PEER4, "198.51.100.4").ports(1, 2));
            host.untilIdle();
            assertThat(PacketView.of(right.received().getFirst()).icmp()).isZero();
            assertThat(left.received()).isEmpty();
            host.cli("nat64 add map 198.51.100.0/29 2001:db8:1::/125 del");
            assertThat(through(right, TestPacket.udp(PEER4, HOST4).ports(6, 5))).isEmpty();
            assertThat(host.cli("show nat64 map")).doesNotContain("198.51.100.0/29");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldGiveUpWhatMayNotPassAndCountWhy(final int workers) {
        run(workers, () -> {
            assertThat(through(left, TestPacket.udp(HOST6, PEER6).ports(1, 2).ttl(1)))
                    .isEmpty();
            assertThat(given("6to4-hop-limit")).isEqualTo(1);
            assertThat(PacketView.of(left.received().getFirst()).icmp()).isEqualTo(3 << 8);
            assertThat(through(right, TestPacket.udp(PEER4, HOST4).ports(1, 2).ttl(1)))
                    .isEmpty();
            assertThat(given("4to6-hop-limit")).isEqualTo(1);
            assertThat(PacketView.of(right.received().getFirst()).icmp()).isEqualTo(11 << 8);
            assertThat(through(right, TestPacket.icmp(PEER4, HOST4, 13, 0).payload(20)))
                    .isEmpty();
            assertThat(given("4to6-icmp-type")).isEqualTo(1);
            host.cli("nat64 add prefix 2001:db8:64::/96 del");
            assertThat(through(left, TestPacket.udp(HOST6, "64:ff9b::c000:202").ports(1, 2)))
                    .isEmpty();
            assertThat(given("6to4-not-global")).isEqualTo(1);
            assertThat(through(right, TestPacket.udp(PEER4, HOST4).ports(1, 2))).isEmpty();
            assertThat(given("4to6-unmapped")).isEqualTo(1);
            assertThat(host.cli("show nat64 why"))
                    .contains("NAT64 4to6: an address on the other side that no prefix has")
                    .doesNotContain("pool");
        });
    }
}
