package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.fib.internal.FibPlugin;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host says of its groups, by a test's clock. */
@Timeout(30)
class MulticastListenerTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String SOLICITED = "ff0200000000000000000001ff000001";
    private static final String ROUTERS = "ff020000000000000000000000000002";
    private static final int REPORT = 143;

    private final AtomicLong clock = new AtomicLong(SECOND_NS);
    private TestInterface left;

    private void run(final int workers, final Consumer<TestHost> body) {
        try (TestHost host = TestHost.withWorkers(workers, clock::get)
                .plugin("fib", new FibPlugin())
                .plugin("ip6", new Ip6Plugin())) {
            host.cli("set plugin setting ip6 dad-transmits 0");
            left = host.addInterface("left");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.untilIdle();
            body.accept(host);
            host.assertNoLeaks();
            assertThat(host.faults()).isZero();
        }
    }

    private void pass(final TestHost host, final double seconds) {
        clock.addAndGet((long) (seconds * SECOND_NS));
        host.untilIdle();
    }

    /** A query behind a router alert; the words behind the checksum in hexadecimal digits. */
    private static TestPacket query(final String from, final int hops, final String hex) {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        final byte[] rest = new byte[bytes.length - 4];
        System.arraycopy(bytes, 4, rest, 0, rest.length);
        return TestPacket.icmp(from, "ff02::1", 130, 0)
                .ports((bytes[0] & 0xff) << 8 | bytes[1] & 0xff, (bytes[2] & 0xff) << 8 | bytes[3] & 0xff)
                .payload(rest)
                .extension(0, 0, 0, 5, 2, 0, 0, 1, 0)
                .ttl(hops);
    }

    /** Records of reports of version 2: type and group in hexadecimal digits. */
    private List<String> records() {
        final List<String> records = new ArrayList<>();
        for (final byte[] frame : left.received()) {
            final PacketView view = PacketView.of(frame);
            final int at = view.transport();
            if (view.protocol() == 58 && view.u8(at) == REPORT) {
                assertThat(view.destination()).isEqualTo("ff02::16");
                assertThat(view.ttl()).isEqualTo(1);
                assertThat(view.checksumGood()).isTrue();
                // Hop-by-hop options with a router alert come first.
                assertThat(HexFormat.of().formatHex(frame, at - 8, at)).isEqualTo("3a00050200000100");
                for (int i = 0; i < view.u16(at + 6); i++) {
                    final int record = at + 8 + i * 20;
                    records.add(view.u8(record) + " " + HexFormat.of().formatHex(frame, record + 4, record + 20));
                }
            }
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldSayTwiceThatItJoinsAndLeaves(final int workers) {
        run(workers, host -> {
            final List<String> first = records();
            assertThat(first).contains("4 " + SOLICITED, "4 " + ROUTERS).hasSize(3);
            pass(host, 1.1);
            assertThat(records()).containsExactlyInAnyOrderElementsOf(first);
            pass(host, 100);
            assertThat(records()).isEmpty();
            host.cli("set interface ip address del left 2001:db8:1::1/64");
            pass(host, 1.1);
            pass(host, 1.1);
            assertThat(records()).contains("3 " + SOLICITED, "3 " + ROUTERS).hasSize(6);
        });
    }

    @ParameterizedTest
    @CsvSource({
        // General, in 1 s; about a group; about a group that it isn't in; about a source.
        "03e8000000000000000000000000000000000000027d0000, 3",
        "03e80000ff0200000000000000000001ff000001027d0000, 1",
        "03e80000ff0200000000000000000001ff0000ff027d0000, 0",
        "03e80000ff0200000000000000000001ff000001027d000120010db8000000000000000000000009, 1",
    })
    void shouldAnswerQueriesInTime(final String bytes, final int records) {
        run(1, host -> {
            pass(host, 1.1);
            pass(host, 1.1);
            left.received();
            left.send(query("fe80::9", 1, bytes));
            host.until(() -> host.errors("mld-queries") == 1);
            pass(host, 1.1);
            assertThat(records()).hasSize(records).allMatch(record -> record.startsWith("2 "));
            pass(host, 100);
            assertThat(records()).isEmpty();
        });
    }

    @Test
    void shouldReportAsVersion1WhileTheQuerierKnowsNoOther() {
        run(0, host -> {
            pass(host, 1.1);
            pass(host, 1.1);
            left.received();
            left.send(query("fe80::9", 1, "03e80000" + "00000000000000000000000000000000"));
            host.until(() -> host.errors("mld-queries") == 1);
            pass(host, 1.1);
            final List<PacketView> reports =
                    left.received().stream().map(PacketView::of).toList();
            assertThat(reports).hasSize(3).allSatisfy(report -> {
                assertThat(report.u8(report.transport())).isEqualTo(131);
                assertThat(report.checksumGood()).isTrue();
            });
            assertThat(reports).extracting(PacketView::destination).contains("ff02::1:ff00:1", "ff02::2");
            pass(host, 261);
            host.cli("set interface ip address left 2001:db8:1::7/64");
            host.untilIdle();
            assertThat(records()).containsExactly("4 ff0200000000000000000001ff000007");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1::9, 1, 03e8000000000000000000000000000000000000027d0000",
        "fe80::9, 64, 03e8000000000000000000000000000000000000027d0000",
        "fe80::9, 1, 03e8000000000000000000000000000000000000027d",
        "fe80::9, 1, 03e8000000000000000000000000000000000000027d0005",
        "fe80::9, 1, 03e80000",
    })
    void shouldCountWhatIsMalformed(final String from, final int hops, final String bytes) {
        run(0, host -> {
            pass(host, 1.1);
            pass(host, 1.1);
            left.received();
            left.send(query(from, hops, bytes));
            host.until(() -> host.errors("mld-malformed") == 1);
            pass(host, 60);
            assertThat(records()).isEmpty();
        });
    }
}
