package io.weir.platform.cli;

import java.util.function.BooleanSupplier;

/** Main's time as commands use it: one that takes long gives it back in between. Called on main only. */
public interface MainTime {

    /** How long a command may keep main before it should give it back. */
    long SLICE_NS = 1_000_000;

    /** Whether main can go on with other work while the caller waits: it is a task, and not called from within a turn. */
    boolean isShared();

    /** Lets main turn its loop once, where it is shared. */
    void turn();

    /**
     * Lets main turn its loop once, or until something holds, in the middle of a command that uses what plugins own.
     *
     * @param condition null for once
     * @return false if main is wanted back for a change of plugins: the command must end, for what it uses goes
     */
    boolean lend(BooleanSupplier condition);

    /** Lets main turn its loop until something holds, which is looked at now and then. */
    void awaitUntil(BooleanSupplier condition);

    /** The time of a thread that has nothing else to do, as in a tool or a test. */
    static MainTime alone() {
        return new MainTime() {
            @Override
            public boolean isShared() {
                return false;
            }

            @Override
            public void turn() {
                // There is nothing else to do.
            }

            @Override
            public boolean lend(final BooleanSupplier condition) {
                if (condition != null) {
                    awaitUntil(condition);
                }
                return true;
            }

            @Override
            public void awaitUntil(final BooleanSupplier condition) {
                while (!condition.getAsBoolean()) {
                    Thread.onSpinWait();
                }
            }
        };
    }
}
