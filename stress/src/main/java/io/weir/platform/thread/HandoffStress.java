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
    private static final int SLOTS = 64;
    private static final int VECTORS = SLOTS * 3;
    private static final int SENDER_SHIFT = 16;
    /** After so long without progress a vector counts as lost; a thread may well stand for some 100 ms. */
    private static final long PATIENCE_NS = 5_000_000_000L;

    private static final int SPINS_PER_LOOK = 1 << 16;
    /** One was lost: there is no use in waiting for others. */
    private static volatile boolean lost;

    private final HandoffQueue queue = new HandoffQueue(1, SLOTS);
    private final int[] due = new int[2];

    /** Offers only. */
    @Actor
    public void sender() {
        for (int i = 0; i < VECTORS && !lost; i++) {
            while (!offer(0, i) && !lost) {
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
        long sinceNs = 0;
        while (taken < 2 * VECTORS && !lost) {
            if (own < VECTORS && offer(1, own)) {
                own++;
            }
            final int[] arrived = new int[1];
            queue.drain((packets, count, target) -> {
                arrived[0]++;
                final int sender = packets[0] >>> SENDER_SHIFT;
                final int number = due[sender]++;
                result.r1 += target == 1 && count == number % 7 + 1 ? 0 : 1;
                for (int i = 0; i < count; i++) {
                    result.r2 += packets[i] == (sender << SENDER_SHIFT | number) ? 0 : 1;
                }
            });
            taken += arrived[0];
            idle = arrived[0] > 0 ? 0 : idle + 1;
            if (idle == 1) {
                sinceNs = System.nanoTime();
            } else if (idle % SPINS_PER_LOOK == SPINS_PER_LOOK - 1) {
                lost |= System.nanoTime() - sinceNs > PATIENCE_NS;
            }
        }
        result.r1 += lost ? 1_000 : 0;
    }

    private boolean offer(final int sender, final int number) {
        final int one = sender << SENDER_SHIFT | number;
        final int[] packets = {-1, one, one, one, one, one, one, one};
        return queue.offer(packets, 1, number % 7 + 1);
    }
}
