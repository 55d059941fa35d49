package io.weir.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {

    @Property(tries = 300)
    void shouldReadBackAnyIp4Prefix(@ForAll final int address, @ForAll @IntRange(max = 32) final int length) {
        final Ip4Prefix prefix = new Ip4Prefix(address, length);
        assertThat(Ip4Prefix.parse(prefix.toString())).isEqualTo(prefix);
        assertThat(prefix.contains(prefix.network())).isTrue();
        assertThat(prefix.contains(prefix.last())).isTrue();
        assertThat(Integer.toUnsignedLong(prefix.last()) - Integer.toUnsignedLong(prefix.network()) + 1)
                .isEqualTo(1L << 32 - length);
    }

    @Property(tries = 300)
    void shouldReadBackAnyMac(@ForAll @LongRange(min = 0, max = MacAddress.BROADCAST) final long address) {
        final String text = MacAddress.format(address);
        assertThat(MacAddress.parse(text)).isEqualTo(address);
        final String digits = text.replace(":", "");
        assertThat(MacAddress.parse(digits.substring(0, 4) + "." + digits.substring(4, 8) + "." + digits.substring(8)))
                .isEqualTo(address);
    }

    @Property(tries = 300)
    void shouldAgreeWithTheJdkOnAnyIp6Address(@ForAll final long high, @ForAll final long low, @ForAll final int mask)
            throws UnknownHostException {
        final Ip6Address address = new Ip6Address(masked(high, mask), masked(low, mask >> 4));
        assertThat(Ip6Address.parse(address.toString())).isEqualTo(address);
        assertThat(Ip6Address.parse(bytes(address).getHostAddress())).isEqualTo(address);
        if (address.high() != 0 || address.low() >>> 32 != 0xffff) { // the JDK makes IPv4 addresses of those
            assertThat(InetAddress.getByName("[" + address + "]")).isEqualTo(bytes(address));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.256", "1.2.3.4 ", " 1.2.3.4", "1..3.4", "+1.2.3.4"})
    void shouldRefuseWhenIp4AddressIsNotFourNumbers(final String text) {
        assertThatThrownBy(() -> Ip4Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3.4/33", "1.2.3.4", "1.2.3.4/", "1.2.3.4/08", "1.2.3.4/-1", "1.2.3.4/1x", "/8"})
    void shouldRefuseWhenIp4PrefixIsWrong(final String text) {
        assertThatThrownBy(() -> Ip4Prefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "1:",
                "fe80::1%eth0",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                ""
            })
    void shouldRefuseWhenIp6AddressIsWrong(final String text) {
        assertThatThrownBy(() -> Ip6Address.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:0:0:0:0:0:0, ::",
        "1:0:0:0:0:0:0:0, 1::",
        "1:2:3:4:5:6:0:8, 1:2:3:4:5:6:0:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0"
    })
    void shouldPrintIp6AsTheRfcWants(final String text, final String expected) {
        assertThat(Ip6Address.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"6:5:4:3:2:1, 06:05:04:03:02:01", "cdef.abcd.abcd, cd:ef:ab:cd:ab:cd"})
    void shouldReadMacAsVppDoes(final String text, final String expected) {
        assertThat(MacAddress.format(MacAddress.parse(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1:2:3:4:5", "1:2:3:4:5:6:7", "1:2:3:4:5:100", "1.2.3", "1-2-3-4-5-6"})
    void shouldRefuseWhenMacIsWrong(final String text) {
        assertThatThrownBy(() -> MacAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long masked(final long value, final int mask) {
        long result = value;
        for (int i = 0; i < 4; i++) {
            result &= (mask >> i & 1) == 0 ? ~(0xffffL << 16 * i) : -1;
        }
        return result;
    }

    private static InetAddress bytes(final Ip6Address address) throws UnknownHostException {
        final byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) {
            bytes[2 * i] = (byte) (address.group(i) >>> 8);
            bytes[2 * i + 1] = (byte) address.group(i);
        }
        return java.net.Inet6Address.getByAddress(null, bytes, -1);
    }
}
