package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Sessions of access lists, through the nodes: how fast they begin, what they take, how they end all at once beside other traffic,
 * and what a flood of new ones beyond the limit costs the packets of those that are there. Each family by itself, and each round in
 * a host of its own, as a table that has grown once stays large.
 */
final class SessionBench {
    private static final int SESSIONS = 4_000_000;
    private static final int WARM_SESSIONS = 200_000;
    /** A plugin's code is compiled in each host anew. */
    private static final int WARM_CYCLES = 4;

    private static final int STEADY_FROM = 200 << 16;
    private static final int STEADY = 10_000;
    private static final int ROUNDS = 3;
    private static final int QUIET_STEPS = 100;
    private static final long OVER_NS = 602_000_000_000L;

    private final Path loads;

    /** What one host showed; times on the core leave out what the scheduler took. */
    private record Round(
            double perSecond,
            double growthUs,
            double bytes,
            double quietNs,
            double quietUs,
            double expiringNs,
            double expiredPerSecond,
            double expiryUs) {}

    SessionBench(final Path loads) {
        this.loads = loads;
    }

    /**
     * Measures.
     *
     * @param json where the figures go.
     * @param only families whose names begin so.
     */
    Json run(final double seconds, final Json json, final String only) throws IOException {
        for (final boolean ip6 : new boolean[] {false, true}) {
            if (!(ip6 ? "ip6" : "ip4").startsWith(only)) {
                continue;
            }
            final String prefix = ip6 ? "ip6_" : "";
            final List<Round> rounds = new ArrayList<>();
            final int[] expiring = TurnClock.turns();
            for (int i = 0; i < ROUNDS; i++) {
                rounds.add(round(ip6, expiring));
                System.out.println((ip6 ? "ip6: " : "ip4: ") + rounds.getLast());
            }
            json.put(prefix + "sessions_per_s", (long) median(rounds, Round::perSecond))
                    .put(prefix + "bytes_per_session", median(rounds, Round::bytes), 1)
                    .put(prefix + "session_growth_gap_us", least(rounds, Round::growthUs), 1)
                    .put(prefix + "expired_per_s", (long) median(rounds, Round::expiredPerSecond))
                    .put(prefix + "expiry_gap_us", TableFill.longestUs(expiring), 1)
                    .put(prefix + "expiry_gap_wall_us", least(rounds, Round::expiryUs), 1)
                    .put(prefix + "quiet_gap_wall_us", least(rounds, Round::quietUs), 1)
                    .put(
                            prefix + "expiring_ratio",
                            median(rounds, Round::expiringNs) / median(rounds, Round::quietNs),
                            2)
                    .put(prefix + "flood_ratio", flood(ip6, seconds), 2);
        }
        return json;
    }

    private static double median(final List<Round> rounds, final ToDoubleFunction<Round> what) {
        return SliceBench.median(rounds.stream().mapToDouble(what).toArray());
    }

    /** Of the longest turns of each round, the shortest: what the machine does to one of them doesn't count. */
    private static double least(final List<Round> rounds, final ToDoubleFunction<Round> what) {
        return rounds.stream()
                .map(what::applyAsDouble)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Round round(final boolean ip6, final int[] expiring) throws IOException {
        try (SessionHost host = new SessionHost(loads, ip6, SESSIONS + STEADY)) {
            host.stream("few", 0, WARM_SESSIONS, false);
            host.stream("fresh", 0, SESSIONS, false);
            host.stream("steady", STEADY_FROM, STEADY, false);
            final TurnClock turns = new TurnClock(host);
            for (int cycle = 0; cycle < WARM_CYCLES; cycle++) {
                turns.forget();
                fill(host, turns, "few", WARM_SESSIONS);
                turns.forget();
                expire(host, turns);
            }
            turns.forget();
            fill(host, turns, "fresh", SESSIONS);
            final double perSecond = (SESSIONS - STEADY) / turns.seconds();
            final double growthUs = turns.longestOnCoreUs();
            final double bytes = host.bytes() / (double) host.size();
            host.enable("steady");
            turns.step();
            turns.forget();
            for (int i = 0; i < QUIET_STEPS; i++) {
                turns.step();
            }
            final double quietNs = turns.nsPerPacket();
            final double quietUs = turns.longestUs();
            final int sessions = host.size();
            turns.forget(expiring);
            expire(host, turns);
            return new Round(
                    perSecond,
                    growthUs,
                    bytes,
                    quietNs,
                    quietUs,
                    turns.nsPerPacket(),
                    sessions / turns.seconds(),
                    turns.longestUs());
        }
    }

    /** Has new flows come until there are so many. */
    private static void fill(final SessionHost host, final TurnClock turns, final String stream, final int sessions)
            throws IOException {
        host.enable(stream);
        while (host.size() < sessions) {
            turns.step();
        }
        host.disable(stream);
    }

    /** Has the time of all pass at once, while packets of some flows go on. */
    private static void expire(final SessionHost host, final TurnClock turns) throws IOException {
        host.enable("steady");
        host.clock().forward(OVER_NS);
        while (host.size() > STEADY) {
            turns.step();
        }
        host.disable("steady");
    }

    /** What packets cost while as many come that would begin sessions beyond the limit, over what they cost without those. */
    private double flood(final boolean ip6, final double seconds) throws IOException {
        try (SessionHost host = new SessionHost(loads, ip6, STEADY)) {
            host.stream("steady", STEADY_FROM, STEADY, false);
            host.stream("flood", 0, SESSIONS, true);
            final TurnClock turns = new TurnClock(host);
            host.enable("steady");
            final int slices = Math.max(40, (int) (seconds * 1e9 / 8 / TurnClock.STEP_NS));
            final double[] without = new double[slices];
            final double[] with = new double[slices];
            for (int i = -slices; i < slices; i++) {
                without[Math.max(i, 0)] = turns.slice();
                host.enable("flood");
                with[Math.max(i, 0)] = turns.slice();
                host.disable("flood");
            }
            if (host.size() != STEADY) {
                throw new IOException("the flood left " + host.size() + " sessions of " + STEADY);
            }
            return SliceBench.median(with) / SliceBench.median(without);
        }
    }
}
