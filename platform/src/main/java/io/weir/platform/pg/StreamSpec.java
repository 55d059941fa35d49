package io.weir.platform.pg;

import java.util.Locale;

/**
 * What a stream was asked to be. {@link #toString} is text that {@link StreamParser} reads back into an equal value.
 *
 * @param name unique among streams.
 * @param limit packets, none if not positive.
 * @param rate packets per second, as fast as possible if 0.
 * @param ring descriptors of the virtual receive ring, none if 0.
 * @param minBytes shortest packet; 0 for what the data takes, at least 64.
 * @param maxBytes longest packet.
 * @param randomSize whether lengths are drawn at random, else counted up.
 * @param bufferBytes of a packet that one buffer takes.
 * @param node where packets enter, by node or interface; empty if not given.
 * @param worker which worker makes them.
 * @param rxInterface by which interface they seem to come in; empty for the first packet-generator interface.
 * @param txInterface what is noted as their way out; empty for none.
 * @param maxFrame packets per poll.
 * @param pcap file to replay; empty for none.
 * @param data what a packet looks like; empty with a pcap file.
 */
record StreamSpec(
        String name,
        long limit,
        double rate,
        int ring,
        int minBytes,
        int maxBytes,
        boolean randomSize,
        int bufferBytes,
        String node,
        int worker,
        String rxInterface,
        String txInterface,
        int maxFrame,
        String pcap,
        String data) {

    boolean replays() {
        return !pcap.isEmpty();
    }

    StreamSpec withName(final String newName) {
        final StreamDraft draft = new StreamDraft(this);
        draft.name = newName;
        return draft.spec();
    }

    StreamSpec withSizes(final int min, final int max) {
        final StreamDraft draft = new StreamDraft(this);
        draft.minBytes = min;
        draft.maxBytes = max;
        return draft.spec();
    }

    StreamSpec withPlace(final String newNode, final String newRxInterface, final int newWorker) {
        final StreamDraft draft = new StreamDraft(this);
        draft.node = newNode;
        draft.rxInterface = newRxInterface;
        draft.worker = newWorker;
        return draft.spec();
    }

    StreamSpec withLimit(final long newLimit) {
        final StreamDraft draft = new StreamDraft(this);
        draft.limit = newLimit;
        return draft.spec();
    }

    /** The parameters as {@code show packet-generator} prints them. */
    String parameters() {
        final StringBuilder out = new StringBuilder(100);
        out.append("limit ").append(limit);
        out.append(", rate ").append(scientific(rate)).append(" pps, size ");
        out.append(minBytes).append(randomSize ? '+' : '-').append(maxBytes);
        out.append(", buffer-size ")
                .append(bufferBytes)
                .append(", worker ")
                .append(worker)
                .append(", ");
        if (ring > 0) {
            out.append("ring ").append(ring).append(", ");
        }
        return out.toString();
    }

    @Override
    public String toString() {
        final StringBuilder out = new StringBuilder(200);
        out.append("name ").append(name).append(" limit ").append(limit);
        if (rate > 0) {
            out.append(" rate ").append(rate);
        }
        if (ring > 0) {
            out.append(" ring ").append(ring);
        }
        if (maxBytes > 0) {
            out.append(" size ").append(minBytes).append(randomSize ? '+' : '-').append(maxBytes);
        }
        out.append(" buffer-size ").append(bufferBytes).append(" worker ").append(worker);
        out.append(" maxframe ").append(maxFrame);
        append(out, " node ", node);
        append(out, " interface ", rxInterface);
        append(out, " tx-interface ", txInterface);
        append(out, " pcap ", pcap);
        if (!data.isEmpty()) {
            out.append(" data { ").append(data).append(" }");
        }
        return out.toString();
    }

    private static void append(final StringBuilder out, final String key, final String value) {
        if (!value.isEmpty()) {
            out.append(key).append(value);
        }
    }

    /** A number as VPP prints it: {@code 1.00e6}. */
    static String scientific(final double value) {
        final String text = String.format(Locale.ROOT, "%.2e", value);
        final int e = text.indexOf('e');
        return text.substring(0, e + 1) + Integer.parseInt(text.substring(e + 1));
    }
}
