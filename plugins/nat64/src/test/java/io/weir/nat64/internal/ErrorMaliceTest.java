package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ICMP errors that somebody forges, cuts or makes up: none passes that isn't about a session, and no session comes or goes by one. */
class ErrorMaliceTest extends TranslatorBase {
    private int port;

    private void running(final Runnable body) {
        run(0, () -> {
            port = out(udp(2, 4_000, 53)).sourcePort();
            body.run();
        });
    }

    @Test
    void shouldDropErrorsWithWrongChecksumsWhichWouldBecomeRight() {
        running(() -> {
            final byte[] quoted =
                    TestPacket.udp(POOL, SERVER).ports(port, 53).payload(20).ip();
            assertThat(passed(
                            right,
                            left,
                            TestPacket.icmp("203.0.113.9", POOL, 3, 1)
                                    .payload(quoted)
                                    .wrongChecksum()))
                    .isEmpty();
            assertThat(given("out2in-checksum")).isEqualTo(1);
            in(TestPacket.icmp("203.0.113.9", POOL, 3, 1).payload(quoted));
        });
    }

    /** RFC 5508, 4 (REQ-3, REQ-4): by the quoted packet alone, and no state comes or goes by it. */
    @Test
    void shouldDropErrorsAboutPacketsThatNobodySent() {
        running(() -> {
            final TestPacket sent = TestPacket.udp(POOL, SERVER).ports(port, 53).payload(20);
            final TestPacket[] forged = {
                TestPacket.udp(POOL, SERVER).ports(port ^ 4, 53).payload(20),
                TestPacket.udp(POOL, "192.0.2.3").ports(port, 53).payload(20),
                TestPacket.udp(POOL, SERVER).ports(port, 54).payload(20),
                TestPacket.tcp(POOL, SERVER).ports(port, 53).payload(20),
                TestPacket.udp("198.51.100.9", SERVER).ports(port, 53).payload(20),
            };
            for (final TestPacket packet : forged) {
                assertThat(passed(right, left, error(3, 1, packet.ip()))).isEmpty();
            }
            assertThat(given("out2in-unasked-error")).isEqualTo(forged.length);
            for (int bytes = 0; bytes < 28; bytes++) {
                final List<PacketView> came = passed(right, left, error(3, 1, Arrays.copyOf(sent.ip(), bytes)));
                // Ports are enough to know the session: 24 bytes.
                assertThat(came).hasSize(bytes < 24 ? 0 : 1);
            }
            assertThat(passed(right, left, error(3, 1, error(3, 1, sent.ip()).ip())))
                    .as("about an error")
                    .isEmpty();
            assertThat(sessions("all")).isEqualTo(1);
        });
    }

    private static TestPacket error(final int type, final int code, final byte[] quoted) {
        return TestPacket.icmp("203.0.113.9", POOL, type, code).payload(quoted);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 41, 47, 50, 51, 58, 132, 255})
    void shouldDropErrorsAboutProtocolsThatHaveNoSession(final int protocol) {
        running(() -> {
            assertThat(passed(
                            right,
                            left,
                            error(
                                    3,
                                    1,
                                    TestPacket.ip(POOL, SERVER, protocol)
                                            .payload(40)
                                            .ip())))
                    .isEmpty();
            assertThat(given("out2in-unasked-error") + given("out2in-icmp-quote"))
                    .isEqualTo(1);
        });
    }
}
