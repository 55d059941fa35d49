package io.weir.ip6.internal;

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
    private static final String PEER = "2001:db8:9::1";
    private static final String OWN = "2001:db8:2::1";

    private TestInterface left;
    private TestInterface right;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            host.cli("set plugin setting ip6 mld-robustness 0");
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface mtu packet 1500 left");
            host.cli("set interface mtu packet 1500 right");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("set interface ip address right 2001:db8:2::1/64");
            host.cli("set ip neighbor static left 2001:db8:1::2 02:00:00:00:00:aa");
            host.cli("set ip neighbor static right 2001:db8:2::2 6:5:4:3:2:1");
            host.cli("ip route add 2001:db8:8::/45 via 2001:db8:2::2 right");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private void expectHeld(final TestHost host, final String to, final int mtu) {
        final TestPacket packet = TestPacket.udp("2001:db8:1::2", to);
        left.send(packet.payload(mtu - 48));
        assertThat(host.receive(right, 1).getFirst().totalLength()).isEqualTo(mtu);
        left.send(packet.payload(mtu + 1 - 48));
        final PacketView error = host.receive(left, 1).getFirst();
        assertThat(error.icmp()).isEqualTo(0x0200);
        assertThat(error.u32(error.transport() + 4)).isEqualTo(mtu);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldForwardedPacketsToWhatTheOperatorSays(final int workers) {
        run(workers, host -> {
            host.cli("set ip pmtu peer " + PEER + " 1300");
            host.cli("set ip pmtu peer 2001:db8:2::2 1400");
            expectHeld(host, PEER, 1_300);
            expectHeld(host, "2001:db8:9::2", 1_500);
            expectHeld(host, "2001:db8:2::2", 1_400);
            assertThat(host.cli("show ip pmtu"))
                    .contains(
                            "2001:db8:2::2/128 pmtu:[cfg:1400, oper:1400, parent:1500]",
                            "[attached]",
                            PEER + "/128 pmtu:[cfg:1300",
                            "[remote]");
            host.cli("set ip pmtu peer " + PEER + " del");
            expectHeld(host, PEER, 1_500);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set ip pmtu peer ff02::1 1300|ff02::1 is no address of one host",
                "set ip pmtu peer fe80::1 1300|fe80::1 is an address on a link: set the MTU of its interface",
                "set ip pmtu peer 2001:db8::1 del|no MTU of the path to 2001:db8::1 was set",
            })
    void shouldRefuseInOneSentenceAndChangeNothing(final String command, final String sentence) {
        run(0, host -> {
            assertThat(host.refused(command)).contains(sentence).hasLineCount(1);
            host.refused("set ip pmtu peer 2001:db8::1 1279");
            assertThat(host.cli("show ip pmtu")).isEmpty();
        });
    }

    private void say(final byte[] quoted, final int mtu) {
        right.send(TestPacket.icmp("2001:db8:2::2", OWN, 2, 0)
                .ports(mtu >>> 16, mtu & 0xffff)
                .payload(Arrays.copyOf(quoted, Math.min(quoted.length, 1_232))));
    }

    private static TestPacket own(final int bytes) {
        return TestPacket.echoReply(OWN, PEER).payload(bytes - 48);
    }

    private void learn(final TestHost host, final int mtu) {
        final long before = host.errors("ip6-path-mtu-learnt");
        say(own(1_500).ip(), mtu);
        host.until(() -> host.errors("ip6-path-mtu-learnt") == before + 1);
    }

    private List<Integer> answers(final TestHost host, final int bytes, final int packets) {
        right.send(TestPacket.echo(PEER, OWN).payload(bytes - 48));
        return host.receive(right, packets).stream()
                .map(PacketView::totalLength)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldCutWhatItSendsWhenARouterSaysWhatGetsThrough(final int workers) {
        run(workers, host -> {
            assertThat(answers(host, 1_500, 1)).containsExactly(1_500);
            learn(host, 1_400);
            assertThat(answers(host, 1_500, 2)).allMatch(bytes -> bytes <= 1_400);
            learn(host, 1_300);
            assertThat(answers(host, 1_500, 2)).allMatch(bytes -> bytes <= 1_300);
            assertThat(answers(host, 1_300, 1)).containsExactly(1_300);
            expectHeld(host, PEER, 1_500);
            say(own(1_500).ip(), 1_350);
            host.until(() -> host.errors("ip6-path-mtu-unheeded") == 1);
            // A fragment that was too big all the same.
            final List<TestPacket> parts = own(1_500).fragments(1_248);
            final long before = host.errors("ip6-path-mtu-learnt");
            say(parts.getFirst().ip(), 1_280);
            host.until(() -> host.errors("ip6-path-mtu-learnt") == before + 1);
            host.cli("set plugin setting fib path-mtu-age 1");
            host.until(() -> host.cli("show ip pmtu").isEmpty());
            assertThat(answers(host, 1_500, 1)).containsExactly(1_500);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotBelieveWhatItCannotHaveSent(final int workers) {
        run(workers, host -> {
            final List<byte[]> incredible = List.of(
                    TestPacket.echoReply("2001:db8:1::1", PEER).payload(1_400).ip(),
                    TestPacket.echoReply("2001:db8:77::1", PEER).payload(1_400).ip(),
                    TestPacket.echoReply(OWN, "ff0e::1").payload(1_400).ip(),
                    TestPacket.echoReply(OWN, "fe80::1").payload(1_400).ip(),
                    own(1_300).ip(),
                    TestPacket.udp(OWN, PEER).payload(1_400).ip(),
                    TestPacket.tcp(OWN, PEER).payload(1_400).ip(),
                    TestPacket.ip(OWN, PEER, 47).payload(1_400).ip(),
                    own(1_500).fragments(1_248).getLast().ip(),
                    Arrays.copyOf(own(1_500).ip(), 47),
                    new byte[0]);
            for (int i = 0; i < incredible.size(); i++) {
                say(incredible.get(i), 1_300);
                final int said = i + 1;
                host.until(() -> host.errors("ip6-path-mtu-incredible") == said);
            }
            // Less than every link carries.
            say(own(1_500).ip(), 1_279);
            host.until(() -> host.errors("ip6-path-mtu-incredible") == incredible.size() + 1);
            assertThat(host.cli("show ip pmtu")).isEmpty();
        });
    }
}
