package io.weir.platform.thread;

import org.jctools.queues.MpscUnboundedArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A thread goes to sleep while another adds work: it sees the work, or is woken for it. */
public class SleepStress {
    private SleepStress() {}

    /** The queue of processes that are ready, and of requests. */
    @JCStressTest
    @Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "it sleeps on its work: a lost wake-up")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "woken, or not asleep")
    @State
    public static class Requests {
        private final MpscUnboundedArrayQueue<Integer> queue = new MpscUnboundedArrayQueue<>(2);
        private final SleepFlag sleeping = new SleepFlag();

        /** Adds work. */
        @Actor
        public void sender(final ZZ_Result result) {
            queue.offer(1);
            result.r1 = sleeping.mustWake();
        }

        /** Goes to sleep. */
        @Actor
        public void sleeper(final ZZ_Result result) {
            sleeping.raise();
            result.r2 = queue.isEmpty();
        }
    }

    /** The queue of vectors. */
    @JCStressTest
    @Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "it sleeps on its work: a lost wake-up")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "woken, or not asleep")
    @State
    public static class Vectors {
        private static final int[] PACKETS = {1};
        private final HandoffQueue queue = new HandoffQueue(1, 64);
        private final SleepFlag sleeping = new SleepFlag();

        /** Adds work. */
        @Actor
        public void sender(final ZZ_Result result) {
            queue.offer(PACKETS, 0, 1);
            result.r1 = sleeping.mustWake();
        }

        /** Goes to sleep. */
        @Actor
        public void sleeper(final ZZ_Result result) {
            sleeping.raise();
            result.r2 = queue.empty();
        }
    }
}
