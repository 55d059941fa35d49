package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts whose path takes less than the link that leads there: as the operator says, and as routers tell this host. */
@Timeout(60)
class PathMtuTest {
    private static final int DF = 0x4000;
    private static final String PEER = "10.1.1.1";

    private TestInterface left;
    private TestInterface right;
    private TestInterface third;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            left = host.addInterface("left");
            right = host.addInterface("right");
            third = host.addInterface("third");
            host.cli("set interface mtu packet 1500 left");
            host.cli("set interface mtu packet 1500 right");
            host.cli("set interface mtu packet 1500 third");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set interface ip address third 192.168.3.1/24");
            host.cli("set ip neighbor static left 192.168.1.2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("set ip neighbor static third 192.168.3.2 6:5:4:3:2:3");
            host.cli("ip route add 10.0.0.0/8 via 192.168.2.2 right");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static TestPacket packet(final String to, final int bytes, final int fragment) {
        return TestPacket.udp("192.168.1.2", to).fragment(fragment).payload(bytes - 28);
    }

    /** The MTU that a sender is told when its packet is one byte longer than what goes through. */
    private void expectHeld(final TestHost host, final TestInterface out, final String to, final int mtu) {
        left.send(packet(to, mtu, DF));
        assertThat(host.receive(out, 1).getFirst().totalLength()).isEqualTo(mtu);
        left.send(packet(to, mtu + 1, DF));
        final PacketView error = host.receive(left, 1).getFirst();
        assertThat(error.icmp()).isEqualTo(0x0304);
        assertThat(error.u32(error.transport() + 4)).isEqualTo(mtu);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldForwardedPacketsToWhatTheOperatorSays(final int workers) {
        run(workers, host -> {
            host.cli("set ip pmtu peer " + PEER + " 1300");
            expectHeld(host, right, PEER, 1_300);
            left.send(packet(PEER, 1_500, 0));
            assertThat(host.receive(right, 2))
                    .extracting(PacketView::totalLength)
                    .containsExactlyInAnyOrder(1_300, 220);
            expectHeld(host, right, "10.1.1.2", 1_500);
            // It follows the routes: to others, by two ways, to none, and back.
            host.cli("ip route add 10.1.0.0/16 via 192.168.3.2 third");
            expectHeld(host, third, PEER, 1_300);
            host.cli("set interface mtu packet 1200 third");
            expectHeld(host, third, PEER, 1_200);
            host.cli("set interface state third down");
            left.send(packet(PEER, 1_000, DF));
            host.until(() -> host.errors("ip4-interface-down") == 1);
            host.cli("ip route del 10.1.0.0/16");
            expectHeld(host, right, PEER, 1_300);
            host.cli("ip route add 10.1.0.0/16 via drop");
            assertThat(host.cli("show ip pmtu")).contains(PEER + "/32 pmtu:[cfg:1300", "[no way]");
            host.cli("ip route del 10.1.0.0/16");
            assertThat(host.cli("show ip pmtu"))
                    .contains("[0] [tbl:[0:0]] 10.1.1.1/32 pmtu:[cfg:1300, oper:1300, parent:1500]", "[remote]");
            host.cli("set ip pmtu peer " + PEER + " 1400");
            expectHeld(host, right, PEER, 1_400);
            host.cli("set ip pmtu peer " + PEER + " del");
            expectHeld(host, right, PEER, 1_500);
            assertThat(host.cli("show ip pmtu")).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldPacketsToNeighborsToo(final int workers) {
        run(workers, host -> {
            host.cli("set ip pmtu peer 192.168.2.2 1300");
            host.cli("set ip pmtu peer 192.168.2.9 1300");
            expectHeld(host, right, "192.168.2.2", 1_300);
            // What leads on by that neighbor has paths of its own.
            expectHeld(host, right, PEER, 1_500);
            // Routes that lead by way of the peer lead by its path.
            host.cli("ip route add 10.2.0.0/16 via 192.168.2.2");
            expectHeld(host, right, "10.2.1.1", 1_300);
            // Who isn't known yet is asked for, and what waited is held to it like all others.
            left.send(packet("192.168.2.9", 1_301, 0));
            assertThat(host.receive(right, 1).getFirst().u16(12)).isEqualTo(0x0806);
            right.send(TestPacket.arp(2, 0x0605_0403_0209L, "192.168.2.9", "192.168.2.1"));
            assertThat(host.receive(right, 2))
                    .allSatisfy(got -> assertThat(got.destinationMac()).isEqualTo(0x0605_0403_0209L))
                    .extracting(PacketView::totalLength)
                    .allMatch(bytes -> bytes <= 1_300);
            expectHeld(host, right, "192.168.2.9", 1_300);
            assertThat(host.cli("show ip pmtu")).contains("192.168.2.9/32", "[attached]");
            assertThat(host.cli("show ip fib 192.168.2.9")).contains("path-mtu", "mtu:1300");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepTablesApart(final int workers) {
        run(workers, host -> {
            host.cli("ip table add 7");
            host.cli("ip route add table 7 10.0.0.0/8 via 192.168.2.2 right");
            host.cli("set ip pmtu peer " + PEER + " table 7 1300");
            expectHeld(host, right, PEER, 1_500);
            host.cli("ip route add 10.1.1.1/32 via ip4-lookup-in-table 7");
            expectHeld(host, right, PEER, 1_300);
            host.cli("ip route del 10.1.1.1/32");
            host.cli("ip table del 7");
            assertThat(host.cli("show ip pmtu")).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldPassTheReversePathCheckByTheWayThatItHas(final int workers) {
        run(workers, host -> {
            host.cli("set ip pmtu peer " + PEER + " 1300");
            host.cli("set urpf strict right");
            right.send(TestPacket.udp(PEER, "192.168.1.2"));
            assertThat(host.receive(left, 1)).hasSize(1);
            host.cli("set urpf strict third");
            third.send(TestPacket.udp(PEER, "192.168.1.2"));
            host.until(() -> host.errors("ip4-reverse-path") == 1);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set ip pmtu peer 224.0.0.1 1300|224.0.0.1 is no address of one host",
                "set ip pmtu peer 10.1.1.1 67|`67' is not in 68..65535",
                "set ip pmtu peer 10.1.1.1 del|no MTU of the path to 10.1.1.1 was set",
                "set ip pmtu peer 10.1.1.1 table 9 1300|table 9 doesn't exist",
            })
    void shouldRefuseInOneSentenceAndChangeNothing(final String command, final String sentence) {
        run(0, host -> {
            assertThat(host.refused(command)).contains(sentence).hasLineCount(1);
            assertThat(host.cli("show ip pmtu")).isEmpty();
        });
    }

    /** A peer behind a router pings this host with packets that say not to be cut, and so does the answer. */
    private void ping(final int bytes) {
        right.send(TestPacket.echo(PEER, "192.168.2.1").fragment(DF).payload(bytes - 28));
    }

    /** A router says of a packet that it is too big. */
    private void say(final byte[] quoted, final int mtu) {
        right.send(TestPacket.icmp("192.168.2.2", "192.168.2.1", 3, 4)
                .ports(0, mtu)
                .payload(Arrays.copyOf(quoted, Math.min(quoted.length, 28))));
    }

    private static byte[] own(final int bytes) {
        return TestPacket.echoReply("192.168.2.1", PEER)
                .fragment(DF)
                .payload(bytes - 28)
                .ip();
    }

    private void learn(final TestHost host, final int mtu) {
        final long before = host.errors("ip4-path-mtu-learnt");
        say(own(1_500), mtu);
        host.until(() -> host.errors("ip4-path-mtu-learnt") == before + 1);
    }

    private List<Integer> answers(final TestHost host, final int bytes, final int packets) {
        ping(bytes);
        final List<PacketView> got = host.receive(right, packets);
        assertThat(got).allSatisfy(each -> {
            assertThat(each.headerChecksumGood()).isTrue();
            assertThat(packets > 1 && (each.u16(each.network() + 6) & DF) != 0).isFalse();
        });
        return got.stream().map(PacketView::totalLength).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCutWhatItSendsWhenARouterSaysWhatGetsThrough(final int workers) {
        run(workers, host -> {
            assertThat(answers(host, 1_500, 1)).containsExactly(1_500);
            learn(host, 1_300);
            assertThat(host.cli("show ip pmtu"))
                    .contains("10.1.1.1/32 pmtu:[cfg:0, oper:1500, parent:1500] own:[learnt:1300 ", "oper:1300]");
            assertThat(answers(host, 1_500, 2)).containsExactlyInAnyOrder(1_300, 220);
            assertThat(answers(host, 1_300, 1)).containsExactly(1_300);
            // Others' packets are none of what a stranger says.
            expectHeld(host, right, PEER, 1_500);
            // Never more, until it is forgotten.
            say(own(1_500), 1_400);
            host.until(() -> host.errors("ip4-path-mtu-unheeded") == 1);
            assertThat(answers(host, 1_400, 2)).containsExactlyInAnyOrder(1_300, 120);
            host.cli("clear ip pmtu");
            // Routers of old say nothing; that next to nothing gets through isn't believed.
            learn(host, 0);
            assertThat(host.cli("show ip pmtu")).contains("learnt:1492 ");
            learn(host, 68);
            assertThat(host.cli("show ip pmtu")).contains("learnt:552 ");
            host.cli("set plugin setting fib path-mtu-age 1");
            host.until(() -> host.cli("show ip pmtu").isEmpty());
            assertThat(answers(host, 1_500, 1)).containsExactly(1_500);
            host.cli("set plugin setting fib path-mtu-discovery off");
            say(own(1_500), 1_300);
            host.until(() -> host.errors("ip4-path-mtu-unheeded") == 2);
            assertThat(host.cli("show ip pmtu")).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotBelieveWhatItCannotHaveSent(final int workers) {
        run(workers, host -> {
            final TestPacket reply = TestPacket.echoReply("192.168.2.1", PEER).fragment(DF);
            final List<byte[]> incredible = List.of(
                    // Of another address of this host, of another's.
                    TestPacket.echoReply("192.168.1.1", PEER)
                            .fragment(DF)
                            .payload(1_400)
                            .ip(),
                    TestPacket.echoReply("10.9.9.9", PEER)
                            .fragment(DF)
                            .payload(1_400)
                            .ip(),
                    // To nobody.
                    TestPacket.echoReply("192.168.2.1", "224.1.1.1")
                            .fragment(DF)
                            .payload(1_400)
                            .ip(),
                    // What may be cut, and what fits.
                    reply.fragment(0).payload(1_400).ip(),
                    reply.payload(1_300 - 28).ip(),
                    // What nobody here speaks, and no message that this host ever sends.
                    TestPacket.udp("192.168.2.1", PEER)
                            .fragment(DF)
                            .payload(1_400)
                            .ip(),
                    TestPacket.tcp("192.168.2.1", PEER)
                            .fragment(DF)
                            .payload(1_400)
                            .ip(),
                    TestPacket.ip("192.168.2.1", PEER, 47)
                            .fragment(DF)
                            .payload(1_400)
                            .ip(),
                    TestPacket.icmp("192.168.2.1", PEER, 13, 0)
                            .fragment(DF)
                            .payload(1_400)
                            .ip(),
                    // Too little of it.
                    Arrays.copyOf(reply.payload(1_400).ip(), 27),
                    new byte[0]);
            for (int i = 0; i < incredible.size(); i++) {
                say(incredible.get(i), 1_300);
                final int said = i + 1;
                host.until(() -> host.errors("ip4-path-mtu-incredible") == said);
            }
            assertThat(host.cli("show ip pmtu")).isEmpty();
            // Other messages of the type are as strange as before.
            right.send(TestPacket.icmp("192.168.2.2", "192.168.2.1", 3, 1).payload(28));
            host.until(() -> host.errors("icmp4-unknown-type") == 1);
        });
    }
}
