package io.weir.graph;

/** What a counter counts. */
public enum Unit {
    PACKETS,
    BYTES,
    EVENTS
}
