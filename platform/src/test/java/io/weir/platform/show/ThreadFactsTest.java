package io.weir.platform.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadFactsTest {
    private static final String STAT = "2885 (weir) wk 0) R 1 2 3 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 3 0 100 200 300"
            + " 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 3 50 1 0 0 0";

    @Test
    void shouldReadPolicyBehindNameWithParentheses() {
        final ThreadFacts facts = ThreadFacts.of(2_885, -1, STAT);
        assertThat(facts.policy()).isEqualTo("fifo (50)");
        assertThat(facts.lcore()).isEqualTo(3);
        assertThat(facts.pinned()).isFalse();
    }

    @Test
    void shouldSayThePinnedCoreWhenThereIsOne() {
        final ThreadFacts facts = ThreadFacts.of(2_885, 1, STAT);
        assertThat(facts.lcore()).isEqualTo(1);
        assertThat(facts.pinned()).isTrue();
    }

    @Test
    void shouldFallBackWhenKernelSaysNothing() {
        assertThat(ThreadFacts.of(7, -1, "").policy()).isEqualTo("other (0)");
    }
}
