package io.weir.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.thread.MainLoop;
import io.weir.platform.thread.Spell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While another thread does what main had better not disturb, tasks wait and packets don't. */
@Timeout(60)
class SpellTest {
    private static final class Asked implements Spell {
        private final AtomicBoolean due = new AtomicBoolean();
        private final AtomicBoolean lasts = new AtomicBoolean();
        private final List<Boolean> idle = new ArrayList<>();

        @Override
        public boolean begin(final boolean isIdle) {
            if (due.getAndSet(false)) {
                idle.add(isIdle);
                lasts.set(true);
            }
            return lasts.get();
        }

        @Override
        public boolean lasts() {
            return lasts.get();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldHoldTasksInTheirOrderButNoPackets(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final MainLoop main = live.host().host().main();
            final Asked spell = new Asked();
            final List<Integer> done = new ArrayList<>();
            main.spell(spell);
            spell.due.set(true);
            live.host().until(spell.lasts::get);
            for (int i = 0; i < 5; i++) {
                final int number = i;
                main.executeTask(() -> done.add(number));
                live.send(100);
                final int sent = 100 * (i + 1);
                live.host().until(() -> live.out().waitingFrames() == sent);
            }
            assertThat(done).isEmpty();
            assertThat(spell.idle).containsExactly(true);
            spell.lasts.set(false);
            main.executeTask(() -> done.add(5));
            live.host().until(() -> done.size() == 6);
            assertThat(done).containsExactly(0, 1, 2, 3, 4, 5);
            live.assertNothingLost();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldBeginWhereALongTaskGivesMainBack(final int workers) {
        try (Live live = Live.withWorkers(workers)) {
            final MainLoop main = live.host().host().main();
            final Asked spell = new Asked();
            final List<String> said = new ArrayList<>();
            main.spell(spell);
            main.executeTask(() -> {
                main.lend(null);
                said.add("not due");
                spell.due.set(true);
                said.add(main.lend(null) ? "went on" : "recalled");
            });
            live.host().until(spell.lasts::get);
            live.send(100);
            live.host().until(() -> live.out().waitingFrames() == 100);
            assertThat(said).containsExactly("not due");
            assertThat(spell.idle).containsExactly(false);
            spell.lasts.set(false);
            live.host().until(() -> said.size() == 2);
            assertThat(said).containsExactly("not due", "went on");
        }
    }
}
