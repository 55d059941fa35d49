package io.weir.nat64.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.nat64.internal.UnconfiguredBase;
import io.weir.testkit.PacketView;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What collectors hear of clients' packets. */
@Timeout(60)
class EventLogTest extends UnconfiguredBase {
    private static final int SOURCE_PORT = 48_739;

    private final IpfixReader ipfix = new IpfixReader();
    private final List<String> lines = new ArrayList<>();
    private final Collector ipfixCollector = new Collector();
    private final Collector syslogCollector = new Collector();

    @AfterEach
    void close() {
        ipfixCollector.close();
        syslogCollector.close();
    }

    private void export(final String more) {
        host.cli("set ipfix exporter collector 127.0.0.1 port " + ipfixCollector.port() + " src 127.0.0.1 " + more);
        host.cli("nat ipfix logging domain 9 src-port " + SOURCE_PORT);
    }

    private void send() {
        host.cli("set syslog sender collector 127.0.0.1 port " + syslogCollector.port() + " src 127.0.0.1");
    }

    /** Hears what there is to hear. */
    private boolean listen() {
        for (ByteBuffer next = ipfixCollector.next(); next != null; next = ipfixCollector.next()) {
            ipfix.read(next);
        }
        for (ByteBuffer next = syslogCollector.next(); next != null; next = syslogCollector.next()) {
            lines.add(StandardCharsets.US_ASCII.decode(next).toString());
        }
        return true;
    }

    private List<Map<Integer, BigInteger>> records(final int event) {
        return ipfix.records().stream()
                .filter(record -> record.get(230).intValue() == event)
                .toList();
    }

    private void untilRecords(final int event, final int count) {
        host.until(() -> listen() && records(event).size() >= count);
        assertThat(records(event)).hasSize(count);
    }

    private void untilLines(final String word, final int count) {
        host.until(() ->
                listen() && lines.stream().filter(line -> line.contains(word)).count() >= count);
    }

