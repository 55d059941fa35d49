package io.weir.nat64.internal.xlat;

import static io.weir.nat64.internal.xlat.Translation.CLIENT;
import static io.weir.nat64.internal.xlat.Translation.POOL;
import static io.weir.nat64.internal.xlat.Translation.SERVER4;
import static io.weir.nat64.internal.xlat.Translation.SERVER6;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PacketView;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 7915, 4.3 and 5.3: the packets that errors quote. */
class IcmpQuoteTest {
    private final Errors errors = new Errors();

    @AfterEach
    void close() {
        errors.close();
    }

    private static TestPacket tcp(final String from, final String to) {
        return TestPacket.tcp(from, to).numbers(0x1234_5678, 9).payload(40);
    }

    @Test
    void shouldTranslateErrorAndQuoteToIp6AsSection43Says() {
        assertThat(errors.toClient(Errors.error4(3, 3, 0, Errors.fromClient4().ip())))
                .isZero();
        final PacketView outer = errors.view();
        assertThat(outer.source()).isEqualTo(Errors.ROUTER4_AS_6);
        assertThat(outer.destination()).isEqualTo(CLIENT);
        assertThat(outer.ttl()).isEqualTo(61);
        assertThat(outer.u32(0)).isEqualTo(0x6c00_0000L);
        assertThat(outer.length()).isEqualTo(outer.totalLength()).isEqualTo(40 + 8 + 40 + 8 + 40);
        final byte[] expected = TestPacket.udp(CLIENT, SERVER6)
                .ports(4_000, 53)
                .ttl(7)
                .tos(0x28)
                .payload(40)
                .ip();
        assertThat(outer.payload()).isEqualTo(expected);
        assertThat(outer.checksumGood()).isTrue();
    }

    @Test
    void shouldTranslateErrorAndQuoteToIp4AsSection53Says() {
        assertThat(errors.toServer(Errors.error6(1, 4, 0, Errors.fromServer6().ip())))
                .isZero();
        final PacketView outer = errors.view();
        assertThat(outer.source()).isEqualTo(POOL);
        assertThat(outer.destination()).isEqualTo(SERVER4);
        assertThat(outer.ttl()).isEqualTo(61);
        assertThat(outer.u8(1)).isEqualTo(0xc0);
        assertThat(outer.headerChecksumGood()).isTrue();
        assertThat(outer.length()).isEqualTo(outer.totalLength()).isEqualTo(20 + 8 + 20 + 8 + 40);
        final byte[] expected = TestPacket.udp(SERVER4, POOL)
                .ports(53, 1_024)
                .identification(0)
                .ttl(7)
                .tos(0x28)
                .payload(40)
                .ip();
        assertThat(outer.payload()).isEqualTo(expected);
        assertThat(outer.checksumGood()).isTrue();
    }

    static Stream<TestPacket> quotedByIp6() {
        return Stream.of(
                Errors.fromServer6(),
                tcp(SERVER6, CLIENT).ports(53, 4_000),
                TestPacket.echoReply(SERVER6, CLIENT).ports(4_000, 9).payload(40),
                Errors.fromServer6().hopByHop().destinationOptions(),
                tcp(SERVER6, CLIENT).ports(53, 4_000).routing());
    }

    /** What is there keeps its meaning however much the router quotes, and nothing else is read. */
    @ParameterizedTest
    @MethodSource("quotedByIp6")
    void shouldTranslateToIp4WhatIsQuotedOfItAsSection53Says(final TestPacket packet) {
        final byte[] whole = packet.ip();
        final int transport = PacketView.ofIp(whole).transport();
        final boolean echo = PacketView.ofIp(whole).protocol() == 58;
        for (int length = 0; length <= whole.length; length++) {
            final byte[] error =
                    Errors.error6(3, 0, 0, Arrays.copyOf(whole, length)).ip();
            final int result = errors.toServer(error);
            if (length < transport + (echo ? 8 : 0)) {
                assertThat(result).isEqualTo(Refusal.ICMP_QUOTE.code());
                assertThat(errors.translation.bytes()).isEqualTo(error);
                continue;
            }
            assertThat(result).isZero();
            assertThat(errors.view().checksumGood()).isTrue();
            assertThat(errors.view().payload()).hasSize(length - transport + 20);
            assertThat(errors.quoted().headerChecksumGood()).isTrue();
            assertThat(errors.quoted().totalLength()).isEqualTo(whole.length - transport + 20);
            assertThat(errors.quote.hasPorts()).isEqualTo(length >= transport + (echo ? 8 : 4));
            if (errors.quote.hasPorts()) {
                assertThat(echo ? errors.quoted().u16(24) : errors.quoted().destinationPort())
                        .isEqualTo(1_024);
            }
            if (length == whole.length) {
                assertThat(errors.quoted().checksumGood()).isTrue();
            }
        }
    }

