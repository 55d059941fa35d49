package io.weir.dpdk.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.CommandException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowParserTest {
    /** Words from a text such as {@code src-ip=any drop}. */
    static FlowSpec parse(final String text) {
        final Map<String, String> words = new LinkedHashMap<>();
        for (final String part : text.split(";")) {
            final String[] pair = part.strip().split("=");
            words.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
        return FlowParser.parse(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eth-type=ip4;drop | ethernet",
                "eth-type=0x88cc;eth-dst=1:80:c2:0:0:e;drop | ethernet",
                "src-ip=10.0.0.0/8;drop | ipv4",
                "ip6-dst-ip=2001:db8::/32;drop | ipv6",
                "dst-ip=any;proto=udp;dst-port=53;drop | ipv4-n-tuple",
                "vlan=5;dst-ip=any;proto=tcp;dst-port=80;drop | ipv4-n-tuple-tagged",
                "src-ip=any;vxlan vni=7;drop | ipv4-vxlan",
                "ip6-src-ip=any;gtpu teid=7;drop | ipv6-gtpu"
            })
    void shouldNameTheTypeAsVppDoesWhenWordsMakeARule(final String words, final String type) {
        assertThat(parse(words).type()).isEqualTo(type);
    }

    @Test
    void shouldPrintWordsInOneOrderWhenTheyCameInAnother() {
        final FlowSpec spec = parse("count;redirect-to-queue=2;dst-port=53/0xfff;proto=udp;src-ip=10.0.0.1");
        assertThat(spec.match()).isEqualTo("src-ip 10.0.0.1, proto udp, dst-port 53/0xfff");
        assertThat(spec.action()).isEqualTo("redirect-to-queue 2, count");
    }

    @Test
    void shouldMaskWhatDoesNotCountWhenAnAddressHasHostBits() {
        assertThat(Masked.ip4("src-ip", "10.1.2.3/16")).isEqualTo(new Masked(0, 0x0a010000L, 0, 0xffff0000L));
        assertThat(Masked.ip4("src-ip", "10.1.2.3/255.0.255.0")).isEqualTo(new Masked(0, 0x0a000200L, 0, 0xff00ff00L));
        assertThat(Masked.ip6("ip6-src-ip", "2001:db8::1/32"))
                .isEqualTo(new Masked(0x20010db8L << 32, 0, -1L << 32, 0));
        assertThat(Masked.ip6("ip6-src-ip", "::5/::f")).isEqualTo(new Masked(0, 5, 0, 15));
        assertThat(Masked.port("src-port", "4097/0xf000")).isEqualTo(new Masked(0, 4096, 0, 0xf000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop | matches nothing",
                "src-ip=any | does nothing",
                "src-ip=10.0.0.300;drop | src-ip: `10.0.0.300'",
                "src-ip=10.0.0.0/33;drop | src-ip: `10.0.0.0/33'",
                "ip6-dst-ip=10.0.0.1;drop | ip6-dst-ip: `10.0.0.1'",
                "src-ip=any;ip6-src-ip=any;drop | either IPv4 or IPv6",
                "proto=udp;drop | proto needs to know IPv4 from IPv6",
                "src-ip=any;dst-port=5;drop | ports need proto tcp or proto udp",
                "src-ip=any;proto=icmp;dst-port=5;drop | ports need proto tcp or proto udp",
                "src-ip=any;proto=256;drop | proto: `256'",
                "src-ip=any;proto=udp;dst-port=65536;drop | dst-port: `65536'",
                "src-ip=any;proto=udp;dst-port=80/0xfffff;drop | dst-port: `80/0xfffff'",
                "eth-type=appletalk;drop | eth-type: `appletalk'",
                "src-ip=any;vxlan vni=1;gtpu teid=1;drop | one of vxlan, gtpu and gtpc",
                "src-ip=any;proto=tcp;vxlan vni=1;drop | proto tcp: tunnels are in udp",
                "src-ip=any;drop;redirect-to-queue=1 | both drop and redirect-to-queue",
                "src-ip=any;drop;redirect-to-node=x | both drop and redirect-to-node",
                "src-ip=any;rss queues=3 to 1 | rss queues 3 to 1",
                "src-ip=any;rss function=md5 | rss function: `md5'",
                "src-ip=any;rss types=ipv4 use nothing | rss types: `nothing'"
            })
    void shouldRefuseNamingTheInputWhenARuleMakesNoSense(final String words, final String sentence) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(sentence);
    }
}
