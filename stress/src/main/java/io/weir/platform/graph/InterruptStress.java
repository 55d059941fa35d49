package io.weir.platform.graph;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Interrupts of input nodes: none is lost, and what was written before one is seen by whoever takes it. */
public class InterruptStress {
    private InterruptStress() {}

    /** One raises, one takes. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "taken with its data, and down again")
    @Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "not seen yet, still up")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost, or taken without its data")
    @State
    public static class Take {
        private final InputRuntime runtime = new InputRuntime(null, null);
        private int data;

        /** Raises. */
        @Actor
        public void device() {
            data = 1;
            runtime.raise();
        }

        /** Takes. */
        @Actor
        public void worker(final II_Result result) {
            result.r1 = runtime.takeInterrupt() ? data : -1;
        }

        /** Looks what is left. */
        @Arbiter
        public void after(final II_Result result) {
            result.r2 = runtime.pending() ? 1 : 0;
        }
    }

    /** Two raise: one of them wakes the thread. */
    @JCStressTest
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first was first")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second was first")
    @Outcome(expect = Expect.FORBIDDEN, desc = "none or both found it down")
    @State
    public static class Raise {
        private final InputRuntime runtime = new InputRuntime(null, null);

        /** Raises. */
        @Actor
        public void first(final ZZ_Result result) {
            result.r1 = runtime.raise();
        }

        /** Raises. */
        @Actor
        public void second(final ZZ_Result result) {
            result.r2 = runtime.raise();
        }
    }
}
