package io.weir.ip4.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options by which routers are to write themselves down, or to be told the way. */
@Timeout(60)
class OptionsTest {
    private static final int OPTIONS = 14 + 20;

    private TestInterface left;
    private TestInterface right;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host =
                TestHost.withWorkers(workers).plugin("fib", new FibPlugin()).plugin("ip4", new Ip4Plugin())) {
            left = host.addInterface("left");
            right = host.addInterface("right");
            host.cli("set interface ip address left 192.168.1.1/24");
            host.cli("set interface ip address right 192.168.2.1/24");
            host.cli("set ip neighbor static left 192.168.1.2 6:5:4:3:2:2");
            host.cli("set ip neighbor static right 192.168.2.2 6:5:4:3:2:1");
            host.cli("ip route add 10.0.0.0/8 via 192.168.2.2 right");
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private static TestPacket packet(final String options) {
        return TestPacket.udp("192.168.1.2", "10.1.1.1").options(HexFormat.of().parseHex(options.replace(" ", "")));
    }

    /** The options with which a packet comes out that has these. */
    private String through(final TestHost host, final String options) {
        left.send(packet(options));
        host.until(() -> right.waitingFrames() > 0);
        final byte[] frame = right.received().getFirst();
        assertThat(PacketView.of(frame).headerChecksumGood()).isTrue();
        return HexFormat.of()
                .formatHex(frame, OPTIONS, OPTIONS + options.replace(" ", "").length() / 2);
    }

    private void expect(final TestHost host, final String options, final String expected) {
        assertThat(through(host, options)).isEqualTo(expected.replace(" ", ""));
    }

    private void dropped(final TestHost host, final String options, final String reason) {
        final long before = host.errors(reason);
        left.send(packet(options));
        host.until(() -> host.errors(reason) == before + 1);
        host.untilIdle();
        assertThat(right.received()).isEmpty();
    }

    /** What the sender is told of a packet with these options: type, code, and the octet that can't be. */
    private PacketView refused(final TestHost host, final String options, final String reason) {
        dropped(host, options, reason);
        final PacketView error = host.receive(left, 1).getFirst();
        assertThat(error.headerChecksumGood()).isTrue();
        assertThat(error.checksumGood()).isTrue();
        assertThat(HexFormat.of().formatHex(error.bytes(), 14 + 20 + 8 + 20, 14 + 20 + 8 + 20 + options(options)))
                .isEqualTo(options.replace(" ", ""));
        return error;
    }

    private static int options(final String options) {
        return options.replace(" ", "").length() / 2;
    }

    private void malformed(final TestHost host, final String options, final int octet) {
        final PacketView error = refused(host, options, "ip4-bad-options");
        assertThat(error.icmp()).isEqualTo(0x0c00);
        assertThat(error.u32(error.transport() + 4)).isEqualTo((long) octet << 24);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRecordItselfWhenTheOperatorWantsIt(final int workers) {
        run(workers, host -> {
            final String empty = "07 0b 04 00000000 00000000 00";
            expect(host, empty, empty);
            host.cli("set plugin setting ip4 record-route process");
            expect(host, empty, "07 0b 08 c0a80201 00000000 00");
            expect(host, "01 07 0b 08 01020304 00000000", "01 07 0b 0c 01020304 c0a80201");
            // No room is left, or part of it.
            expect(host, "07 07 08 01020304 00", "07 07 08 01020304 00");
            malformed(host, "07 07 06 01020304 00", 22);
            malformed(host, "07 07 03 01020304 00", 22);
            malformed(host, "07 02 00 00", 21);
            // A packet for this host is at its end.
            left.send(TestPacket.udp("192.168.1.2", "192.168.2.1").options(7, 7, 4, 0, 0, 0, 0, 0));
            host.until(() -> left.waitingFrames() > 0);
            final byte[] error = left.received().getFirst();
            assertThat(HexFormat.of().formatHex(error, 14 + 20 + 8 + 20, 14 + 20 + 8 + 28))
                    .isEqualTo("0707040000000000");
            host.cli("ip table add 7");
            host.cli("ip route add table 7 10.1.0.0/16 via 192.168.2.2 next-hop-table 0");
            host.cli("ip route add 10.1.0.0/16 via ip4-lookup-in-table 7");
            expect(host, empty, "07 0b 08 c0a80201 00000000 00");
            host.cli("set plugin setting ip4 record-route drop");
            dropped(host, empty, "ip4-unwanted-option");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldWriteTheTimeWhenTheOperatorWantsIt(final int workers) {
        run(workers, host -> {
            final String empty = "44 0c 05 00 00000000 00000000";
            expect(host, empty, empty);
            host.cli("set plugin setting ip4 timestamp process");
            final String once = through(host, empty);
            assertThat(once).startsWith("440c0900").endsWith("00000000");
            time(once, 8);
            final String address = through(host, "44 0c 05 01 00000000 00000000");
            assertThat(address).startsWith("440c0d01c0a80201");
            time(address, 16);
            // Only at the router whose turn it is.
            final String asked = through(host, "44 0c 05 03 c0a80101 00000000");
            assertThat(asked).startsWith("440c0d03c0a80101");
            time(asked, 16);
            expect(host, "44 0c 05 03 01020304 00000000", "44 0c 05 03 01020304 00000000");
            // Who finds no room is counted, up to 15.
            expect(host, "44 08 09 e0 00000001", "44 08 09 f0 00000001");
            malformed(host, "44 08 09 f0 00000001", 23);
            malformed(host, "44 08 05 02 00000001", 23);
            malformed(host, "44 08 05 01 00000001", 22);
            host.cli("set plugin setting ip4 timestamp drop");
            dropped(host, empty, "ip4-unwanted-option");
        });
    }

    private static void time(final String options, final int at) {
        final int ms = ByteBuffer.wrap(HexFormat.of().parseHex(options)).getInt(at / 2);
        final long now = Instant.now().toEpochMilli();
        assertThat(Math.floorMod(now - ms, 86_400_000L)).isLessThan(60_000);
    }

    @ParameterizedTest
    @CsvSource({
        "83 07 04 0a010101 00",
        "89 07 04 0a010101 00",
    })
    void shouldSayThatTheSourceRouteFailed(final String options) {
        run(0, host -> {
            final PacketView error = refused(host, options, "ip4-source-route");
            assertThat(error.icmp()).isEqualTo(0x0305);
            assertThat(error.u32(error.transport() + 4)).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource({
        // Beyond the header, shorter than itself, without a length; behind others; of kinds that nobody looks into.
        "07 0b 04 00, 21",
        "44 01 05 00, 21",
        "01 01 01 07, 23",
        "01 07 09 04 00000000, 22",
        "94 04 0000 94 00 0000, 25",
        "94 05 0000, 21",
    })
    void shouldSayWhichOctetCannotBe(final String options, final int octet) {
        run(0, host -> malformed(host, options, octet));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAnswerNoErrorsAboutErrorsNorWhatWasForGroups(final int workers) {
        run(workers, host -> {
            final byte[] bad = {7, 11, 4, 0};
            left.send(TestPacket.icmp("192.168.1.2", "10.1.1.1", 3, 1)
                    .options(bad)
                    .payload(28));
            left.send(TestPacket.udp("192.168.1.2", "10.1.1.1").options(bad).fragment(10));
            host.until(() -> host.errors("icmp4-not-answered") == 2);
            assertThat(host.errors("ip4-bad-options")).isEqualTo(2);
            host.untilIdle();
            assertThat(left.received()).isEmpty();
        });
    }
}
