package io.weir.nat64.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.net.IcmpHeader;
import io.weir.net.TcpHeader;
import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of connections as time passes: RFC 6146, 3.5.2.2, and RFC 5382. */
class TcpTest extends UnconfiguredBase {
    private static final long SECOND_NS = 1_000_000_000;
    private static final int SYN_ACK = TcpHeader.SYN | TcpHeader.ACK;

    private final AtomicLong clock = new AtomicLong(SECOND_NS);

    private void with(final int workers, final Runnable body) {
        run(workers, clock::get, () -> {
            translate();
            body.run();
        });
    }

    private void pass(final long seconds) {
        clock.addAndGet(seconds * SECOND_NS);
        host.untilIdle();
    }

    private static TestPacket fromServer(final int from, final int to, final int flags) {
        return TestPacket.tcp(SERVER, POOL).ports(from, to).flags(flags);
    }

    private List<PacketView> atServers() {
        host.untilIdle();
        return right.received().stream().map(PacketView::of).toList();
    }

    /** What comes out to servers once a timer that is due has run. */
    private List<PacketView> awaited(final int count) {
        final List<PacketView> got = new ArrayList<>();
        host.untilInTime(() -> {
            got.addAll(atServers());
            return got.size() >= count;
        });
        return got;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseASynThatNobodyAskedForAfterSixSeconds(final int workers) {
        with(workers, () -> {
            assertThat(passed(right, fromServer(80, 5_000, TcpHeader.SYN))).isZero();
            assertThat(host.errors("nat64-out2in-no-binding")).isEqualTo(1);
            pass(5);
            assertThat(atServers()).as("not yet").isEmpty();
            pass(2);
            final PacketView error = awaited(1).getFirst();
            assertThat(error.destination()).isEqualTo(SERVER);
            assertThat(error.icmp())
                    .isEqualTo(IcmpHeader.DESTINATION_UNREACHABLE << 8 | IcmpHeader.CODE_PORT_UNREACHABLE);
            assertThat(passed(right, fromServer(80, 5_000, TcpHeader.ACK))).isZero();
            pass(7);
            assertThat(atServers()).as("but for what begins a connection").isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldHoldSoManyAndDropTheRest(final int workers) {
        with(workers, () -> {
            for (int port = 1; port <= 200; port++) {
                right.send(fromServer(port, 5_000 + port, TcpHeader.SYN));
            }
            host.untilIdle();
            assertThat(host.errors("nat64-out2in-no-binding")).isEqualTo(200);
            assertThat(host.cli("show buffers")).containsPattern("SYNs that wait .* (?!0)\\d+");
            pass(7);
            // Each thread answers half of what it holds, then the rest; how many of those ICMP allows to one sender, it
            // says itself.
            assertThat(awaited(1).size()).isBetween(1, 64 * Math.max(1, workers));
            host.untilInTime(() -> {
                host.untilIdle();
                return !Pattern.compile("SYNs that wait .* (?!0)\\d+")
                        .matcher(host.cli("show buffers"))
                        .find();
            });
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldFilterByAddressAndLetBothBegin(final int workers) {
        run(workers, clock::get, () -> {
            host.cli("nat64 plugin enable filtering address-dependent");
            configure();
            final int pool = through(left, tcp(2, 4_000, 80)).getFirst().sourcePort();
            final TestPacket stranger =
                    TestPacket.tcp("192.0.2.3", POOL).ports(9, pool).flags(TcpHeader.SYN);
            assertThat(passed(right, stranger)).isZero();
            assertThat(host.errors("nat64-out2in-filtered")).isEqualTo(1);
            assertThat(host.cli("nat64 test out 192.0.2.3 9 " + POOL + " " + pool + " tcp"))
                    .contains("nat64-out2in-filtered");
            assertThat(passed(right, fromServer(81, pool, TcpHeader.SYN)))
                    .as("another port of an address that the client knows")
                    .isEqualTo(1);
            assertThat(passed(
                            left,
                            TestPacket.tcp(client(2), "2001:db8:64::c000:203")
                                    .ports(4_000, 9)
                                    .flags(TcpHeader.SYN)))
                    .as("the client begins it too")
                    .isEqualTo(1);
            pass(7);
            assertThat(atServers()).as("no error about a SYN that was met").isEmpty();
            assertThat(passed(right, stranger)).isEqualTo(1);
            assertThat(host.cli("show nat64 session table tcp")).contains(" established ");
            host.cli("nat64 add static bib " + client(5) + " 80 " + POOL + " 8080 tcp");
            assertThat(passed(
                            right,
                            TestPacket.tcp("192.0.2.3", POOL).ports(9, 8_080).flags(TcpHeader.SYN)))
                    .as("where the operator lets servers begin")
                    .isEqualTo(1);
            host.cli("clear nat64 sessions all");
            host.untilInTime(() -> sessions("all") == 0);
            final int again = through(left, tcp(2, 4_000, 80)).getFirst().sourcePort();
            assertThat(passed(
                            right,
                            TestPacket.tcp("192.0.2.3", POOL).ports(9, again).flags(TcpHeader.SYN)))
                    .as("the right goes with the session")
                    .isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldAskTheClientBeforeAnEstablishedSessionEnds(final int workers) {
        with(workers, () -> {
            final int pool = through(left, tcp(2, 4_000, 80)).getFirst().sourcePort();
            assertThat(passed(right, fromServer(80, pool, SYN_ACK))).isEqualTo(1);
            left.received();
            pass(7_441);
            final List<PacketView> probes = new ArrayList<>();
            host.untilInTime(() -> {
                host.untilIdle();
                left.received().stream().map(PacketView::of).forEach(probes::add);
                return !probes.isEmpty();
            });
            final PacketView probe = probes.getFirst();
            assertThat(probe.source()).isEqualTo("2001:db8:64::c000:202");
            assertThat(probe.destination()).isEqualTo(client(2));
            assertThat(probe.sourcePort()).isEqualTo(80);
            assertThat(probe.destinationPort()).isEqualTo(4_000);
            assertThat(probe.checksumGood()).isTrue();
            assertThat(probe.u8(probe.transport() + 13)).isEqualTo(TcpHeader.ACK);
            assertThat(host.cli("show nat64 session table tcp")).contains(" trans ");
            assertThat(passed(
                            left,
                            TestPacket.tcp(client(2), "2001:db8:64::c000:202")
                                    .ports(4_000, 80)
                                    .flags(TcpHeader.ACK)))
                    .isEqualTo(1);
            assertThat(host.cli("show nat64 session table tcp"))
                    .as("it has answered")
                    .contains(" established ");
            host.cli("set nat64 tcp-probe off");
            pass(7_441);
            host.untilInTime(() -> sessions("tcp") == 0);
            assertThat(left.received()).isEmpty();
        });
    }
}
