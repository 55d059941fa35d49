package io.weir.benchmarks;

import io.weir.platform.thread.WorkerLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a packet from a client costs through all nodes by how many sessions there are, of which each packet belongs to one that is
 * drawn: in turn with a host that has one session, and with the bare loop.
 */
final class Nat64Growth {
    private static final int[] SESSIONS = {1, 10_000, 100_000, 1_000_000, 4_000_000};
    private static final Flows ONE = new Flows(0, 1, 1, 1);
    private static final int ADDRESSES = 48;
    private static final double WARM_SECONDS = 4;
    /** From one look at how many there are to the next; a turn begins 256 at most. */
    private static final int TURNS = 16;

    private static final int MOST_LOOKS = 10_000;

    private final Path loads;
    private final double seconds;
    private final Path plot;

    /**
     * A measurement.
     *
     * @param seconds for all of it, besides what the sessions take to begin.
     * @param plot where to draw it, or null.
     */
    Nat64Growth(final Path loads, final double seconds, final Path plot) {
        this.loads = loads;
        this.seconds = seconds;
        this.plot = plot;
    }

    void run(final Json json) throws IOException {
        final Map<Integer, Double> still = new TreeMap<>();
        final Map<Integer, Double> growing = new TreeMap<>();
        final Map<Integer, Double> bare = new TreeMap<>();
        final Json byCount = new Json();
        double growth = 0;
        try (LoadHost one = Nat64Host.load(loads, ADDRESSES);
                LoadHost many = Nat64Host.load(loads, ADDRESSES)) {
            final HostSlices slices = new HostSlices(List.of(one, many), new BareLoop4(false));
            begin(one, ONE);
            for (final int count : SESSIONS) {
                final Flows flows = count == 1 ? ONE : Flows.tenEach(0, count);
                begin(many, flows);
                slices.medians(count == 1 ? WARM_SECONDS : 1);
                final double[] ns = slices.medians(Math.max(1, seconds / SESSIONS.length));
                still.put(count, ns[0]);
                growing.put(count, ns[1]);
                bare.put(count, ns[2]);
                byCount.put(String.valueOf(count), ns[1] / ns[0], 2);
                growth = ns[1] / ns[0];
                System.out.printf("%9d sessions: %.1f ns, one: %.1f, bare: %.1f%n", count, ns[1], ns[0], ns[2]);
                many.command("packet-generator disable-stream drawn" + flows.sessions());
            }
        }
        json.put("growth_4m", growth, 2).put("growth", byCount).put("growth_ns", ofCounts(growing));
        if (plot != null) {
            new Plot("Translation by sessions", "sessions", "ns per packet")
                    .write(plot, Map.of("these", growing, "one", still, "bare loop", bare));
        }
    }

    private static Json ofCounts(final Map<Integer, Double> ns) {
        final Json json = new Json();
        ns.forEach((count, each) -> json.put(String.valueOf(count), each, 1));
        return json;
    }

    /** Has these sessions begin, and packets of them come. */
    private static void begin(final LoadHost host, final Flows flows) throws IOException {
        final String fill = "fill" + flows.sessions();
        final String drawn = "drawn" + flows.sessions();
        Nat64Host.stream(host, fill, flows, false);
        Nat64Host.stream(host, drawn, flows, true);
        host.command("packet-generator enable-stream " + fill);
        final WorkerLoop worker = host.host().workers().getFirst();
        for (int i = 0; Nat64Host.said(host, Nat64Host.SESSIONS) < flows.sessions(); i++) {
            if (i == MOST_LOOKS) {
                throw new IOException(host.command("show nat64 summary"));
            }
            for (int turn = 0; turn < TURNS; turn++) {
                worker.turn();
            }
            // Memory for more is taken by main.
            host.host().turn(0);
        }
        host.command("packet-generator disable-stream " + fill);
        host.command("packet-generator enable-stream " + drawn);
    }
}
