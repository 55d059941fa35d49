package io.weir.platform.trace;

/**
 * What one node saw of one packet.
 *
 * @param node the node.
 * @param timeNs when.
 * @param image the buffer from its metadata on, packet included up to {@link Tracer#PACKET_BYTES}.
 */
record TraceRecord(TracePoint node, long timeNs, byte[] image) {}