    private static void has(final Map<Integer, BigInteger> record, final int element, final String hex) {
        assertThat(record.get(element)).as("element %d", element).isEqualTo(new BigInteger(hex, 16));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldTellOfBindingsAndSessionsBothWays(final int workers) {
        run(workers, () -> {
            translate();
            export("template-interval 1");
            send();
            final long beforeMs = System.currentTimeMillis() - 2_000;
            final PacketView out = through(left, udp(2, 4_000, 53)).getFirst();
            assertThat(passed(left, udp(2, 4_000, 54), tcp(3, 5_000, 80))).isEqualTo(2);
            untilRecords(EventType.BINDING_MADE, 2);
            untilRecords(EventType.SESSION_MADE, 3);
            assertThat(ipfix.domain()).isEqualTo(9);
            final Map<Integer, BigInteger> binding = records(EventType.BINDING_MADE).stream()
                    .filter(record -> record.get(4).intValue() == 17)
                    .findFirst()
                    .orElseThrow();
            has(binding, 27, "20010db8000100000000000000000002");
            has(binding, 225, "c6336401");
            has(binding, 7, Integer.toHexString(4_000));
            has(binding, 227, Integer.toHexString(out.sourcePort()));
            has(binding, 234, "0");
            assertThat(binding.get(323).longValueExact()).isBetween(beforeMs, System.currentTimeMillis() + 2_000);
            final Map<Integer, BigInteger> session = records(EventType.SESSION_MADE).stream()
                    .filter(record -> record.get(11).intValue() == 53)
                    .findFirst()
                    .orElseThrow();
            has(session, 28, "20010db80064000000000000c0000202");
            has(session, 226, "c0000202");
            has(session, 228, Integer.toHexString(53));
            has(session, 227, Integer.toHexString(out.sourcePort()));
            untilLines("SADD", 3);
            assertThat(lines)
                    .anyMatch(line -> line.contains(
                            " 127.0.0.1 NAT " + ProcessHandle.current().pid() + " APMADD [napmap"
                                    + " SVLAN=\"0\" IATYP=\"IPv6\" ISADDR=\"2001:db8:1::2\" ISPORT=\"4000\" XATYP=\"IPv4\""
                                    + " XSADDR=\"198.51.100.1\" XSPORT=\"" + out.sourcePort() + "\" PROTO=\"17\"]"))
                    .anyMatch(line -> line.endsWith("PROTO=\"6\" XDADDR=\"192.0.2.2\" XDPORT=\"80\"]"));
            host.cli("clear nat64 sessions");
            untilRecords(EventType.SESSION_ENDED, 3);
            untilRecords(EventType.BINDING_ENDED, 2);
            assertThat(records(EventType.BINDING_ENDED).stream()
                            .map(record -> record.get(227))
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(records(EventType.BINDING_MADE).stream()
                            .map(record -> record.get(227))
                            .toList());
            untilLines("SDEL", 3);
            untilLines("APMDEL", 2);
            assertThat(host.cli("show nat64 log"))
                    .contains("0 waiting, 0 lost")
                    .contains("syslog to 127.0.0.1:" + syslogCollector.port());
            host.until(() -> host.cli("show nat64 log").contains("10 events in "));
            host.cli("nat ipfix logging disable");
            assertThat(host.cli("show nat64 log")).contains("IPFIX is off: see `nat ipfix logging'");
            host.cli("set syslog sender collector 0.0.0.0");
            assertThat(passed(left, udp(2, 4_000, 53))).isEqualTo(1);
            assertThat(host.cli("show nat64 log")).contains("0 waiting");
            listen();
            assertThat(ipfix.records()).hasSize(10);
        });
    }

    @Test
    void shouldNameTablesOfClientsAndPrefixesThatHaveGone() {
        run(0, () -> {
            host.cli("ip6 table add 7");
            host.cli("set interface ip address del left 2001:db8:1::1/64");
            host.cli("set interface ip6 table left 7");
            host.cli("set interface ip address left 2001:db8:1::1/64");
            host.cli("nat64 plugin enable");
            host.cli("nat64 add prefix 2001:db8:64::/96 tenant-vrf 7");
            host.cli("nat64 add pool address " + POOL);
            host.cli("set interface nat64 in left");
            host.cli("set interface nat64 out right");
            export("");
            assertThat(passed(left, udp(2, 4_000, 53))).isEqualTo(1);
            untilRecords(EventType.SESSION_MADE, 1);
            has(records(EventType.SESSION_MADE).getFirst(), 234, "7");
            host.cli("nat64 add prefix 2001:db8:64::/96 tenant-vrf 7 del");
            untilRecords(EventType.SESSION_ENDED, 1);
            has(records(EventType.SESSION_ENDED).getFirst(), 28, "20010db80064000000000000c0000202");
            has(records(EventType.SESSION_ENDED).getFirst(), 234, "7");
        });
    }

    @Test
    void shouldTellOfWhatIsWantedOnly() {
        run(0, () -> {
            translate();
            export("");
            send();
            host.cli("nat64 log ipfix bindings");
            host.cli("nat64 log syslog sessions");
            assertThat(passed(left, udp(2, 4_000, 53))).isEqualTo(1);
            untilRecords(EventType.BINDING_MADE, 1);
            untilLines("SADD", 1);
            assertThat(ipfix.records()).hasSize(1);
            assertThat(lines).hasSize(1);
            host.cli("set syslog filter severity warning");
            assertThat(host.cli("show syslog filter")).isEqualTo("severity-filter: warning\n");
            host.cli("clear nat64 sessions");
            untilRecords(EventType.BINDING_ENDED, 1);
            assertThat(lines).hasSize(1);
        });
    }

    @Test
    void shouldTellWhatClientsDidNotGet() {
        run(0, () -> {
            host.cli("nat64 plugin enable client-bindings 2 max-sessions 3");
            host.cli("nat64 add prefix 2001:db8:64::/96");
            host.cli("set interface nat64 in left");
            host.cli("set interface nat64 out right");
            export("");
            send();
            host.cli("set syslog filter severity warning");
            assertThat(passed(left, udp(2, 4_000, 53), udp(2, 4_001, 53))).isZero();
            untilRecords(EventType.ADDRESSES_EXHAUSTED, 1);
            has(records(EventType.ADDRESSES_EXHAUSTED).getFirst(), 283, "0");
            host.cli("nat64 add pool address " + POOL);
            assertThat(passed(left, udp(2, 4_000, 53), udp(2, 4_001, 53), udp(2, 4_002, 53), udp(2, 4_003, 53)))
                    .isEqualTo(2);
            untilRecords(EventType.QUOTA_EXCEEDED, 1);
            has(records(EventType.QUOTA_EXCEEDED).getFirst(), 466, "3");
            has(records(EventType.QUOTA_EXCEEDED).getFirst(), 473, "2");
            has(records(EventType.QUOTA_EXCEEDED).getFirst(), 27, "20010db8000100000000000000000002");
            assertThat(passed(left, udp(3, 4_000, 53), udp(4, 4_000, 53))).isEqualTo(1);
            untilRecords(EventType.QUOTA_EXCEEDED, 2);
            has(records(EventType.QUOTA_EXCEEDED).getLast(), 466, "1");
            has(records(EventType.QUOTA_EXCEEDED).getLast(), 471, "3");
            untilLines("QUOTA", 2);
            assertThat(lines)
                    .hasSize(3)
                    .allMatch(line -> line.startsWith("<132>1 "))
                    .anyMatch(line -> line.endsWith("QUOTA [nlimit WHAT=\"sessions\" MAX=\"3\"]"))
                    .anyMatch(line -> line.contains("EXHAUSTED [nlimit POOL=\"0\""));
        });
    }

    @Test
    void shouldTellOfBlocksOfPorts() {
        run(0, () -> {
            host.cli("nat64 plugin enable port-block-size 64 port-blocks 1");
            configure();
            export("");
            send();
            host.cli("nat64 log ipfix port-blocks");
            host.cli("nat64 log syslog port-blocks");
            final PacketView out = through(left, udp(2, 4_000, 53)).getFirst();
            assertThat(passed(left, udp(2, 4_001, 53))).isEqualTo(1);
            untilRecords(EventType.BLOCK_MADE, 1);
            final Map<Integer, BigInteger> block = records(EventType.BLOCK_MADE).getFirst();
            has(block, 27, "20010db8000100000000000000000002");
            has(block, 225, "c6336401");
            final int first = out.sourcePort() & -64;
            has(block, 361, Integer.toHexString(first));
            has(block, 362, Integer.toHexString(first + 63));
            untilLines("PBADD", 1);
            host.cli("clear nat64 sessions");
            untilRecords(EventType.BLOCK_ENDED, 1);
            has(records(EventType.BLOCK_ENDED).getFirst(), 361, Integer.toHexString(first));
            has(block, 234, "0");
            untilLines("PBDEL", 1);
            assertThat(lines).allMatch(line -> line.contains("SVLAN=\"0\""));
            assertThat(ipfix.records()).hasSize(2);
        });
    }

    @Test
    void shouldHoldToTheRateAndLoseWhatFindsNoRoom() {
        run(0, () -> {
            translate();
            export("path-mtu 1400");
            host.cli("nat64 log rate 100");
            for (int i = 0; i < 400; i++) {
                left.send(udp(2 + i % 7, 1_024 + i, 53));
            }
            host.untilIdle();
            assertThat(right.received()).hasSize(400);
            assertThat(host.cli("show nat64 log"))
                    .contains("100 events a second at most")
                    .doesNotContain(" 0 waiting");
            host.cli("nat64 log rate 200000");
            untilRecords(EventType.SESSION_MADE, 400);
            untilRecords(EventType.BINDING_MADE, 400);
            assertThat(ipfix.nextSequence()).as("none was lost on the way").isEqualTo(800);
        });
    }

    @Test
    void shouldCountWhatNobodyHears() {
        run(0, () -> {
            translate();
            final int port = ipfixCollector.port();
            ipfixCollector.close();
            host.cli("set ipfix exporter collector 127.0.0.1 port " + port + " src 127.0.0.1 template-interval 1");
            host.cli("nat ipfix logging src-port " + SOURCE_PORT);
            host.until(() -> host.cli("show nat64 log").contains("finds nobody at 127.0.0.1:" + port));
            assertThat(host.cli("set syslog sender collector 127.0.0.1 src 203.0.113.77"))
                    .contains("syslog can't be sent from 203.0.113.77")
                    .contains("it is tried again");
            assertThat(passed(left, udp(2, 4_000, 53))).isEqualTo(1);
            host.until(() -> host.cli("show nat64 log").contains("0 events in 0 messages sent, 2 events not sent"));
        });
    }

    @Test
    void shouldNameWhatIsWrong() {
        run(0, () -> {
            final String before = host.cli("show nat64 log");
            refused("set ipfix exporter collector 192.0.2.9", "say by src from which address");
            refused("set ipfix exporter collector 192.0.2.9 src 2001:db8::1", "must both be of IPv4 or of IPv6");
            refused("set ipfix exporter collector 192.0.2.9 port 65536 src 192.0.2.1", "65536");
            refused("set ipfix exporter collector 192.0.2.9 src 192.0.2.1 path-mtu 100", "100");
            refused("set ipfix exporter collector 192.0.2.9 src 192.0.2.1 template-interval 0", "0");
            refused("set ipfix exporter collector nowhere", "nowhere");
            refused("nat ipfix logging domain 0", "0");
            refused("nat ipfix logging disable", "NAT64 is not logged by IPFIX");
            refused("set syslog sender collector 2001:db8::9", "say by src");
            refused("set syslog sender collector 192.0.2.9 src 192.0.2.1 max-msg-size 479", "479");
            refused("set syslog filter severity loud", "loud");
            refused("nat64 log ipfix everything", "everything");
            refused("nat64 log rate 0", "0");
            assertThat(host.cli("show nat64 log")).isEqualTo(before);
            assertThat(host.cli("nat ipfix logging")).contains("nothing is sent yet: see `set ipfix exporter'");
            assertThat(host.cli("show syslog sender")).isEqualTo("syslog sender is disabled\n");
        });
    }

    private void refused(final String command, final String why) {
        assertThat(host.refused(command)).as(command).contains(why);
    }
}
