package io.weir.ip6.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host says of its groups, by a test's clock. */
@Timeout(60)
class MulticastListenerTest {
    private static final String SOLICITED = "ff0200000000000000000001ff000001";
    private static final String ROUTERS = "ff020000000000000000000000000002";
    private static final int REPORT = 143;

    private final TimedLink link = new TimedLink();
    private TestInterface left;

    private void run(final int workers, final Consumer<TestHost> body) {
        link.run(workers, 0, 2, host -> {
            left = link.left();
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.untilIdle();
            body.accept(host);
        });
    }

    private void pass(final TestHost host, final double seconds) {
        link.pass(host, seconds);
    }

    /** A query behind a router alert. */
    private static TestPacket query(final String from, final int hops, final String hex) {
        return TimedLink.message(from, "ff02::1", 130, hex)
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
