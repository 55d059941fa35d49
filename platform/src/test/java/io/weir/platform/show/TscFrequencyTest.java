package io.weir.platform.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TscFrequencyTest {
    @Test
    void shouldTakeHalfTheBogomipsWhenCounterIsConstant() {
        final TscFrequency tsc = TscFrequency.of(
                List.of("cpu MHz\t\t: 1197.330", "flags\t\t: fpu tsc constant_tsc nonstop_tsc", "bogomips\t: 5192.25"));
        assertThat(tsc.ghz()).isCloseTo(2.596125, within(1e-9));
        assertThat(tsc.clocks(100)).isCloseTo(259.6125, within(1e-6));
    }

    @Test
    void shouldTakeFrequencyOfCoreWhenCounterIsNotConstant() {
        final TscFrequency tsc =
                TscFrequency.of(List.of("cpu MHz\t\t: 1800.000", "flags\t\t: fpu tsc", "bogomips\t: 5192.25"));
        assertThat(tsc.ghz()).isCloseTo(1.8, within(1e-9));
    }

    @Test
    void shouldCountNanosecondsWhenNothingIsKnown() {
        assertThat(TscFrequency.of(List.of()).ghz()).isEqualTo(1);
        assertThat(TscFrequency.of(List.of("cpu MHz : fast")).ghz()).isEqualTo(1);
    }
}
