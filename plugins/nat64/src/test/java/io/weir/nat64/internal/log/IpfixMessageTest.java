package io.weir.nat64.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages of IPFIX, byte by byte (RFC 7011) and field by field (RFC 8158). */
class IpfixMessageTest {
    private static final String TIME = "0000018bcfe5687b";
    private static final String CLIENT = "20010db8000100000000000000000002";
    private static final String POOL = "c6336401";

    private static String hex(final ByteBuffer buffer) {
        final byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String of(final Event event) {
        final IpfixMessage message = new IpfixMessage(512, 9, 0x1_0000_0005L);
        assertThat(message.add(event)).isTrue();
        return hex(message.finish(0x6553_f100L));
    }

    @Test
    void shouldHaveHeaderAndSetOfRfc7011Section3() {
        assertThat(of(Events.binding(true)))
                .as("3.1: version 10, length, export time, sequence modulo 2^32, domain; 3.3.2: set, length")
                .startsWith("000a" + "003a" + "6553f100" + "00000005" + "00000009" + "0104" + "002a");
    }

    @Test
    void shouldTellOfBindingsByRfc8158Section56() {
        assertThat(of(Events.binding(true)))
                .endsWith(TIME + "0a" + CLIENT + POOL + "06" + "9c40" + "0406" + "00000007");
        assertThat(of(Events.binding(false))).contains(TIME + "0b" + CLIENT);
    }

    @Test
    void shouldTellOfSessionsByRfc8158Section56() {
        assertThat(of(Events.session(true)))
                .contains("0105" + "0042")
                .endsWith(TIME + "06" + CLIENT + POOL + "06" + "9c40" + "0406" + "20010db80064000000000000c0000202"
                        + "c0000202" + "01bb" + "01bb" + "00000007");
        assertThat(of(Events.session(false))).contains(TIME + "07" + CLIENT);
    }

    @Test
    void shouldTellOfWhatIsShort() {
        assertThat(of(Events.exhausted())).endsWith("0101" + "0011" + TIME + "03" + "00000000");
        assertThat(of(Events.quota(EventType.Quota.SESSIONS)))
                .endsWith("0102" + "0015" + TIME + "0d" + "00000001" + "00001000");
        assertThat(of(Events.quota(EventType.Quota.BINDINGS)))
                .endsWith("0103" + "0015" + TIME + "0d" + "00000002" + "00001000");
        assertThat(of(Events.quota(EventType.Quota.PER_CLIENT)))
                .endsWith("0106" + "0025" + TIME + "0d" + "00000003" + "00001000" + CLIENT);
    }

    @Test
    void shouldTellOfBlocksOfPortsByRfc8158Section56() {
        assertThat(of(Events.block(true)))
                .endsWith("0107" + "0029" + TIME + "10" + CLIENT + POOL + "0800" + "08ff" + "00000007");
        assertThat(of(Events.block(false))).contains(TIME + "11" + CLIENT);
    }

    @Test
    void shouldDescribeEveryRecordByATemplateOfItsOwn() {
        final IpfixMessage message = new IpfixMessage(512, 9, 0);
        for (final IpfixTemplate template : IpfixTemplate.values()) {
            assertThat(message.add(template)).isTrue();
        }
        final IpfixReader reader = new IpfixReader();
        reader.read(message.finish(1));
        assertThat(reader.nextSequence()).as("3.1: templates don't count").isZero();
        message.next();
        assertThat(reader.templates().get(260))
                .as("as VPP's")
                .containsExactly(
                        Map.entry(323, 8),
                        Map.entry(230, 1),
                        Map.entry(27, 16),
                        Map.entry(225, 4),
                        Map.entry(4, 1),
                        Map.entry(7, 2),
                        Map.entry(227, 2),
                        Map.entry(234, 4));
        assertThat(reader.templates().get(261).keySet())
                .containsExactly(323, 230, 27, 225, 4, 7, 227, 28, 226, 11, 228, 234);
        assertThat(reader.templates().get(257).keySet()).containsExactly(323, 230, 283);
        assertThat(reader.templates().get(258).keySet()).containsExactly(323, 230, 466, 471);
        assertThat(reader.templates().get(259).keySet()).containsExactly(323, 230, 466, 472);
        assertThat(reader.templates().get(262).keySet()).containsExactly(323, 230, 466, 473, 27);
        assertThat(reader.templates().get(263).keySet()).containsExactly(323, 230, 27, 225, 361, 362, 234);
        final List<Event> events = List.of(
                Events.session(true),
                Events.session(false),
                Events.binding(true),
                Events.block(true),
                Events.exhausted(),
                Events.quota(1),
                Events.quota(2),
                Events.quota(3));
        events.forEach(event -> assertThat(message.add(event)).isTrue());
        reader.read(message.finish(2));
        assertThat(reader.nextSequence()).isEqualTo(events.size());
        assertThat(reader.records()).hasSize(events.size());
        for (int i = 0; i < events.size(); i++) {
            assertThat(reader.records().get(i).get(230)).isEqualTo(BigInteger.valueOf(events.get(i).type));
        }
    }

    @Test
    void shouldNeverBeLongerThanThePath() {
        for (int most = IpfixMessage.LEAST; most < 600; most++) {
            final IpfixMessage message = new IpfixMessage(most, 1, 0);
            for (final IpfixTemplate template : IpfixTemplate.values()) {
                if (!message.add(template)) {
                    message.finish(1);
                    message.next();
                    assertThat(message.add(template)).as("%d bytes", most).isTrue();
                }
            }
            message.finish(1);
            message.next();
            int records = 0;
            while (message.add(records % 2 == 0 ? Events.session(true) : Events.binding(true))) {
                records++;
            }
            final ByteBuffer all = message.finish(1);
            assertThat(all.limit()).isLessThanOrEqualTo(most);
            assertThat(records).isPositive().isEqualTo(message.records());
            message.next();
            assertThat(message.sequence()).isEqualTo(records);
        }
    }
}
