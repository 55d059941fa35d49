package io.weir.platform.trace;

/**
 * What one node saw of one packet.
 *
 * @param node the node.
 * @param timeNs when.
 * @param image the buffer from its metadata on, packet included up to {@link Tracer#PACKET_BYTES}; null if the node traces
 *     packets as they leave, and this is what it noted before.
 * @param fields what the node itself noted, or null.
 */
record TraceRecord(TracePoint node, long timeNs, byte[] image, long[] fields) {
    TraceRecord(final TracePoint node, final long timeNs, final byte[] image) {
        this(node, timeNs, image, null);
    }

    /** The same with what the node noted. */
    TraceRecord noting(final long[] noted) {
        return new TraceRecord(node, timeNs, image, noted);
    }

    /** The same of a node of which only this is left. */
    TraceRecord of(final TracePoint other) {
        return new TraceRecord(other, timeNs, image, fields);
    }
}
