package io.weir.platform.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void shouldWriteExponentsAsVppDoes() {
        assertThat(Numbers.exponent(0, 4)).isEqualTo("0.0000e0");
        assertThat(Numbers.exponent(0.44679, 4)).isEqualTo("4.4679e-1");
        assertThat(Numbers.exponent(451.2, 4)).isEqualTo("4.5120e2");
        assertThat(Numbers.exponent(137.4, 2)).isEqualTo("1.37e2");
        assertThat(Numbers.exponent(1.31e12, 2)).isEqualTo("1.31e12");
        assertThat(Numbers.exponent(Double.POSITIVE_INFINITY, 2)).isEqualTo("0.00e0");
    }

    @Test
    void shouldWriteBytesWithUnit() {
        assertThat(Numbers.bytes(0)).isEqualTo("0");
        assertThat(Numbers.bytes(1_023)).isEqualTo("1023");
        assertThat(Numbers.bytes(1_536)).isEqualTo("1.50K");
        assertThat(Numbers.bytes(1L << 30)).isEqualTo("1.00G");
    }

    @Test
    void shouldGiveZeroWhenNothingDivides() {
        assertThat(Numbers.per(7, 0)).isZero();
        assertThat(Numbers.per(1_010, 5)).isEqualTo(202.0);
    }
}
