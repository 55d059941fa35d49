package io.weir.platform.thread;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads offer vectors, one of them takes all: several times around the ring, each whole and in order. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "all came, whole and in the order of each sender")
@Outcome(expect = Expect.FORBIDDEN, desc = "a vector was lost, doubled, torn or overtaken")
@State
public class HandoffStress {
    private static final int VECTORS = HandoffQueue.SLOTS * 3;
    /** Rounds without progress after which a vector counts as lost. */
    private static final int PATIENCE = 100_000_000;

    private final HandoffQueue queue = new HandoffQueue();
    private final int[] due = new int[2];

    /** Offers only. */
    @Actor
    public void sender() {
        for (int i = 0; i < VECTORS; i++) {
            for (int spins = 0; !offer(0, i) && spins < PATIENCE; spins++) {
                Thread.onSpinWait();
            }
        }
    }

    /** Offers too, and takes. */
    @Actor
    public void owner(final II_Result result) {
        int own = 0;
        int taken = 0;
        int idle = 0;
        while (taken < 2 * VECTORS) {
            if (idle++ > PATIENCE) {
                result.r1 = -1;
                return;
            }
            if (own < VECTORS && offer(1, own)) {
                own++;
            }
            final int[] arrived = new int[1];
            queue.drain((packets, count, target) -> {
                arrived[0]++;
                final int number = due[target]++;
                result.r1 += count == number % 7 + 1 ? 0 : 1;
                for (int i = 0; i < count; i++) {
                    result.r2 += packets[i] == number ? 0 : 1;
                }
            });
            taken += arrived[0];
            idle = arrived[0] > 0 ? 0 : idle;
        }
    }

    private boolean offer(final int sender, final int number) {
        final int[] packets = {-1, number, number, number, number, number, number, number};
        return queue.offer(packets, 1, number % 7 + 1, sender);
    }
}
