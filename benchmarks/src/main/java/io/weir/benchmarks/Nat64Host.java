package io.weir.benchmarks;

import io.weir.platform.os.OsThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host that translates what clients send by pg0 to servers behind pg1, not started, with a clock that can be put forward. */
final class Nat64Host implements ClockedHost {
    /** Ports of an address that clients get. */
    static final int PORTS = 64_512;

    static final Pattern SESSIONS = Pattern.compile("(\\d+) sessions");
    private static final String SCRIPT = "sessions64.cli";
    private static final String POOL = "nat64 add pool address 93.184.4.1 - 93.184.4.";
    private static final Pattern BINDINGS = Pattern.compile("(\\d+) bindings");
    private static final Pattern BYTES = Pattern.compile("(\\d+) bytes");

    private final BenchClock clock = new BenchClock();
    private final LoadHost load;

    /**
     * Makes it.
     *
     * @param addresses how many the pool has.
     */
    Nat64Host(final Path loads, final int addresses) throws IOException {
        load = new LoadHost(loads.resolve(SCRIPT), clock);
        load.command(POOL + addresses);
        OsThread.pin(Math.max(load.host().workers().getFirst().cpu(), 0));
    }

    /** The same with the machine's clock. */
    static LoadHost load(final Path loads, final int addresses) throws IOException {
        final LoadHost load = new LoadHost(loads.resolve(SCRIPT));
        load.command(POOL + addresses);
        return load;
    }

    @Override
    public LoadHost load() {
        return load;
    }

    @Override
    public BenchClock clock() {
        return clock;
    }

    /** Makes a stream of small packets of these sessions, one after the other or drawn. */
    void stream(final String name, final Flows flows, final boolean drawn) throws IOException {
        stream(load, name, flows, drawn);
    }

    static void stream(final LoadHost load, final String name, final Flows flows, final boolean drawn)
            throws IOException {
        load.command("packet-generator new { name " + name
                + " limit -1 node ip6-input size 84-84 worker 0 interface pg0 data { " + flows.data(drawn) + " } }");
    }

    @Override
    public int size() throws IOException {
        return (int) said(load, SESSIONS);
    }

    /** How many bindings there are. */
    int bindings() throws IOException {
        return (int) said(load, BINDINGS);
    }

    @Override
    public long bytes() throws IOException {
        return said(load, BYTES);
    }

    /** A figure of the summary. */
    static long said(final LoadHost load, final Pattern what) throws IOException {
        final String summary = load.command("show nat64 summary");
        final Matcher matcher = what.matcher(summary);
        if (!matcher.find()) {
            throw new IOException("no figure in: " + summary);
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public void close() {
        load.close();
    }
}
