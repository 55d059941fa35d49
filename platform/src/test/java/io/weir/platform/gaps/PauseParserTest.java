package io.weir.platform.gaps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PauseParserTest {
    private static final String REST = ", Time since last: 5 ns, Reaching safepoint: 2013 ns, At safepoint: 9 ns,"
            + " Leaving safepoint: 5738 ns, Total: 26693489 ns, Threads: 0 runnable, 10 total";

    private final PauseParser parser = new PauseParser();

    @Test
    void shouldTellCollectionAndItsReason() {
        assertThat(parser.parse("[50188347247944ns] GC(0) Pause Full (System.gc()) 36M->3M(249M) 26.583ms"))
                .isNull();
        assertThat(parser.parse("[50188347344007ns] Safepoint \"SerialGCCollect\"" + REST))
                .isEqualTo(new Pause(50188347344007L, 26693489, true, "Full (System.gc())"));
        // The next one is another, whatever it is.
        assertThat(parser.parse("[50188347344008ns] Safepoint \"SerialGCCollect\"" + REST)
                        .what())
                .isEqualTo("SerialGCCollect");
    }

    @Test
    void shouldTellWhichPausesConcurrentCollectionHas() {
        parser.parse("[50192711568386ns] GC(165) Minor Collection (Allocation Rate)");
        for (final String operation : new String[] {"ZMarkStartYoung", "ZMarkEndYoung"}) {
            final Pause pause = parser.parse("[50192711701543ns] Safepoint \"" + operation + "\"" + REST);
            assertThat(pause.collection()).isTrue();
            assertThat(pause.what()).isEqualTo(operation + ", Minor Collection (Allocation Rate)");
        }
    }

    @Test
    void shouldTellOtherOperations() {
        parser.parse("[1ns] GC(0) Pause Young (Allocation Failure) 36M->3M(249M) 26.583ms");
        final Pause pause = parser.parse("[ 50192711701543ns] Safepoint \"ThreadDump\"" + REST);
        assertThat(pause.collection()).isFalse();
        assertThat(pause.what()).isEqualTo("ThreadDump");
    }

    @Test
    void shouldPassOverWhatIsNoPause() {
        assertThat(parser.parse("")).isNull();
        assertThat(parser.parse("[1ns] Safepoint \"ThreadDump\", and no more")).isNull();
        assertThat(parser.parse("[1ns] Using Serial")).isNull();
    }

    @Test
    void shouldOverlapByNoMoreThanItsLength() {
        final Pause pause = new Pause(1_000_000, 300_000, true, "");
        assertThat(pause.overlapNs(0, 2_000_000)).isEqualTo(300_000);
        assertThat(pause.overlapNs(900_000, 2_000_000)).isEqualTo(100_000);
        assertThat(pause.overlapNs(0, 500_000)).isZero();
        assertThat(pause.overlapNs(1_000_000, 2_000_000)).isZero();
    }
}
