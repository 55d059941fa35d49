package io.weir.testkit.ledger;

import java.util.List;

/**
 * What a plugin does and where it fails.
 *
 * @param inRegister what it does when it registers.
 * @param inStart what it does when it starts.
 * @param failure where it throws.
 * @param stuck where a worker stops coming to the barrier until it was given up once.
 */
record Script(List<Doing> inRegister, List<Doing> inStart, Stage failure, Stage stuck) {
    /** Points of a plugin's life. */
    enum Stage {
        NONE,
        REGISTER,
        IMPORT,
        FACTORY,
        START,
        JOIN,
        STOP,
        REMOVED
    }

    /** One thing that is done. */
    record Doing(Deed deed, int number) {
        @Override
        public String toString() {
            return deed + "-" + number;
        }
    }
}
