package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.Netns;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ping}, which the kernel answers, nobody, or the host itself. */
@Timeout(60)
class PingTest {
    private static void withKernel(final int workers, final String before, final Consumer<TestHost> body) {
        Assumptions.assumeTrue(Netns.granted(), "skipped: this machine grants no namespaces");
        try (Netns namespace = new Netns();
                TestHost host = TestHost.withWorkers(workers)
                        .plugin("fib", new FibPlugin())
                        .plugin("ip4", new Ip4Plugin())) {
            host.cli("create tap host-ns " + namespace.name() + " host-ip4-addr 10.1.0.2/24");
            host.cli("set interface state tap0 up");
            if (!before.isEmpty()) {
                host.cli("ip table add 7 red");
                host.cli(before);
            }
            host.cli("set interface ip address tap0 10.1.0.1/24");
            body.accept(host);
            assertThat(host.faults()).isZero();
            host.assertNoLeaks();
        }
    }

    private static TestHost quiet() {
        return TestHost.withWorkers(0).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldPrintRepliesOfKernel(final int workers) {
        withKernel(workers, "", host -> {
            assertThat(host.cli("ping 10.1.0.2 interval 0.05 repeat 3 verbose").lines())
                    .satisfiesExactly(
                            line -> assertThat(line).isEqualTo("Source address: 10.1.0.1, interface tap0, table 0"),
                            line -> assertThat(line)
                                    .matches("116 bytes from 10.1.0.2: icmp_seq=1 ttl=64 time=\\d*\\.\\d{4} ms"),
                            line -> assertThat(line).contains("icmp_seq=2"),
                            line -> assertThat(line).contains("icmp_seq=3"),
                            line -> assertThat(line).isEmpty(),
                            line -> assertThat(line).isEqualTo("Statistics: 3 sent, 3 received, 0% packet loss"),
                            line -> assertThat(line).startsWith("Round trip to 10.1.0.2: min "));
            assertThat(host.errors("ip4-icmp-echo-reply", "icmp4-echo-reply")).isEqualTo(3);
            assertThat(host.cli("ping ipv4 10.1.0.2 interval 0.05 repeat 2 burst 40 size 0 source tap0 quiet"))
                    .startsWith("\nStatistics: 80 sent, 80 received, 0% packet loss\nRound trip");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSendAndPutTogetherFragmentsWhenSizeIsLarge(final int workers) {
        withKernel(workers, "", host -> {
            // Neighbors are known then: of those that are asked for few fragments wait.
            assertThat(host.cli("ping 10.1.0.2 repeat 1")).contains("1 sent, 1 received");
            assertThat(host.cli("ping 10.1.0.2 size 20000 interval 0.05 repeat 3"))
                    .contains("20056 bytes from 10.1.0.2: icmp_seq=3", "3 sent, 3 received, 0% packet loss");
            assertThat(host.cli("ping 10.1.0.2 size 32768 interval 0.05 repeat 1"))
                    .contains("1 sent, 1 received, 0% packet loss");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldStayInTableWhenInterfaceIsInOne(final int workers) {
        withKernel(workers, "set interface ip table tap0 7", host -> {
            final String answered = "1 sent, 1 received, 0% packet loss";
            assertThat(host.cli("ping 10.1.0.2 table-id 7 repeat 1")).contains(answered);
            assertThat(host.cli("ping 10.1.0.2 table-id red repeat 1")).contains(answered);
            assertThat(host.cli("ping 10.1.0.2 source tap0 repeat 1")).contains(answered);
            assertThat(host.cli("ping 10.1.0.1 table-id red repeat 1")).contains(answered);
            assertThat(host.refused("ping 10.1.0.2")).isEqualTo("ping: 10.1.0.2 can't be pinged: no egress interface");
        });
    }

    @Test
    void shouldSayWhatIsLostWhenNobodyAnswers() {
        try (TestHost host = quiet()) {
            final TestInterface left = host.addInterface("left");
            host.cli("set interface ip address left 192.168.1.1/24");
            assertThat(host.cli("ping 192.168.1.2 interval 0.01 repeat 3"))
                    .isEqualTo("\nStatistics: 3 sent, 0 received, 100% packet loss\n");
            assertThat(left.received()).isNotEmpty();
            assertThat(host.cli("ping 192.168.1.1 repeat 2 interval 0.01"))
                    .contains("116 bytes from 192.168.1.1: icmp_seq=2 ttl=64", "2 sent, 2 received");
            host.until(() -> host.errors("arp-unanswered") == 3);
            host.assertNoLeaks();
        }
    }

    @Test
    void shouldRefuseInOneSentenceWhatCannotBePinged() {
        try (TestHost host = quiet()) {
            host.addInterface("left");
            host.addInterface("bare");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("ip route add 9.9.9.0/24 via bare");
            assertThat(host.refused("ping 224.0.0.1")).isEqualTo("ping: 224.0.0.1 is no address of one host");
            assertThat(host.refused("ping 8.8.8.8")).isEqualTo("ping: 8.8.8.8 can't be pinged: no egress interface");
            assertThat(host.refused("ping 9.9.9.9"))
                    .isEqualTo("ping: 9.9.9.9 can't be pinged: no source address for egress interface");
            assertThat(host.refused("ping 192.168.1.2 table-id red")).isEqualTo("ping: there is no table red of ip4");
            assertThat(host.refused("ping 192.168.1.2 interval 0"))
                    .isEqualTo("ping: interval `0' is no number of seconds from 0.01 to 3600");
            assertThat(host.refused("ping 192.168.1.2 interval NaN")).contains("`NaN'");
            assertThat(host.refused("ping 192.168.1.2 burst 256 size 32768"))
                    .isEqualTo("ping: a burst of 256 packets of 32768 bytes is more than 1048576 bytes");
            assertThat(host.refused("ping 192.168.1.2 ipv4 192.168.1.3"))
                    .isEqualTo("ping: 192.168.1.3 is a second address of one family");
            assertThat(host.refused("ping 2001:db8::1"))
                    .isEqualTo("ping: 2001:db8::1 can't be pinged: there is no family ip6");
            assertThat(host.cli("show errors")).doesNotContain("ping");
        }
    }

    @Test
    void shouldDropReplyWhenNoPingWaitsForIt() {
        try (TestHost host = quiet()) {
            final TestInterface left = host.addInterface("left");
            host.cli("set interface ip address left 192.168.1.1/24");
            left.send(TestPacket.echoReply("192.168.1.2", "192.168.1.1"));
            host.untilIdle();
            assertThat(host.errors("ip4-icmp-echo-reply", "icmp4-unknown-type")).isEqualTo(1);
            assertThat(host.errors("icmp4-echo-reply")).isZero();
        }
    }
}
