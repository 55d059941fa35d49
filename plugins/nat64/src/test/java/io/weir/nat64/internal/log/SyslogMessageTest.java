package io.weir.nat64.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Messages of syslog, by the sections of RFC 5424. */
class SyslogMessageTest {
    private static final String ADDRESS = " IATYP=\"IPv6\" ISADDR=\"2001:db8:1::2\"";
    private static final String CLIENT = " SVLAN=\"7\"" + ADDRESS;
    private static final String POOL = " XATYP=\"IPv4\" XSADDR=\"198.51.100.1\"";

    private final SyslogMessage message = new SyslogMessage("192.0.2.1", 4_711, 480);

    private String of(final Event event) {
        return StandardCharsets.US_ASCII.decode(message.of(event)).toString();
    }

    @Test
    void shouldHaveTheHeaderOfSection62() {
        assertThat(of(Events.session(true)))
                .as("6.2.1 PRI local0.info, 6.2.2 VERSION, 6.2.3 TIMESTAMP, 6.2.4 HOSTNAME, APP-NAME, PROCID, MSGID")
                .startsWith("<134>1 2023-11-14T22:13:20.123456Z 192.0.2.1 NAT 4711 SADD [");
        final Event early = Events.session(true);
        early.timeMicros = -1;
        assertThat(of(early)).contains(" 1969-12-31T23:59:59.999999Z ");
        early.timeMicros = 1_700_000_001_000_007L;
        assertThat(of(early)).contains(" 2023-11-14T22:13:21.000007Z ");
    }

    @Test
    void shouldHaveTheElementsOfVpp() {
        final String session = " [nsess" + CLIENT + " ISPORT=\"40000\"" + POOL
                + " XSPORT=\"1030\" PROTO=\"6\" XDADDR=\"192.0.2.2\" XDPORT=\"443\"]";
        assertThat(of(Events.session(true))).endsWith("SADD" + session);
        assertThat(of(Events.session(false))).endsWith("SDEL" + session);
        final String binding = " [napmap" + CLIENT + " ISPORT=\"40000\"" + POOL + " XSPORT=\"1030\" PROTO=\"6\"]";
        assertThat(of(Events.binding(true))).endsWith("APMADD" + binding);
        assertThat(of(Events.binding(false))).endsWith("APMDEL" + binding);
    }

    @Test
    void shouldTellOfBlocksAndOfWhatIsShort() {
        final String block = " [npblock" + CLIENT + POOL + " XSPORTMIN=\"2048\" XSPORTMAX=\"2303\"]";
        assertThat(of(Events.block(true))).endsWith("PBADD" + block);
        assertThat(of(Events.block(false))).endsWith("PBDEL" + block);
        assertThat(of(Events.exhausted()))
                .startsWith("<132>1 ")
                .endsWith("EXHAUSTED [nlimit POOL=\"0\" IATYP=\"IPv6\" ISADDR=\"2001:db8:1::2\"]");
        assertThat(of(Events.quota(1))).endsWith("QUOTA [nlimit WHAT=\"sessions\" MAX=\"4096\"]");
        assertThat(of(Events.quota(2))).endsWith("QUOTA [nlimit WHAT=\"bindings\" MAX=\"4096\"]");
        assertThat(of(Events.quota(3)))
                .endsWith("QUOTA [nlimit WHAT=\"client\" MAX=\"4096\" IATYP=\"IPv6\" ISADDR=\"2001:db8:1::2\"]");
    }

    @Test
    void shouldFitIntoTheLeastLengthHoweverLongItsNumbersAre() {
        final SyslogMessage longest =
                new SyslogMessage("2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", Integer.MAX_VALUE, 480);
        final Event event = Events.session(true);
        event.clientHigh = 0xabcd_abcd_abcd_abcdL;
        event.clientLow = 0xabcd_abcd_abcd_abcdL;
        event.vrf = Integer.MIN_VALUE;
        event.clientPort = 65_535;
        event.poolPort = 65_535;
        event.serverPort = 65_535;
        event.protocol = 255;
        event.poolAddress = 0xfefe_fefe;
        event.server = 0xfefe_fefe;
        assertThat(StandardCharsets.US_ASCII.decode(longest.of(event)).toString())
                .endsWith("XDPORT=\"65535\"]");
    }
}
