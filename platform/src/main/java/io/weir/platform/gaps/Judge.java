package io.weir.platform.gaps;

import io.weir.platform.thread.BarrierLog.Stand;
import io.weir.platform.thread.LongTurn;
import java.util.List;
import java.util.function.Predicate;

/**
 * Says why a turn was long: what accounts for at least half of what it took beyond the usual. What stopped all threads comes
 * before what stopped this one, and that before what was being called, which took longer for the same reason.
 */
final class Judge {
    /** The kernel makes a page present in this time, even if it is busy. */
    private static final long MINOR_FAULT_NS = 2_000;

    private Judge() {}

    /**
     * The cause of a long turn.
     *
     * @param usualNs what turns of this thread usually take.
     * @param pauses of the JVM at that time.
     * @param stands of the barrier at that time.
     */
    static Gap judge(final LongTurn turn, final long usualNs, final List<Pause> pauses, final List<Stand> stands) {
        final long half = (turn.lengthNs() - Math.min(usualNs, turn.lengthNs() / 2)) / 2;
        if (overlap(turn, pauses, pause -> true) >= half) {
            final boolean collection = overlap(turn, pauses, Pause::collection) >= half / 2;
            return new Gap(
                    turn,
                    collection ? Cause.COLLECTION : Cause.SAFEPOINT,
                    longest(turn, pauses, pause -> pause.collection() == collection));
        }
        if (turn.heldNs() >= half) {
            return new Gap(turn, Cause.BARRIER, why(turn, stands));
        }
        return turn.offCoreNs() >= half ? offCore(turn) : onCore(turn, half);
    }

    private static long overlap(final LongTurn turn, final List<Pause> pauses, final Predicate<Pause> which) {
        return pauses.stream()
                .filter(which)
                .mapToLong(pause -> pause.overlapNs(turn.startNs(), turn.endNs()))
                .sum();
    }

    private static String longest(final LongTurn turn, final List<Pause> pauses, final Predicate<Pause> which) {
        long longestNs = -1;
        String what = "";
        for (final Pause pause : pauses) {
            final long overlapNs = pause.overlapNs(turn.startNs(), turn.endNs());
            if (which.test(pause) && overlapNs > longestNs) {
                longestNs = overlapNs;
                what = pause.what();
            }
        }
        return what;
    }

    private static String why(final LongTurn turn, final List<Stand> stands) {
        long longestNs = 0;
        String why = "";
        for (final Stand stand : stands) {
            final long overlapNs = Math.min(turn.endNs(), stand.openedNs()) - Math.max(turn.startNs(), stand.askedNs());
            if (overlapNs > longestNs) {
                longestNs = overlapNs;
                why = stand.why();
            }
        }
        return why;
    }

    private static Gap offCore(final LongTurn turn) {
        if (turn.majorFaults() > 0) {
            return new Gap(turn, Cause.MAJOR_FAULT, called(turn));
        }
        if (turn.waits() > 0 && turn.callNs() > 0) {
            return new Gap(turn, Cause.BLOCKED, called(turn));
        }
        return turn.preemptions() > 0
                ? new Gap(turn, Cause.LOST_CORE, called(turn))
                : new Gap(turn, turn.waits() > 0 ? Cause.BLOCKED : Cause.UNKNOWN, called(turn));
    }

    private static Gap onCore(final LongTurn turn, final long half) {
        if (turn.minorFaults() * MINOR_FAULT_NS >= half) {
            return new Gap(turn, Cause.MINOR_FAULTS, called(turn));
        }
        return new Gap(turn, turn.callNs() >= half ? Cause.NODE : Cause.UNKNOWN, called(turn));
    }

    private static String called(final LongTurn turn) {
        return turn.call() == null ? "" : turn.call();
    }
}
