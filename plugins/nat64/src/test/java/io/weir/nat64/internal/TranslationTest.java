package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets through a translator, one by one. */
class TranslationTest extends TranslatorBase {
    private static TestPacket udp(final int port) {
        return TestPacket.udp(CLIENT, SERVER6).ports(port, 53);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTranslateThereAndBack(final int workers) {
        run(workers, () -> {
            final PacketView out = out(udp(4_000).ttl(60));
            assertThat(out.source()).isEqualTo(POOL);
            assertThat(out.destination()).isEqualTo(SERVER);
            assertThat(out.destinationPort()).isEqualTo(53);
            assertThat(out.ttl()).isEqualTo(59);
            final int port = out.sourcePort();
            final PacketView in =
                    in(TestPacket.udp(SERVER, POOL).ports(53, port).ttl(60));
            assertThat(in.source()).isEqualTo(SERVER6);
            assertThat(in.destination()).isEqualTo(CLIENT);
            assertThat(in.destinationPort()).isEqualTo(4_000);
            assertThat(in.ttl()).isEqualTo(59);
            assertThat(in(TestPacket.udp("192.0.2.3", POOL).ports(9, port)).source())
                    .as("from anybody")
                    .isEqualTo(PREFIX + "c000:203");
            assertThat(host.cli("show nat64 bib udp")).contains("dynamic 2 sessions");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetClientsReachEachOtherByThePool(final int workers) {
        run(workers, () -> {
            final int mine = out(udp(4_000)).sourcePort();
            final int other =
                    out(TestPacket.udp(OTHER_CLIENT, SERVER6).ports(5_000, 53)).sourcePort();
            final PacketView there = one(left, TestPacket.udp(CLIENT, POOL6).ports(4_000, other));
            assertThat(there.source()).isEqualTo(POOL6);
            assertThat(there.sourcePort()).isEqualTo(mine);
            assertThat(there.destination()).isEqualTo(OTHER_CLIENT);
            assertThat(there.destinationPort()).isEqualTo(5_000);
            final PacketView back =
                    one(left, TestPacket.udp(OTHER_CLIENT, POOL6).ports(5_000, mine));
            assertThat(back.source()).isEqualTo(POOL6);
            assertThat(back.sourcePort()).isEqualTo(other);
            assertThat(back.destination()).isEqualTo(CLIENT);
            assertThat(back.destinationPort()).isEqualTo(4_000);
            assertThat(passed(left, left, TestPacket.udp(CLIENT, POOL6).ports(4_000, other ^ 4)))
                    .as("to nobody")
                    .isEmpty();
            assertThat(given("out2in-no-binding")).isEqualTo(1);
        });
    }

    private PacketView one(final io.weir.testkit.TestInterface port, final TestPacket packet) {
        final List<PacketView> packets = passed(port, port, packet);
        assertThat(packets).as(() -> host.cli("show errors")).hasSize(1);
        assertThat(packets.getFirst().checksumGood()).isTrue();
        return packets.getFirst();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTranslateFragmentsInAnyOrder(final int workers) {
        run(workers, () -> {
            final int port = out(udp(4_000)).sourcePort();
            final List<TestPacket> there =
                    udp(4_000).identification(77).payload(3_000).fragments(1_200);
            final List<PacketView> out = passed(left, right, there.reversed().toArray(TestPacket[]::new));
            assertThat(out).hasSize(there.size());
            assertThat(out).allSatisfy(part -> {
                assertThat(part.source()).isEqualTo(POOL);
                assertThat(part.headerChecksumGood()).isTrue();
            });
            assertThat(out.stream().filter(part -> !part.moreFragments())).hasSize(1);
            final List<TestPacket> back = TestPacket.udp(SERVER, POOL)
                    .ports(53, port)
                    .identification(78)
                    .payload(3_000)
                    .fragments(1_200);
            final List<PacketView> in = passed(right, left, back.reversed().toArray(TestPacket[]::new));
            assertThat(in).hasSize(back.size());
            assertThat(in).allSatisfy(part -> assertThat(part.destination()).isEqualTo(CLIENT));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTraceWhatIsCut(final int workers) {
        run(workers, () -> {
            final int port = out(udp(4_000)).sourcePort();
            host.cli("trace add test-input 5");
            assertThat(passed(
                            right,
                            left,
                            TestPacket.udp(SERVER, POOL).ports(53, port).payload(1_400)))
                    .hasSize(2);
            assertThat(host.cli("show trace")).contains("nat64-out2in");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldLeaveWhatIsNotForItAsItIs(final int workers) {
        run(workers, () -> {
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static right 2001:db8:2::2 02:00:00:00:00:aa");
            host.cli("set interface ip address left 10.0.0.1/24");
            host.cli("set ip neighbor static left 10.0.0.2 02:00:00:00:00:aa");
            host.untilIdle();
            right.received();
            left.received();
            assertThat(out(TestPacket.udp(CLIENT, "2001:db8:2::2").ports(1, 2)).destination())
                    .isEqualTo("2001:db8:2::2");
            assertThat(in(TestPacket.udp(SERVER, "10.0.0.2").ports(1, 2)).destination())
                    .isEqualTo("10.0.0.2");
            assertThat(host.cli("show nat64 session table all").lines()).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void shouldGiveUpWhatMayNotPassAndCountWhy(final int workers) {
        run(workers, () -> {
            assertThat(passed(left, right, TestPacket.udp(SERVER6, SERVER6).ports(1, 2)))
                    .isEmpty();
            assertThat(given("in2out-source-in-prefix")).isEqualTo(1);
            assertThat(passed(left, right, TestPacket.ip(CLIENT, SERVER6, 2).payload(40)))
                    .isEmpty();
            assertThat(given("in2out-protocol")).isEqualTo(1);
            assertThat(passed(
                            left,
                            right,
                            TestPacket.tcp(CLIENT, SERVER6).ports(1, 2).flags(TcpHeader.ACK)))
                    .isEmpty();
            assertThat(given("in2out-not-syn")).isEqualTo(1);
            assertThat(passed(right, left, TestPacket.udp(SERVER, POOL).ports(1, 2)))
                    .isEmpty();
            assertThat(given("out2in-no-binding")).isEqualTo(1);
            host.cli("nat64 add prefix 64:ff9b::/96");
            assertThat(passed(
                            left,
                            right,
                            TestPacket.udp(CLIENT, "64:ff9b::c000:202").ports(1, 2)))
                    .isEmpty();
            assertThat(given("in2out-not-global")).isEqualTo(1);
            assertThat(passed(left, right, udp(1).ttl(1))).isEmpty();
            assertThat(given("in2out-hop-limit")).isEqualTo(1);
            assertThat(host.cli("show nat64 session table all").lines())
                    .as("but the one whose hops were used up")
                    .hasSize(2);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldServeOthersWhileOneClientIsAtItsLimit(final int workers) {
        run(workers, () -> {
            host.cli("nat64 plugin disable");
            host.cli("nat64 plugin enable client-bindings 100");
            host.cli("nat64 add prefix " + PREFIX + "/96");
            host.cli("nat64 add pool address " + POOL);
            assertThat(host.refused("set interface nat64 in left out left in left"))
                    .contains("left");
            host.cli("set interface nat64 in left out right");
            final List<TestPacket> flood = new ArrayList<>();
            for (int port = 1_024; port < 1_324; port++) {
                flood.add(TestPacket.tcp(CLIENT, SERVER6).ports(port, 80).flags(TcpHeader.SYN));
            }
            assertThat(passed(left, right, flood.toArray(TestPacket[]::new))).hasSize(100);
            host.until(() -> given("in2out-client-limit") == 200);
            assertThat(out(TestPacket.tcp(OTHER_CLIENT, SERVER6)
                                    .ports(1_024, 80)
                                    .flags(TcpHeader.SYN))
                            .protocol())
                    .isEqualTo(IpProtocol.TCP);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldLetServersBeginWhereTheOperatorHasBoundAPort(final int workers) {
        run(workers, () -> {
            host.cli("nat64 add static bib " + OTHER_CLIENT + " 80 " + POOL + " 8080 tcp");
            final PacketView in =
                    in(TestPacket.tcp(SERVER, POOL).ports(4_000, 8_080).flags(TcpHeader.SYN));
            assertThat(in.destination()).isEqualTo(OTHER_CLIENT);
            assertThat(in.destinationPort()).isEqualTo(80);
            final PacketView out =
                    out(TestPacket.tcp(OTHER_CLIENT, SERVER6).ports(80, 4_000).flags(TcpHeader.SYN | TcpHeader.ACK));
            assertThat(out.sourcePort()).isEqualTo(8_080);
            assertThat(host.cli("show nat64 session table tcp")).contains(" established ");
            assertThat(host.refused("nat64 add static bib " + CLIENT + " 80 " + POOL + " 8080 tcp"))
                    .contains("8080");
            assertThat(host.refused("nat64 add pool address 127.0.0.1")).contains("127.0.0.1");
            assertThat(host.refused("nat64 add prefix ::/96")).contains("::/96");
            assertThat(host.refused("nat64 add prefix fe80::/64")).contains("fe80::/64");
            assertThat(host.refused("nat64 add static bib " + CLIENT + " 80 198.51.100.9 80 tcp"))
                    .contains("198.51.100.9");
            host.cli("nat64 add static bib " + OTHER_CLIENT + " 80 " + POOL + " 8080 tcp del");
        });
    }
}
