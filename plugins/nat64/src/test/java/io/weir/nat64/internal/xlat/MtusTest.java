package io.weir.nat64.internal.xlat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7915, 4.2 (code 4) and 5.2 (type 2): the MTUs that errors tell. */
class MtusTest {
    private final Errors errors = new Errors();

    @AfterEach
    void close() {
        errors.close();
    }

    /** Said, bytes of the quoted packet, MTU of the IPv6 and of the IPv4 link, expected. */
    @ParameterizedTest
    @CsvSource({
        "1400, 1500, 65535, 65535, 1420",
        "1260, 1500, 65535, 65535, 1280",
        "1259, 1500, 65535, 65535, 1280",
        "68, 1500, 65535, 65535, 1280",
        "1, 1500, 65535, 65535, 1280",
        "9000, 9100, 1500, 9000, 1500",
        "9000, 9100, 9000, 1500, 1520",
        "1400, 1500, 1410, 65535, 1410",
        "1400, 1500, 1000, 1000, 1280",
        "65535, 65535, 65535, 65535, 65535",
        // The plateaus of RFC 1191, 7.1: the largest that is smaller than the packet.
        "0, 65535, 65535, 65535, 32020",
        "0, 32001, 65535, 65535, 32020",
        "0, 32000, 65535, 65535, 17934",
        "0, 17914, 65535, 65535, 8186",
        "0, 8166, 65535, 65535, 4372",
        "0, 4352, 65535, 65535, 2022",
        "0, 2002, 65535, 65535, 1512",
        "0, 1493, 65535, 65535, 1512",
        "0, 1492, 65535, 65535, 1280",
        "0, 60, 65535, 65535, 1280"
    })
    void shouldTellIp6HostsAsSection42Says(
            final int said, final int bytes, final int mtu6, final int mtu4, final int expected) {
        final byte[] quoted = Errors.fromClient4().fragment(0x4000).ip();
        quoted[2] = (byte) (bytes >>> 8);
        quoted[3] = (byte) bytes;
        errors.errors.mtus(mtu6, mtu4);
        assertThat(errors.toClient(Errors.error4(3, 4, said, quoted))).isZero();
        assertThat(errors.view().u32(44)).isEqualTo(expected);
        assertThat(errors.view().checksumGood()).isTrue();
    }

    /** Said, whether the quoted packet has a fragment header, MTU of the IPv6 and of the IPv4 link, expected. */
    @ParameterizedTest
    @CsvSource({
        "1400, false, 65535, 65535, 1380",
        "1400, true, 65535, 65535, 1372",
        "1280, false, 65535, 65535, 1260",
        "1280, true, 65535, 65535, 1252",
        "1279, false, 65535, 65535, 1260",
        "0, false, 65535, 65535, 1260",
        "9000, false, 1500, 9000, 1480",
        "9000, false, 9000, 1500, 1500",
        "1400, false, 9000, 576, 576",
        "-1, false, 65535, 65535, 65515",
        "-2147483648, false, 1500, 1500, 1480",
        "70000, false, 65535, 65535, 65515"
    })
    void shouldTellIp4HostsAsSection52Says(
            final int said, final boolean fragment, final int mtu6, final int mtu4, final int expected) {
        final byte[] quoted = fragment
                ? Errors.fromServer6().payload(100).fragments(64).getFirst().ip()
                : Errors.fromServer6().ip();
        errors.errors.mtus(mtu6, mtu4);
        assertThat(errors.toServer(Errors.error6(2, 0, said, quoted))).isZero();
        assertThat(errors.view().u32(24)).isEqualTo(expected);
        assertThat(errors.view().checksumGood()).isTrue();
    }
}
