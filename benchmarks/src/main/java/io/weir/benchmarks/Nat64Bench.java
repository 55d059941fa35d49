package io.weir.benchmarks;

import io.weir.testkit.TestPacket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The translator: packets of 10,000 clients both ways beside the bare loop, and all else that {@code weir bench nat64} measures. */
final class Nat64Bench {
    private static final double WARM_SECONDS = 8;
    private static final int CLIENTS = 10_001;
    private static final String SERVER = "93.184.1.2";
    private static final int SERVER_PORT = 3_001;
    private static final int PAYLOAD = 36;
    /** Enough for a packet of each client while nothing is compiled yet. */
    private static final int FILL_SLICES = 40;

    /** A session as it is listed: the client's address and port, the server's, the pool's. */
    private static final Pattern SESSION = Pattern.compile("(?m)^ \\S+ \\d+ \\S+ \\d+ (\\S+) (\\d+) ");

    private final Path loads;

    Nat64Bench(final Path loads) {
        this.loads = loads;
    }

    Json run(final double seconds, final String only, final Path plot) throws IOException, InterruptedException {
        final Json json = new Json();
        if ("ratio".startsWith(only)) {
            ratios(seconds, json);
        }
        if ("sessions".startsWith(only)) {
            new Nat64Sessions(loads).run(seconds, json);
        }
        if ("growth".startsWith(only)) {
            new Nat64Growth(loads, seconds, plot).run(json);
        }
        if ("pool".startsWith(only)) {
            new Nat64Pool(loads).run(seconds, json);
        }
        if ("upgrade".startsWith(only)) {
            new Nat64Upgrade(loads).run(json);
        }
        new Nat64RealBench(seconds, json).run(only);
        return json;
    }

    private void ratios(final double seconds, final Json json) throws IOException {
        final Path script = loads.resolve("nat64.cli");
        final Path capture = Files.createTempFile("weir-nat64", ".pcap");
        try (LoadHost out = new LoadHost(script);
                LoadHost in = new LoadHost(script)) {
            final HostSlices slices = new HostSlices(List.of(out, in), new BareLoop4(false));
            RawCapture.write(capture, answers(in));
            in.command("packet-generator new { name back limit -1 node ip4-input worker 0 interface pg1 pcap " + capture
                    + " }");
            in.command("packet-generator enable-stream back");
            out.command("packet-generator enable-stream s0");
            slices.medians(WARM_SECONDS);
            final List<NodeClocks> before = clocks(out, in);
            final double[] ns = slices.medians(seconds);
            final List<NodeClocks> after = clocks(out, in);
            json.put("bare_ns", ns[2], 2)
                    .put("in2out_ns", ns[0], 2)
                    .put("in2out_ratio", ns[0] / ns[2], 3)
                    .put("out2in_ns", ns[1], 2)
                    .put("out2in_ratio", ns[1] / ns[2], 3)
                    .put("in2out_nodes", after.get(0).perPacketSince(before.get(0)))
                    .put("out2in_nodes", after.get(1).perPacketSince(before.get(1)));
            check(before.get(0), after.get(0), "pg1-tx");
            check(before.get(1), after.get(1), "pg0-tx");
        } finally {
            Files.delete(capture);
        }
    }

    /** What came must have left on the other side, or the cost was that of something else. */
    private static void check(final NodeClocks before, final NodeClocks after, final String node) throws IOException {
        if (after.packetsSince(before, node) != after.packetsSince(before)) {
            throw new IOException(after.packetsSince(before, node) + " of " + after.packetsSince(before)
                    + " packets left by " + node);
        }
    }

    private static List<NodeClocks> clocks(final LoadHost... hosts) {
        final List<NodeClocks> clocks = new ArrayList<>();
        for (final LoadHost host : hosts) {
            clocks.add(
                    new NodeClocks(host.host(), host.host().workers().getFirst().index()));
        }
        return clocks;
    }

    /** Has a session begin for each client; returns what the server answers in these. */
    private static List<byte[]> answers(final LoadHost host) throws IOException {
        host.command("packet-generator enable-stream s0");
        final EngineSlices worker = new EngineSlices(host);
        for (int i = 0; i < FILL_SLICES; i++) {
            worker.next();
        }
        host.command("packet-generator disable-stream s0");
        final List<byte[]> packets = new ArrayList<>();
        final Matcher session = SESSION.matcher(host.command("show nat64 session table udp"));
        while (session.find()) {
            packets.add(TestPacket.udp(SERVER, session.group(1))
                    .ports(SERVER_PORT, Integer.parseInt(session.group(2)))
                    .payload(PAYLOAD)
                    .ip());
        }
        if (packets.size() != CLIENTS) {
            throw new IOException(packets.size() + " sessions where " + CLIENTS + " were to begin");
        }
        return packets;
    }
}
