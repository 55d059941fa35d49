package io.weir.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamParserTest {
    private static final String IP4 = " data { UDP: 1.0.0.1 -> 1.0.0.2 UDP: 1 -> 2 }";
    private static final String LOAD = "name s0 limit -1 node ip4-input size 64-64 worker 0 interface pg0 "
            + "data { UDP: 192.168.1.2 -> 10.0.0.0 + 10.255.255.255 "
            + "UDP: 4321 -> 1234 length 30 checksum 0 incrementing 1 }";

    @ParameterizedTest
    @ValueSource(
            strings = {
                LOAD,
                "name s0 limit -1 node ip4-input size 64-64 worker 0 interface pg0 data { UDP: 192.168.1.2 -> 10.0.0.0"
                        + " - 10.0.39.15 UDP: 4321 -> 1234 length 30 checksum 0 incrementing 1 }",
                "name s0 limit -1 node ethernet-input size 64-64 worker 0 interface pg0 data { IP4: 2:0:0:0:0:1 ->"
                        + " 2:0:0:0:0:99 UDP: 192.168.1.2 -> 192.168.2.2 UDP: 4321 -> 1234 length 30 checksum 0"
                        + " incrementing 1 }",
                "name s0 limit -1 node ip6-input size 84-84 worker 0 interface pg0 data { UDP: 2000::3 - 2000::2713 ->"
                        + " 64:ff9b::ac10:102 UDP: 3000 -> 3001 length 44 checksum 0 incrementing 1 }",
                "name s1 node pg1 rate 1.5m ring 4096 maxframe 32 buffer-size 512 tx-interface pg1 worker 3"
                        + " data{UDP:1.0.0.1->1.0.0.2 UDP:1->2}",
                "pcap /tmp/x.pcap name a-b size 60+1500 limit 3k rate 1e6"
            })
    void shouldReadItsOwnTextBackWhenValid(final String text) {
        final StreamSpec spec = StreamParser.parse(text);
        assertThat(StreamParser.parse(spec.toString())).isEqualTo(spec);
        if (!spec.replays() && !spec.node().equals("pg1")) {
            final PacketLayout layout = DataParser.parse(spec.data(), spec.node());
            assertThat(Template.compile(layout, Template.sized(layout, spec))).isNotNull();
        }
    }

    @Test
    void shouldUnderstandUnitsAndAnyOrderWhenParsed() {
        final StreamSpec spec = StreamParser.parse("rate 2.5k limit 1m" + IP4 + " maxframe 8 size 70 + 90 name x");
        assertThat(spec.rate()).isEqualTo(2_500);
        assertThat(spec.limit()).isEqualTo(1_000_000);
        assertThat(spec.maxFrame()).isEqualTo(8);
        assertThat(spec.minBytes()).isEqualTo(70);
        assertThat(spec.maxBytes()).isEqualTo(90);
        assertThat(spec.randomSize()).isTrue();
    }

    @Test
    void shouldChangeOnlyWhatIsNamedWhenConfigured() {
        final StreamSpec spec = StreamParser.parse(LOAD);
        final StreamSpec changed = StreamParser.change(spec, "rate 1k limit 5 size 80-90 ring 16");
        assertThat(changed.data()).isEqualTo(spec.data());
        assertThat(changed.parameters())
                .isEqualTo("limit 5, rate 1.00e3 pps, size 80-90, buffer-size 2048, worker 0, ring 16, ");
        assertThatThrownBy(() -> StreamParser.change(spec, "node ip6-input"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("`node ip6-input' can't be changed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name s0 node ip4-input | no packet data given",
                "name s0 speed 9 data { UDP: 1.0.0.1 -> 1.0.0.2 } | unknown input `speed 9 data",
                "rate fast data { x } | rate `fast' is no number",
                "rate -5 data { x } | rate `-5' is no number",
                "size 90-80 data { x } | size `90-80': the longest is below the shortest",
                "size 0-80 data { x } | size `0-80' is out of range",
                "size 64-99999 data { x } | size `64-99999' is out of range",
                "ring 10 data { x } | ring 10 needs a rate",
                "maxframe 257 data { x } | maxframe 257 is out of range, 1 to 256 is allowed",
                "data { x | the `{' after data is not closed",
                "data { } | data { } says nothing",
                "data x | expected `{' after data, got `x'",
                "pcap a data { x } | both data and pcap a are given",
                "worker x data { x } | worker `x' is no number",
                "name | expected a name, got `'"
            })
    void shouldRefuseWithASentenceWhenParameterIsBad(final String text, final String sentence) {
        assertThatThrownBy(() -> StreamParser.parse(text))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "UDP: 1.2.3.4 -> 5.6.7 | `5.6.7' is no IPv4 address",
                "UDP: 1.2.3.400 -> 5.6.7.8 | `1.2.3.400' is no IPv4 address",
                "UDP: 1.2.3.4 5.6.7.8 | expected `->', got `5.6.7.8'",
                "UDP: 1.2.3.9 - 1.2.3.4 -> 5.6.7.8 | runs down",
                "FOO: 1.2.3.4 -> 5.6.7.8 | `FOO' is no IP protocol",
                "UDP: 1 -> 2 | expected addresses such as",
                "UDP: 1.2.3.4 -> 5.6.7.8 TCP: 1 -> 2 | `TCP' can't follow an IP header whose protocol is UDP",
                "UDP: 1.2.3.4 -> 5.6.7.8 UDP: 1 -> 65536 | port `65536' is out of range, 0 to 65535",
                "UDP: 1.2.3.4 -> 5.6.7.8 UDP: 1 -> 2 hex 0xabc | hex `0xabc' is no even number of hex digits",
                "UDP: 1.2.3.4 -> 5.6.7.8 UDP: 1 -> 2 incrementing 1 more | nothing may follow the payload, got `more'",
                "UDP: 1.2.3.4 -> 5.6.7.8 ttl 256 | ttl `256' is out of range, 0 to 255 is allowed",
                "UDP: 1.2.3.4 -> 5.6.7.8 fragment id 1 offset 7 | fragment offset is no multiple of 8",
                "ICMP: 1.2.3.4 -> 5.6.7.8 ICMP hello | expected a type such as echo_request after ICMP, got `hello'",
                "IP4: 2:0:0:0:0:1 -> 2:0:0:0:0:2 UDP: 1.2.3.4 -> 5.6.7.8 | node ip4-input wants an ip4 header first",
                "UDP: 2000::1 -> 2000::2 | node ip4-input wants an ip4 header first",
                "UDP: 1.2.3.4 -> 5.6.7.8 ? | expected a header or a payload, got `?'"
            })
    void shouldRefuseWithASentenceWhenDataIsBad(final String data, final String sentence) {
        assertThatThrownBy(() -> DataParser.parse(data, "ip4-input"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void shouldRefuseWhenSizeIsBelowTheHeaders() {
        final StreamSpec spec = StreamParser.parse("node ip4-input size 20-64" + IP4);
        final PacketLayout layout = DataParser.parse(spec.data(), spec.node());
        assertThatThrownBy(() -> Template.sized(layout, spec))
                .isInstanceOf(CommandException.class)
                .hasMessage("size 20-64 is too short, the headers take 28 bytes");
    }

    @Property(tries = 3_000)
    void shouldOnlyEverRefuseWhenTextIsBroken(
            @ForAll @IntRange(max = 250) final int at, @ForAll("junk") final String junk, @ForAll final boolean cut) {
        final int place = Math.min(at, LOAD.length());
        tryAll(LOAD.substring(0, place) + junk + (cut ? "" : LOAD.substring(Math.min(place + 3, LOAD.length()))));
    }

    @Property(tries = 3_000)
    void shouldOnlyEverRefuseWhenWordsAreShuffled(@ForAll("words") final List<String> words) {
        tryAll("node ip4-input data { " + String.join(" ", words) + " }");
    }

    @Provide
    Arbitrary<String> junk() {
        return Arbitraries.strings()
                .withChars("{}:->+-/. \t0123456789abcdefxUDP\u00e9\u4e2d")
                .ofMaxLength(8);
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of(Arrays.asList(
                        ("UDP: TCP: ICMP ICMP6: IP4: 17: 1.2.3.4 5.6.7.8 2000::1 2:0:0:0:0:1 -> -> -> - + / 7 0xff 65536"
                                        + " length checksum ttl tos fragment id offset mf vlan request: incrementing hex 0xab SYN"
                                        + " window echo_request code seq version header-length flow-label hop-limit protocol")
                                .split(" ")))
                .list()
                .ofMaxSize(14);
    }

    private static void tryAll(final String text) {
        try {
            final StreamSpec spec = StreamParser.parse(text);
            final PacketLayout layout = DataParser.parse(spec.data(), spec.node());
            assertThat(Template.compile(layout, Template.sized(layout, spec))).isNotNull();
        } catch (final CommandException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        }
    }
}
