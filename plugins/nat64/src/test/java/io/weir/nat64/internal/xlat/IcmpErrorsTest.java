package io.weir.nat64.internal.xlat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.memory.Buffer;
import io.weir.testkit.TestPacket;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ICMP errors that are refused, and how long those become that aren't. */
class IcmpErrorsTest {
    private final Errors errors = new Errors();

    @AfterEach
    void close() {
        errors.close();
    }

    @Test
    void shouldRefuseErrorsAboutErrors() {
        final byte[] error6 = Errors.error6(3, 0, 0, Errors.fromServer6().ip()).ip();
        assertThat(errors.toServer(Errors.error6(1, 0, 0, error6))).isEqualTo(Refusal.ICMP_QUOTE.code());
        final byte[] error4 = Errors.error4(11, 0, 0, Errors.fromClient4().ip()).ip();
        assertThat(errors.toClient(Errors.error4(3, 1, 0, error4))).isEqualTo(Refusal.ICMP_QUOTE.code());
    }

    @Test
    void shouldRefuseErrorsWithAWrongChecksumOrNoHopLeft() {
        final TestPacket error6 = Errors.error6(3, 0, 0, Errors.fromServer6().ip());
        assertThat(errors.toServer(error6.wrongChecksum())).isEqualTo(Refusal.CHECKSUM.code());
        assertThat(errors.toServer(error6.ttl(1))).isEqualTo(Refusal.HOP_LIMIT.code());
        final TestPacket error4 = Errors.error4(11, 0, 0, Errors.fromClient4().ip());
        assertThat(errors.toClient(error4.wrongChecksum())).isEqualTo(Refusal.CHECKSUM.code());
        assertThat(errors.toClient(error4.ttl(1))).isEqualTo(Refusal.HOP_LIMIT.code());
    }

    /** Errors don't grow beyond what their family allows: 1280 bytes, and 576. */
    @Test
    void shouldQuoteLessWhenTheErrorWouldBecomeTooLong() {
        final byte[] quoted4 = Errors.fromClient4().payload(1_400).ip();
        assertThat(errors.toClient(Errors.error4(3, 3, 0, quoted4))).isZero();
        assertThat(errors.view().length())
                .isEqualTo(errors.view().totalLength())
                .isEqualTo(1_280);
        assertThat(errors.view().checksumGood()).isTrue();
        final byte[] quoted6 = Errors.fromServer6().payload(1_400).ip();
        assertThat(errors.toServer(Errors.error6(1, 4, 0, quoted6))).isZero();
        assertThat(errors.view().length())
                .isEqualTo(errors.view().totalLength())
                .isEqualTo(576);
        assertThat(errors.view().checksumGood()).isTrue();
    }

    /** Short frames are padded: that is nothing of the quoted packet. */
    @Test
    void shouldQuoteNoPaddingOfTheError() {
        final byte[] error4 = Errors.error4(
                        3, 3, 0, Arrays.copyOf(Errors.fromClient4().ip(), 30))
                .ip();
        assertThat(errors.toClient(Arrays.copyOf(error4, error4.length + 6))).isZero();
        assertThat(errors.view().payload()).hasSize(50);
        assertThat(errors.view().length()).isEqualTo(errors.view().totalLength());
        final byte[] error6 = Errors.error6(
                        1, 4, 0, Arrays.copyOf(Errors.fromServer6().ip(), 50))
                .ip();
        assertThat(errors.toServer(Arrays.copyOf(error6, error6.length + 6))).isZero();
        assertThat(errors.view().payload()).hasSize(30);
        assertThat(errors.view().length()).isEqualTo(errors.view().totalLength());
    }

    @Test
    void shouldMakeOneBufferOfAChain() {
        final byte[] error =
                Errors.error4(3, 3, 0, Errors.fromClient4().payload(900).ip()).ip();
        errors.translation.packet(error, 14, 300);
        assertThat(errors.toClient()).isZero();
        assertThat(Buffer.has(errors.translation.buffer(), Buffer.NEXT_PRESENT)).isFalse();
        assertThat(errors.view().length())
                .isEqualTo(errors.view().totalLength())
                .isEqualTo(300 + 40);
        assertThat(errors.view().checksumGood()).isTrue();
    }

    @Test
    void shouldRefuseWhenThereIsNoRoomInFront() {
        final byte[] error = Errors.error4(3, 3, 0, Errors.fromClient4().ip()).ip();
        errors.translation.packet(error, 40 + ToIp6.LINK_ROOM - Buffer.HEADROOM_BYTES - 1, 1_000);
        assertThat(errors.toClient()).isEqualTo(Refusal.HEADROOM.code());
        assertThat(errors.translation.bytes()).isEqualTo(error);
        errors.translation.packet(error, 40 + ToIp6.LINK_ROOM - Buffer.HEADROOM_BYTES, 1_000);
        assertThat(errors.toClient()).isZero();
    }
}
