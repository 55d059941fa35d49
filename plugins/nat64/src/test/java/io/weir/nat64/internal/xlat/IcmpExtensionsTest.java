package io.weir.nat64.internal.xlat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Extensions of ICMP errors (RFC 4884): kept where both families have a place for them, where that family looks for them. */
class IcmpExtensionsTest {
    /** As a router of MPLS sends it (RFC 4950): version 2, checksum, one object of one label. */
    private static final byte[] EXTENSION = extension(12);

    private final Errors errors = new Errors();

    @AfterEach
    void close() {
        errors.close();
    }

    private static byte[] extension(final int bytes) {
        final byte[] extension = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            extension[i] = (byte) (0x80 + i);
        }
        extension[0] = 0x20;
        return extension;
    }

    /** What is quoted, filled up with zeros to so many bytes, and the extension behind it. */
    private static byte[] extended(final byte[] quoted, final int filled, final byte[] extension) {
        final byte[] all =
                Arrays.copyOf(Arrays.copyOf(quoted, Math.min(quoted.length, filled)), filled + extension.length);
        System.arraycopy(extension, 0, all, filled, extension.length);
        return all;
    }

    private void assertExtended(final byte[] extension, final int quoted, final int most) {
        final PacketView view = errors.view();
        final byte[] payload = view.payload();
        assertThat(view.checksumGood()).isTrue();
        assertThat(view.length()).isEqualTo(view.totalLength()).isLessThanOrEqualTo(most);
        assertThat(payload).hasSize(quoted + extension.length);
        assertThat(Arrays.copyOfRange(payload, quoted, payload.length)).isEqualTo(extension);
    }

    /** Bytes of UDP payload in what is quoted, bytes that the router filled it up to, and what it becomes. */
    @ParameterizedTest
    @CsvSource({"40, 128, 128", "100, 128, 152", "97, 128, 152", "300, 328, 352", "1200, 1020, 1040"})
    void shouldKeepExtensionsToIp6(final int payload, final int filled, final int expected) {
        final byte[] quoted = Errors.fromClient4().payload(payload).ip();
        final byte[] body = extended(quoted, filled, EXTENSION);
        for (final int type : new int[] {3, 11}) {
            assertThat(errors.toClient(Errors.error4(type, 0, filled / 4 << 16, body)))
                    .isZero();
            assertExtended(EXTENSION, expected, 1_280);
            assertThat(errors.view().u32(44)).isEqualTo((long) expected / 8 << 24);
            final byte[] made = errors.view().payload();
            final int data = Math.min(payload, expected - 48);
            assertThat(Arrays.copyOfRange(made, 48, 48 + data)).isEqualTo(Arrays.copyOfRange(quoted, 28, 28 + data));
            assertThat(Arrays.copyOfRange(made, 48 + data, expected)).isEqualTo(new byte[expected - 48 - data]);
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 128, 128", "100, 152, 128", "101, 152, 132", "300, 352, 328", "1000, 1048, 536"})
    void shouldKeepExtensionsToIp4(final int payload, final int filled, final int expected) {
        final byte[] quoted = Errors.fromServer6().payload(payload).ip();
        final byte[] body = extended(quoted, filled, EXTENSION);
        for (final int type : new int[] {1, 3}) {
            assertThat(errors.toServer(Errors.error6(type, 0, filled / 8 << 24, body)))
                    .isZero();
            assertExtended(EXTENSION, expected, 576);
            assertThat(errors.view().u32(24)).isEqualTo((long) expected / 4 << 16);
            final byte[] made = errors.view().payload();
            final int data = Math.min(payload, expected - 28);
            assertThat(Arrays.copyOfRange(made, 28, 28 + data)).isEqualTo(Arrays.copyOfRange(quoted, 48, 48 + data));
            assertThat(Arrays.copyOfRange(made, 28 + data, expected)).isEqualTo(new byte[expected - 28 - data]);
        }
    }

    /** IPv6 extends neither packet too big nor parameter problem. */
    @ParameterizedTest
    @CsvSource({"3, 4, 1400, 1420", "3, 2, 0, 6", "12, 0, 0, 0"})
    void shouldCutExtensionsOffWhenIp6HasNoPlaceForThem(
            final int type, final int code, final int rest, final int expected) {
        final byte[] quoted = Errors.fromClient4().ip();
        final byte[] body = extended(quoted, 128, EXTENSION);
        assertThat(errors.toClient(Errors.error4(type, code, rest | 32 << 16, body)))
                .isZero();
        assertThat(errors.view().u32(44)).isEqualTo(expected);
        assertThat(errors.view().payload()).hasSize(quoted.length + 20);
        assertThat(errors.view().checksumGood()).isTrue();
    }

    @Test
    void shouldCutExtensionsOffWhenTheyAreTooLong() {
        final byte[] quoted6 = Errors.fromServer6().payload(1_000).ip();
        final byte[] long6 = extended(quoted6, 200, extension(424));
        assertThat(errors.toServer(Errors.error6(3, 0, 25 << 24, long6))).isZero();
        assertThat(errors.view().payload()).hasSize(200 - 20);
        assertThat(errors.view().u32(24)).isZero();
        final byte[] most6 = extended(quoted6, 200, extension(420));
        assertThat(errors.toServer(Errors.error6(3, 0, 25 << 24, most6))).isZero();
        assertExtended(extension(420), 128, 576);
        final byte[] quoted4 = Errors.fromClient4().payload(1_000).ip();
        final byte[] long4 = extended(quoted4, 200, extension(1_108));
        assertThat(errors.toClient(Errors.error4(11, 0, 50 << 16, long4))).isZero();
        assertThat(errors.view().payload()).hasSize(200 + 20);
        assertThat(errors.view().u32(44)).isZero();
    }

    @Test
    void shouldQuoteLessToIp6WhenExtensionsAreLong() {
        final byte[] body = extended(Errors.fromClient4().payload(1_200).ip(), 1_020, extension(300));
        assertThat(errors.toClient(Errors.error4(11, 0, 255 << 16, body))).isZero();
        assertExtended(extension(300), 928, 1_280);
        assertThat(errors.view().u32(44)).isEqualTo(116L << 24);
    }

    /** Lengths that point beyond the message, or say nothing: all of it is quoted packet. */
    @ParameterizedTest
    @CsvSource({"0", "35", "36", "255"})
    void shouldTakeAllForThePacketWhenTheLengthIsForged(final int words) {
        final byte[] quoted = Errors.fromClient4().payload(112).ip();
        assertThat(quoted).hasSize(140);
        assertThat(errors.toClient(Errors.error4(11, 0, words << 16, quoted))).isZero();
        assertThat(errors.view().payload()).hasSize(160);
        assertThat(errors.view().u32(44)).isZero();
        assertThat(errors.quoted().checksumGood()).isTrue();
    }

    @Test
    void shouldRefuseAQuoteThatIsShorterThanItsHeaders() {
        final byte[] body = extended(Errors.fromClient4().ip(), 128, EXTENSION);
        assertThat(errors.toClient(Errors.error4(11, 0, 4 << 16, body))).isEqualTo(Refusal.ICMP_QUOTE.code());
        final byte[] body6 = extended(Errors.fromServer6().ip(), 128, EXTENSION);
        assertThat(errors.toServer(Errors.error6(3, 0, 4 << 24, body6))).isEqualTo(Refusal.ICMP_QUOTE.code());
    }
}