    static Stream<TestPacket> quotedByIp4() {
        return Stream.of(
                Errors.fromClient4(),
                tcp(POOL, SERVER4).ports(1_024, 53),
                TestPacket.echo(POOL, SERVER4).ports(1_024, 9).payload(40),
                Errors.fromClient4().options(1, 1, 1, 1, 1, 1, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("quotedByIp4")
    void shouldTranslateToIp6WhatIsQuotedOfItAsSection43Says(final TestPacket packet) {
        final byte[] whole = packet.ip();
        final int transport = PacketView.ofIp(whole).transport();
        final boolean echo = PacketView.ofIp(whole).protocol() == 1;
        for (int length = 0; length <= whole.length; length++) {
            final byte[] error =
                    Errors.error4(11, 0, 0, Arrays.copyOf(whole, length)).ip();
            final int result = errors.toClient(error);
            if (length < transport + (echo ? 8 : 0)) {
                assertThat(result).isEqualTo(Refusal.ICMP_QUOTE.code());
                assertThat(errors.translation.bytes()).isEqualTo(error);
                continue;
            }
            assertThat(result).isZero();
            assertThat(errors.view().checksumGood()).isTrue();
            assertThat(errors.view().payload()).hasSize(length - transport + 40);
            assertThat(errors.quoted().totalLength()).isEqualTo(whole.length - transport + 40);
            assertThat(errors.quote.hasPorts()).isEqualTo(length >= transport + (echo ? 8 : 4));
            if (errors.quote.hasPorts()) {
                assertThat(echo ? errors.quoted().u16(44) : errors.quoted().sourcePort())
                        .isEqualTo(4_000);
            }
            if (length == whole.length) {
                assertThat(errors.quoted().checksumGood()).isTrue();
            }
        }
    }

    @Test
    void shouldTranslateQuotedFragmentsBothWays() {
        for (final TestPacket part :
                Errors.fromServer6().payload(100).identification(0x9_1234).fragments(56)) {
            final PacketView old = PacketView.ofIp(part.ip());
            assertThat(errors.toServer(Errors.error6(3, 1, 0, part.ip()))).isZero();
            assertThat(errors.quote.isLaterFragment()).isEqualTo(old.fragmentOffset() > 0);
            assertThat(errors.quoted().u16(4)).isEqualTo(0x1234);
            assertThat(errors.quoted().moreFragments()).isEqualTo(old.moreFragments());
            assertThat(errors.quoted().fragmentOffset()).isEqualTo(old.fragmentOffset());
            assertThat(errors.view().checksumGood()).isTrue();
        }
        for (final TestPacket part :
                Errors.fromClient4().payload(100).identification(0x1234).fragments(56)) {
            final PacketView old = PacketView.ofIp(part.identification(0x1234).ip());
            assertThat(errors.toClient(Errors.error4(11, 1, 0, old.bytes()))).isZero();
            assertThat(errors.quoted().u32(44)).isEqualTo(0x1234);
            assertThat(errors.quoted().moreFragments()).isEqualTo(old.moreFragments());
            assertThat(errors.quoted().fragmentOffset()).isEqualTo(old.fragmentOffset());
            assertThat(errors.view().checksumGood()).isTrue();
        }
    }

    /** The protocol that has VPP abort, and others that nobody knows. */
    @Test
    void shouldTranslateQuotesOfProtocolsThatItDoesNotKnow() {
        for (final int protocol : new int[] {47, 50, 132, 253, 255}) {
            final byte[] quoted4 =
                    TestPacket.ip(POOL, SERVER4, protocol).payload(20).ip();
            assertThat(errors.toClient(Errors.error4(3, 1, 0, quoted4))).isZero();
            assertThat(errors.quoted().bytes())
                    .isEqualTo(
                            TestPacket.ip(CLIENT, SERVER6, protocol).payload(20).ip());
            final byte[] quoted6 =
                    TestPacket.ip(SERVER6, CLIENT, protocol).payload(20).ip();
            assertThat(errors.toServer(Errors.error6(1, 3, 0, quoted6))).isZero();
            assertThat(errors.quoted().bytes())
                    .isEqualTo(TestPacket.ip(SERVER4, POOL, protocol)
                            .identification(0)
                            .payload(20)
                            .ip());
        }
    }
}
