package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A pool whose ports are almost all taken, or all: what a new session takes, and what packets of those that are there cost while as
 * many come that would begin more. Each session has a port of its own.
 */
final class Nat64Pool {
    private static final int ADDRESSES = 32;
    private static final int PORTS = ADDRESSES * Nat64Host.PORTS;
    private static final int STEADY_FROM = 200 << 16;
    private static final int STEADY = 10_010;
    private static final int OTHERS_FROM = 400 << 16;
    private static final int OTHERS = 1_000_000;
    private static final int WARM_SESSIONS = 200_000;
    private static final long OVER_NS = 302_000_000_000L;
    /** In which one part in a hundred of the ports is given out, about. */
    private static final int STEPS = 6;

    private static final int MOST_STEPS = 100_000;

    private final Path loads;

    Nat64Pool(final Path loads) {
        this.loads = loads;
    }

    void run(final double seconds, final Json json) throws IOException {
        try (Nat64Host host = new Nat64Host(loads, ADDRESSES)) {
            host.stream("few", Flows.ownPorts(0, WARM_SESSIONS), false);
            host.stream("steady", Flows.ownPorts(STEADY_FROM, STEADY - 10), false);
            host.stream("fresh", Flows.ownPorts(0, PORTS), false);
            host.stream("others", Flows.ownPorts(OTHERS_FROM, OTHERS), true);
            final TurnClock turns = new TurnClock(host);
            new SessionLife(PORTS, WARM_SESSIONS, STEADY, OVER_NS).warm(host, turns);
            host.enable("fresh");
            json.put("pool_half_sessions_per_s", (long) perSecond(host, turns, 0.5))
                    .put("pool_99_sessions_per_s", (long) perSecond(host, turns, 0.985));
            fillTo(host, turns, 1);
            host.disable("fresh");
            final double[] full = flood(host, turns, seconds);
            json.put("pool_full_refused_per_s", (long) (1e9 / full[1]))
                    .put("pool_full_flood_ratio", full[0], 2)
                    .put("pool_full_gap_us", full[2], 1);
        }
    }

    /** How fast sessions begin from where this part of the ports is taken. */
    private static double perSecond(final Nat64Host host, final TurnClock turns, final double part) throws IOException {
        fillTo(host, turns, part);
        final int before = host.size();
        turns.forget();
        turns.steps(STEPS);
        return (host.size() - before) / turns.seconds();
    }

    private static void fillTo(final Nat64Host host, final TurnClock turns, final double part) throws IOException {
        final int wanted = (int) (part * PORTS);
        for (int i = 0; host.bindings() < wanted; i++) {
            if (i == MOST_STEPS) {
                throw new IOException(host.bindings() + " of " + PORTS + " ports are taken, and no more");
            }
            turns.step();
        }
    }

    /** Cost of packets while others are refused over that without; what one that is refused costs; the longest turn. */
    private static double[] flood(final Nat64Host host, final TurnClock turns, final double seconds)
            throws IOException {
        final int slices = Math.max(40, (int) (seconds * 1e9 / 8 / TurnClock.STEP_NS));
        final double[] without = new double[slices];
        final double[] with = new double[slices];
        double longestUs = Double.MAX_VALUE;
        host.enable("steady");
        for (int i = -slices; i < slices; i++) {
            without[Math.max(i, 0)] = turns.slice();
            host.enable("others");
            with[Math.max(i, 0)] = turns.slice();
            longestUs = Math.min(longestUs, turns.longestOnCoreUs());
            host.disable("others");
        }
        if (host.bindings() != PORTS) {
            throw new IOException(host.bindings() + " of " + PORTS + " ports are taken");
        }
        final double quietNs = SliceBench.median(without);
        final double floodNs = SliceBench.median(with);
        // As many of both come.
        return new double[] {floodNs / quietNs, Math.max(1, 2 * floodNs - quietNs), longestUs};
    }
}
