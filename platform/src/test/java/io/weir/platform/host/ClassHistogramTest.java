package io.weir.platform.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassHistogramTest {
    @Test
    void shouldNameFirstClassesAndPassHeadingsOver() {
        final List<String> printed = List.of(
                " num     #instances         #bytes  class name (module)",
                "-------------------------------------------------------",
                "   1:         29361        2034904  [B (java.base@25)",
                "   2:         1000          409600  com.example.Flow",
                "   3:            1             16  com.example.Last",
                "Total         30362        2444520");
        assertThat(ClassHistogram.largest(printed, 2))
                .containsExactly("29361 of [B in 1987 KiB", "1000 of com.example.Flow in 400 KiB");
        assertThat(ClassHistogram.largest(printed, 9)).hasSize(3);
    }
}
