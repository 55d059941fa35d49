package io.weir.benchmarks;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The life of many sessions in a host: they begin, one with each packet of the stream {@code fresh}, and all are over at once while
 * those of the stream {@code steady} go on. Before, some of the stream {@code few} begin and end until the code is compiled.
 *
 * @param sessions how many there are at last.
 * @param few how many come to warm up.
 * @param steady how many go on.
 * @param overNs what time has to pass for a session without packets.
 */
record SessionLife(int sessions, int few, int steady, long overNs) {
    /** A plugin's code is compiled in each host anew. */
    private static final int WARM_CYCLES = 4;

    private static final int QUIET_STEPS = 100;
    /** Steps from one look at how many there are to the next: the look itself is a command, which takes the caches. */
    static final int STEPS = 4;

    private static final int MOST_LOOKS = 5_000;

    /** What one host showed; times on the core leave out what the scheduler took. */
    record Round(
            double perSecond,
            double growthUs,
            double bytes,
            double quietNs,
            double quietUs,
            double expiringNs,
            double expiredPerSecond,
            double expiryUs) {}

    /** Of each round a figure: the median. */
    static double median(final List<Round> rounds, final ToDoubleFunction<Round> what) {
        return SliceBench.median(rounds.stream().mapToDouble(what).toArray());
    }

    /** Of the longest turns of each round, the shortest: what the machine does to one of them doesn't count. */
    static double least(final List<Round> rounds, final ToDoubleFunction<Round> what) {
        return rounds.stream()
                .map(what::applyAsDouble)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Puts what rounds have shown. */
    static void put(final Json json, final String prefix, final List<Round> rounds, final int... expiring) {
        json.put(prefix + "sessions_per_s", (long) median(rounds, Round::perSecond))
                .put(prefix + "bytes_per_session", median(rounds, Round::bytes), 1)
                .put(prefix + "session_growth_gap_us", least(rounds, Round::growthUs), 1)
                .put(prefix + "expired_per_s", (long) median(rounds, Round::expiredPerSecond))
                .put(prefix + "expiry_gap_us", TableFill.longestUs(expiring), 1)
                .put(prefix + "expiry_gap_wall_us", least(rounds, Round::expiryUs), 1)
                .put(prefix + "quiet_gap_wall_us", least(rounds, Round::quietUs), 1)
                .put(prefix + "expiring_ratio", median(rounds, Round::expiringNs) / median(rounds, Round::quietNs), 2);
    }

    /**
     * Warms a host up, and has them begin and end.
     *
     * @param expiring the shortest that each turn has taken in a host, while they end.
     */
    Round round(final ClockedHost host, final int[] expiring) throws IOException {
        final TurnClock turns = new TurnClock(host);
        warm(host, turns);
        turns.forget();
        fill(host, turns, "fresh", sessions);
        final int begun = host.size();
        final double perSecond = (begun - steady) / turns.seconds();
        final double growthUs = turns.longestOnCoreUs();
        final double bytes = host.bytes() / (double) begun;
        host.enable("steady");
        turns.step();
        turns.forget();
        turns.steps(QUIET_STEPS);
        final double quietNs = turns.nsPerPacket();
        final double quietUs = turns.longestUs();
        turns.forget(expiring);
        expire(host, turns);
        return new Round(
                perSecond,
                growthUs,
                bytes,
                quietNs,
                quietUs,
                turns.nsPerPacket(),
                begun / turns.seconds(),
                turns.longestUs());
    }

    /** Has some begin and end until the code is compiled; those that go on are there then. */
    void warm(final ClockedHost host, final TurnClock turns) throws IOException {
        for (int cycle = 0; cycle < WARM_CYCLES; cycle++) {
            turns.forget();
            fill(host, turns, "few", few);
            turns.forget();
            expire(host, turns);
        }
    }

    /** Has new flows come until there are so many. */
    static void fill(final ClockedHost host, final TurnClock turns, final String stream, final int sessions)
            throws IOException {
        host.enable(stream);
        for (int i = 0; host.size() < sessions; i++) {
            if (i == MOST_LOOKS) {
                throw new IOException(host.size() + " sessions where " + sessions + " were to begin");
            }
            turns.steps(STEPS);
        }
        host.disable(stream);
    }

    /** Has the time of all pass at once, while packets of some flows go on. */
    private void expire(final ClockedHost host, final TurnClock turns) throws IOException {
        host.enable("steady");
        host.clock().forward(overNs);
        while (host.size() > steady) {
            turns.steps(STEPS);
        }
        host.disable("steady");
    }
}
