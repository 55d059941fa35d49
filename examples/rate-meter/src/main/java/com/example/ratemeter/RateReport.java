package com.example.ratemeter;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.PacketText;

/**
 * A report: a small packet that passes {@link RateMeter#REPORTS}. All but {@link #format} take the address of its first
 * byte.
 */
public final class RateReport {
    /** Bytes of a report. */
    public static final int LENGTH = 24;

    private static final int INTERFACE = 0;
    private static final int RATE = 8;
    private static final int INTERVAL_NS = 16;

    private RateReport() {}

    /** The sw_if_index of the interface that it is about. */
    public static int swIfIndex(final long report) {
        return Memory.getInt(report + INTERFACE);
    }

    public static long packetsPerSecond(final long report) {
        return Memory.getLong(report + RATE);
    }

    /** How long was measured. */
    public static long intervalNs(final long report) {
        return Memory.getLong(report + INTERVAL_NS);
    }

    /** Writes a report. */
    public static void write(
            final long report, final int swIfIndex, final long packetsPerSecond, final long intervalNs) {
        Memory.putLong(report + INTERFACE, swIfIndex);
        Memory.putLong(report + RATE, packetsPerSecond);
        Memory.putLong(report + INTERVAL_NS, intervalNs);
    }

    /** Prints the report in a buffer, for traces. */
    public static void format(final long buffer, final StringBuilder out) {
        if (PacketText.captured(buffer) >= LENGTH) {
            final long report = Buffer.data(buffer);
            out.append("sw_if_index ").append(swIfIndex(report));
            out.append(": ").append(packetsPerSecond(report)).append(" packets/s\n");
        }
    }
}
