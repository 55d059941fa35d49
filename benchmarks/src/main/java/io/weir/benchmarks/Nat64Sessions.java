package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions of the translator through its nodes, by the measures of RFC 9693: how fast they begin until there are four million, what
 * they take, how they end all at once by their time, and by command.
 */
final class Nat64Sessions {
    private static final int SESSIONS = 4_000_000;
    private static final int STEADY = 10_010;
    private static final int STEADY_FROM = 200 << 16;
    private static final int WARM_SESSIONS = 200_000;
    private static final long OVER_NS = 302_000_000_000L;
    private static final int ROUNDS = 3;
    /** For those who look for something: one host alone. */
    private static final double SHORT_SECONDS = 5;

    private static final int MOST_LOOKS = 5_000;
    /** Enough for four million bindings, with some to spare. */
    private static final int ADDRESSES = 64;

    private static final SessionLife LIFE = new SessionLife(SESSIONS, WARM_SESSIONS, STEADY, OVER_NS);

    private final Path loads;

    /** What ending them by command has shown. */
    private record Torn(double perSecond, double longestUs) {}

    Nat64Sessions(final Path loads) {
        this.loads = loads;
    }

    void run(final double seconds, final Json json) throws IOException {
        final List<SessionLife.Round> rounds = new ArrayList<>();
        final List<Torn> torn = new ArrayList<>();
        final int[] expiring = TurnClock.turns();
        for (int i = 0; i < (seconds < SHORT_SECONDS ? 1 : ROUNDS); i++) {
            try (Nat64Host host = host(Flows.tenEach(0, SESSIONS))) {
                rounds.add(LIFE.round(host, expiring));
                torn.add(tearDown(host));
                System.out.println(rounds.getLast() + ", " + torn.getLast());
            }
        }
        SessionLife.put(json, "", rounds, expiring);
        json.put("teardown_per_s", (long) SliceBench.median(
                        torn.stream().mapToDouble(Torn::perSecond).toArray()))
                .put(
                        "teardown_gap_us",
                        torn.stream().mapToDouble(Torn::longestUs).min().orElseThrow(),
                        1);
        try (Nat64Host host = host(Flows.ownPorts(0, SESSIONS))) {
            final SessionLife.Round own = LIFE.round(host, TurnClock.turns());
            System.out.println("a port for each: " + own);
            json.put("sessions_per_s_own_ports", (long) own.perSecond())
                    .put("bytes_per_session_own_ports", own.bytes(), 1);
        }
    }

    private Nat64Host host(final Flows fresh) throws IOException {
        final Nat64Host host = new Nat64Host(loads, ADDRESSES);
        host.stream("few", Flows.tenEach(0, WARM_SESSIONS), false);
        host.stream("fresh", fresh, false);
        host.stream("steady", Flows.tenEach(STEADY_FROM, STEADY - 10), false);
        return host;
    }

    /** As many as before once more, which then are ended by command while packets of some go on, and begin these again. */
    private static Torn tearDown(final Nat64Host host) throws IOException {
        final TurnClock turns = new TurnClock(host);
        SessionLife.fill(host, turns, "fresh", SESSIONS);
        final int begun = host.size() - STEADY;
        host.enable("steady");
        turns.step();
        turns.forget();
        host.load().command("clear nat64 sessions");
        for (int i = 0; host.size() > STEADY; i++) {
            if (i == MOST_LOOKS) {
                throw new IOException(host.size() + " sessions do not end");
            }
            turns.steps(SessionLife.STEPS);
        }
        return new Torn(begun / turns.seconds(), turns.longestOnCoreUs());
    }
}
