package io.weir.nat64.internal.xlat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.net.Ip6Prefix;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Prefix64Test {
    private static final int[] LENGTHS = {32, 40, 48, 56, 64, 96};

    private static Prefix64 prefix(final String text) {
        return Prefix64.of(Ip6Prefix.parse(text));
    }

    /** RFC 6052, 2.4, tables 1 and 2. */
    @ParameterizedTest
    @CsvSource({
        "2001:db8::/32, 2001:db8:c000:221::",
        "2001:db8:100::/40, 2001:db8:1c0:2:21::",
        "2001:db8:122::/48, 2001:db8:122:c000:2:2100::",
        "2001:db8:122:300::/56, 2001:db8:122:3c0:0:221::",
        "2001:db8:122:344::/64, 2001:db8:122:344:c0:2:2100::",
        "2001:db8:122:344::/96, 2001:db8:122:344::192.0.2.33",
        "64:ff9b::/96, 64:ff9b::192.0.2.33"
    })
    void shouldWriteAddressesAsRfc6052Section24Does(final String under, final String expected) {
        final Prefix64 prefix = prefix(under);
        final int address = Ip4Address.parse("192.0.2.33");
        final Ip6Address written = Ip6Address.parse(expected);
        assertThat(new Ip6Address(prefix.high(address), prefix.low(address))).isEqualTo(written);
        assertThat(prefix.contains(written.high(), written.low())).isTrue();
        assertThat(prefix.extract(written.high(), written.low())).isEqualTo(address);
    }

    @Property(tries = 2_000)
    void shouldReadWhatItWrote(
            @ForAll @IntRange(max = 5) final int length,
            @ForAll final long high,
            @ForAll final int suffix,
            @ForAll final int address) {
        final Ip6Prefix drawn = new Ip6Prefix(
                new Ip6Address(high & 0x7fff_ffff_ffff_ffffL, suffix & 0x00ff_ffffL << 32), LENGTHS[length]);
        final Prefix64 prefix = Prefix64.of(drawn.canonical());
        final long written = prefix.low(address);
        assertThat(prefix.contains(prefix.high(address), written)).isTrue();
        assertThat(prefix.extract(prefix.high(address), written)).isEqualTo(address);
        assertThat(prefix.prefix().contains(new Ip6Address(prefix.high(address), written)))
                .isTrue();
        assertThat(written >>> 56).isZero();
        assertThat(prefix.contains(prefix.high(address), written | 1L << 56 + length))
                .isFalse();
        assertThat(prefix.contains(prefix.high(address) ^ 1L << 32 + length, written))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8::/33",
                "2001:db8::/72",
                "2001:db8::/128",
                "2001:db8::/24",
                "2001:db8::1/64",
                "2001:db8:0:0:100::/96",
                "ff00::/32"
            })
    void shouldRefuseAPrefixWhenRfc6052HasNone(final String text) {
        assertThatThrownBy(() -> prefix(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(text + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1.2.3, 10.0.0.1",
        "100.64.0.0, 100.127.255.255",
        "127.0.0.1, 169.254.9.9",
        "172.16.0.0, 172.31.255.255",
        "192.0.0.1, 192.0.2.1",
        "192.168.0.0, 192.168.255.255",
        "198.18.0.0, 198.19.255.255",
        "198.51.100.1, 203.0.113.255",
        "224.0.0.1, 239.255.255.255",
        "240.0.0.0, 255.255.255.255"
    })
    void shouldRefuseWhatIsNotGlobalUnderTheWellKnownPrefixAlone(final String one, final String other) {
        for (final String address : new String[] {one, other}) {
            final int bits = Ip4Address.parse(address);
            assertThat(Prefix64.WELL_KNOWN.refuses(bits)).as(address).isTrue();
            assertThat(prefix("64:ff9b:1::/48").refuses(bits)).as(address).isFalse();
            assertThat(prefix("64:ff9b:1::/96").refuses(bits)).as(address).isFalse();
            assertThat(prefix("2001:db8::/96").refuses(bits)).as(address).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.0.9",
                "192.0.0.10",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "192.88.99.1"
            })
    void shouldTakeGlobalAddressesUnderTheWellKnownPrefix(final String address) {
        assertThat(Prefix64.WELL_KNOWN.refuses(Ip4Address.parse(address))).isFalse();
        assertThat(Prefix64.WELL_KNOWN.isWellKnown()).isTrue();
        assertThat(prefix("64:ff9b:1::/96").isWellKnown()).isFalse();
    }
}
