package io.weir.fib.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which replies count. */
class PingsTest {
    private static final long HIGH = 0x2001_0db8_0000_0000L;
    private static final long LOW = 2;

    private final Pings pings = new Pings();
    private final Pings.Run run = pings.begin(HIGH, LOW);

    private boolean heard(final int sequence) {
        return pings.heard(run.identifier(), sequence, HIGH, LOW, 76, 64);
    }

    @Test
    void shouldCountReplyOnceWhenItWasAskedFor() {
        run.sends(1);
        assertThat(heard(1)).isTrue();
        assertThat(heard(1)).isFalse();
        final Pings.Reply reply = run.poll();
        assertThat(reply.sequence()).isEqualTo(1);
        assertThat(reply.bytes()).isEqualTo(76);
        assertThat(reply.ttl()).isEqualTo(64);
        assertThat(reply.rttNs()).isNotNegative();
        assertThat(run.answered()).isFalse();
    }

    @Test
    void shouldNotCountReplyWhenAnythingIsAnothers() {
        run.sends(1);
        assertThat(pings.heard(run.identifier() ^ 0x100, 1, HIGH, LOW, 76, 64)).isFalse();
        assertThat(pings.heard(run.identifier() ^ 1, 1, HIGH, LOW, 76, 64)).isFalse();
        assertThat(pings.heard(run.identifier(), 1, HIGH + 1, LOW, 76, 64)).isFalse();
        assertThat(pings.heard(run.identifier(), 1, HIGH, LOW + 1, 76, 64)).isFalse();
        assertThat(heard(2)).isFalse();
        assertThat(heard(4_097)).isFalse();
        assertThat(run.answered()).isFalse();
        assertThat(heard(1)).isTrue();
    }

    @Test
    void shouldMatchLowBitsWhenNumbersOutgrowThem() {
        run.sends(0x1_0005);
        assertThat(heard(5)).isTrue();
    }

    @Test
    void shouldBoundHowManyRun() {
        final List<Pings.Run> others = new ArrayList<>();
        for (int i = 1; i < Pings.MAX; i++) {
            others.add(pings.begin(HIGH, LOW));
        }
        assertThat(others).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(pings.begin(HIGH, LOW)).isNull();
        pings.end(others.getFirst());
        assertThat(pings.begin(HIGH, LOW)).isNotNull();
        run.sends(1);
        pings.end(run);
        assertThat(heard(1)).isFalse();
    }
}
