package io.weir.nat64.internal.xlat;

import static io.weir.nat64.internal.xlat.Translation.CLIENT;
import static io.weir.nat64.internal.xlat.Translation.POOL;
import static io.weir.nat64.internal.xlat.Translation.SERVER4;
import static io.weir.nat64.internal.xlat.Translation.SERVER6;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.TestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of RFC 7915, 4.2 and 5.2, each row as a packet. */
class IcmpTypesTest {
    private final Errors errors = new Errors();
    private final Translation translation = errors.translation;

    @AfterEach
    void close() {
        errors.close();
    }

    @ParameterizedTest
    @CsvSource({
        // Destination unreachable.
        "3, 0, 1, 0",
        "3, 1, 1, 0",
        "3, 2, 4, 1",
        "3, 3, 1, 4",
        "3, 4, 2, 0",
        "3, 5, 1, 0",
        "3, 6, 1, 0",
        "3, 7, 1, 0",
        "3, 8, 1, 0",
        "3, 9, 1, 1",
        "3, 10, 1, 1",
        "3, 11, 1, 0",
        "3, 12, 1, 0",
        "3, 13, 1, 1",
        "3, 15, 1, 1",
        // Time exceeded, parameter problem.
        "11, 0, 3, 0",
        "11, 1, 3, 1",
        "12, 0, 4, 0",
        "12, 2, 4, 0"
    })
    void shouldTranslateErrorsToIp6AsSection42Says(
            final int type, final int code, final int newType, final int newCode) {
        assertThat(errors.toClient(
                        Errors.error4(type, code, 0, Errors.fromClient4().ip())))
                .isZero();
        assertThat(errors.view().icmp()).isEqualTo(newType << 8 | newCode);
        assertThat(errors.view().checksumGood()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 14", "3, 16", "3, 255", "4, 0", "5, 0", "6, 0", "9, 0", "10, 0", "12, 1", "12, 3", "13, 0", "14, 0",
        "15, 0", "16, 0", "17, 0", "18, 0", "30, 0", "42, 0", "255, 0"
    })
    void shouldDropOfIp4WhatSection42Drops(final int type, final int code) {
        final TestPacket packet =
                Errors.error4(type, code, 0, Errors.fromClient4().ip());
        assertThat(errors.toClient(packet)).isEqualTo(Refusal.ICMP_TYPE.code());
        assertThat(translation.bytes()).isEqualTo(packet.ip());
        assertThat(translation.in(packet)).isEqualTo(Refusal.ICMP_TYPE.code());
        assertThat(translation.bytes()).isEqualTo(packet.ip());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 3, 1",
        "1, 1, 3, 10",
        "1, 2, 3, 1",
        "1, 3, 3, 1",
        "1, 4, 3, 3",
        "2, 0, 3, 4",
        "3, 0, 11, 0",
        "3, 1, 11, 1",
        "4, 0, 12, 0",
        "4, 1, 3, 2"
    })
    void shouldTranslateErrorsToIp4AsSection52Says(
            final int type, final int code, final int newType, final int newCode) {
        assertThat(errors.toServer(
                        Errors.error6(type, code, 0, Errors.fromServer6().ip())))
                .isZero();
        assertThat(errors.view().icmp()).isEqualTo(newType << 8 | newCode);
        assertThat(errors.view().checksumGood()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5", "1, 6", "1, 7", "1, 255", "4, 2", "4, 3", "5, 0", "100, 0", "127, 0", "130, 0", "131, 0", "132, 0",
        "133, 0", "134, 0", "135, 0", "136, 0", "137, 0", "139, 0", "143, 0", "200, 0", "255, 0"
    })
    void shouldDropOfIp6WhatSection52Drops(final int type, final int code) {
        final TestPacket packet =
                Errors.error6(type, code, 0, Errors.fromServer6().ip());
        assertThat(errors.toServer(packet)).isEqualTo(Refusal.ICMP_TYPE.code());
        assertThat(translation.bytes()).isEqualTo(packet.ip());
        assertThat(translation.out(packet)).isEqualTo(Refusal.ICMP_TYPE.code());
        assertThat(translation.bytes()).isEqualTo(packet.ip());
    }

    /** Figure 3; -1 is "n/a". */
    @ParameterizedTest
    @CsvSource({
        "0, 0", "1, 1", "2, 4", "3, 4", "4, -1", "5, -1", "6, -1", "7, -1", "8, 7", "9, 6", "10, -1", "11, -1", "12, 8",
        "13, 8", "14, 8", "15, 8", "16, 24", "17, 24", "18, 24", "19, 24", "20, -1", "60, -1", "255, -1"
    })
    void shouldMovePointersToIp6AsFigure3OfSection42Does(final int pointer, final int expected) {
        final TestPacket packet =
                Errors.error4(12, 0, pointer << 24, Errors.fromClient4().ip());
        final int result = errors.toClient(packet);
        if (expected < 0) {
            assertThat(result).isEqualTo(Refusal.ICMP_POINTER.code());
            assertThat(translation.bytes()).isEqualTo(packet.ip());
        } else {
            assertThat(result).isZero();
            assertThat(errors.view().u32(44)).isEqualTo(expected);
        }
    }

    /** Figure 6; -1 is "n/a". */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "2, -1",
        "3, -1",
        "4, 2",
        "5, 2",
        "6, 9",
        "7, 8",
        "8, 12",
        "23, 12",
        "24, 16",
        "39, 16",
        "40, -1",
        "48, -1",
        "65535, -1",
        "-1, -1",
        "-2147483648, -1"
    })
    void shouldMovePointersToIp4AsFigure6OfSection52Does(final int pointer, final int expected) {
        final TestPacket packet =
                Errors.error6(4, 0, pointer, Errors.fromServer6().ip());
        final int result = errors.toServer(packet);
        if (expected < 0) {
            assertThat(result).isEqualTo(Refusal.ICMP_POINTER.code());
            assertThat(translation.bytes()).isEqualTo(packet.ip());
        } else {
            assertThat(result).isZero();
            assertThat(errors.view().u32(24)).isEqualTo((long) expected << 24);
        }
    }

    @Test
    void shouldPointAtTheNextHeaderForAnUnreachableProtocolAsSection42Says() {
        assertThat(errors.toClient(Errors.error4(3, 2, 0, Errors.fromClient4().ip())))
                .isZero();
        assertThat(errors.view().u32(44)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 33, 1_000})
    void shouldTranslateEchoesAsSections42And52Say(final int size) {
        for (final int code : new int[] {0, 5}) {
            final TestPacket request = TestPacket.icmp(CLIENT, SERVER6, 128, code);
            assertThat(translation.out(request.ports(4_000, 9).payload(size))).isZero();
            assertThat(translation.view().icmp()).isEqualTo(8 << 8 | code);
            assertThat(translation.view().protocol()).isEqualTo(1);
            assertThat(translation.view().u32(24)).isEqualTo(1_024 << 16 | 9);
            assertThat(translation.view().checksumGood()).isTrue();
            assertThat(translation.view().headerChecksumGood()).isTrue();
            final TestPacket reply = TestPacket.icmp(SERVER4, POOL, 0, code);
            assertThat(translation.in(reply.ports(1_024, 9).payload(size))).isZero();
            assertThat(translation.view().icmp()).isEqualTo(129 << 8 | code);
            assertThat(translation.view().protocol()).isEqualTo(58);
            assertThat(translation.view().u32(44)).isEqualTo(4_000 << 16 | 9);
            assertThat(translation.view().checksumGood()).isTrue();
        }
    }

    @Test
    void shouldRefuseFragmentsOfIcmpAsSection12Says() {
        for (final TestPacket part :
                TestPacket.echo(CLIENT, SERVER6).payload(100).fragments(56)) {
            assertThat(translation.out(part)).isEqualTo(Refusal.FRAGMENTED_ICMP.code());
        }
        for (final TestPacket part : TestPacket.echo(SERVER4, POOL).payload(100).fragments(56)) {
            assertThat(translation.in(part)).isEqualTo(Refusal.FRAGMENTED_ICMP.code());
        }
    }

    /** All that ICMPv4 covers is zero: its checksum isn't. */
    @Test
    void shouldGiveAReplyOfZerosAChecksum() {
        final TestPacket reply =
                TestPacket.echoReply(CLIENT, SERVER6).ports(7, 0).payload(new byte[20]);
        translation.packet(reply.ip());
        assertThat(translation.toIp4.translate(translation.buffer(), 1, 2, 0, Transport.KEEP))
                .isZero();
        assertThat(translation.view().u16(22)).isEqualTo(0xffff);
        assertThat(translation.view().checksumGood()).isTrue();
    }
}
