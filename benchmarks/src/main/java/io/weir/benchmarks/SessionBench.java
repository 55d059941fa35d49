package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions of access lists, through the nodes: how fast they begin, what they take, how they end all at once beside other traffic,
 * and what a flood of new ones beyond the limit costs the packets of those that are there. Each family by itself, and each round in
 * a host of its own, as a table that has grown once stays large.
 */
final class SessionBench {
    private static final int SESSIONS = 4_000_000;
    private static final int WARM_SESSIONS = 200_000;

    private static final int STEADY_FROM = 200 << 16;
    private static final int STEADY = 10_000;
    private static final int ROUNDS = 3;
    private static final long OVER_NS = 602_000_000_000L;
    private static final SessionLife LIFE = new SessionLife(SESSIONS, WARM_SESSIONS, STEADY, OVER_NS);

    private final Path loads;

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
            final List<SessionLife.Round> rounds = new ArrayList<>();
            final int[] expiring = TurnClock.turns();
            for (int i = 0; i < ROUNDS; i++) {
                rounds.add(round(ip6, expiring));
                System.out.println((ip6 ? "ip6: " : "ip4: ") + rounds.getLast());
            }
            SessionLife.put(json, prefix, rounds, expiring);
            json.put(prefix + "flood_ratio", flood(ip6, seconds), 2);
        }
        return json;
    }

    private SessionLife.Round round(final boolean ip6, final int[] expiring) throws IOException {
        try (SessionHost host = new SessionHost(loads, ip6, SESSIONS + STEADY)) {
            host.stream("few", 0, WARM_SESSIONS, false);
            host.stream("fresh", 0, SESSIONS, false);
            host.stream("steady", STEADY_FROM, STEADY, false);
            return LIFE.round(host, expiring);
        }
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
