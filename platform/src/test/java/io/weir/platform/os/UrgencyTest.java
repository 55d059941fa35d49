package io.weir.platform.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UrgencyTest {
    @Test
    void shouldBeOrdinaryAgainWhenItEnds() throws Exception {
        final CompletableFuture<boolean[]> seen = new CompletableFuture<>();
        final Thread thread = Thread.ofPlatform().start(() -> {
            final Urgency urgency = new Urgency();
            urgency.begin();
            final boolean during = Urgency.isOrdinary();
            final CompletableFuture<Boolean> child = new CompletableFuture<>();
            Thread.ofPlatform().start(() -> child.complete(Urgency.isOrdinary()));
            urgency.end();
            seen.complete(new boolean[] {during, child.join(), Urgency.isOrdinary()});
        });
        thread.join();
        assumeFalse(seen.get()[0], "this process may not use SCHED_FIFO");
        assertThat(seen.get()[1]).as("a thread started meanwhile").isTrue();
        assertThat(seen.get()[2]).as("afterwards").isTrue();
    }
}
