package io.weir.benchmarks;

import io.weir.platform.os.OsThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host that holds what comes by pg0 of one family against a list, not started, with a clock that can be put forward. */
final class SessionHost implements ClockedHost {
    private static final Pattern COUNT = Pattern.compile("Sessions: (\\d+) of");
    private static final Pattern BYTES = Pattern.compile("ip(\\d) .*, (\\d+) bytes");

    private final BenchClock clock = new BenchClock();
    private final boolean ip6;
    private final LoadHost load;

    /** Makes it without a list yet. */
    SessionHost(final Path loads, final boolean ip6) throws IOException {
        this.ip6 = ip6;
        load = new LoadHost(loads.resolve(ip6 ? "sessions6.cli" : "sessions4.cli"), clock);
        OsThread.pin(Math.max(load.host().workers().getFirst().cpu(), 0));
    }

    /**
     * Makes it with a list that permits and reflects.
     *
     * @param most how many sessions there may be.
     */
    SessionHost(final Path loads, final boolean ip6, final int most) throws IOException {
        this(loads, ip6);
        load.command("set acl-plugin acl permit+reflect, ipv6 permit+reflect");
        load.command("set acl-plugin interface pg0 input acl 0");
        load.command("set acl-plugin session table max-entries " + most);
    }

    @Override
    public LoadHost load() {
        return load;
    }

    @Override
    public BenchClock clock() {
        return clock;
    }

    /** Makes a stream of small packets of so many flows, one after the other from a number on, or drawn from them. */
    void stream(final String name, final int from, final int flows, final boolean drawn) throws IOException {
        final String to = flow(from) + (drawn ? " + " : " - ") + flow(from + flows - 1);
        load.command("packet-generator new { name " + name + " limit -1 node " + (ip6 ? "ip6" : "ip4")
                + "-input size 64-64 worker 0 interface pg0 data { UDP: " + (ip6 ? "2001:db8:1::2" : "192.168.1.2")
                + " -> " + to + " UDP: 4321 -> 1234 length " + (ip6 ? 24 : 30) + " checksum 0 incrementing 1 } }");
    }

    private String flow(final int number) {
        return ip6
                ? "2a00:1450:" + Integer.toHexString(number >>> 16) + ":" + Integer.toHexString(number & 0xffff) + "::1"
                : "10." + (number >>> 16) + "." + (number >>> 8 & 0xff) + "." + (number & 0xff);
    }

    @Override
    public int size() throws IOException {
        return (int) said(COUNT, 1);
    }

    @Override
    public long bytes() throws IOException {
        return said(BYTES, 2);
    }

    private long said(final Pattern what, final int group) throws IOException {
        final String summary = load.command("show acl-plugin sessions summary");
        final Matcher matcher = what.matcher(summary);
        if (!matcher.find()) {
            throw new IOException("no figure in: " + summary);
        }
        return Long.parseLong(matcher.group(group));
    }

    @Override
    public void close() {
        load.close();
    }
}
