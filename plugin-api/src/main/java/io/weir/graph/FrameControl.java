package io.weir.graph;

import io.weir.plugin.HostOnly;
import java.util.Arrays;

/**
 * The host's side of {@link Frame}, and the means to build frames for tests. A node that calls these on the frame it
 * processes breaks it.
 */
@HostOnly
public final class FrameControl {
    /** Disposition of a packet that was not mentioned. */
    public static final int DEFAULT = Frame.DEFAULT;
    /** Disposition: dropped. */
    public static final int DROP = Frame.DROP;
    /** Disposition: punted. */
    public static final int PUNT = Frame.PUNT;
    /** Disposition: owned by the node. */
    public static final int TAKEN = Frame.TAKEN;
    /** Disposition: sent to what can't be a destination. */
    public static final int BAD = Frame.BAD;

    private FrameControl() {}

    /** An empty frame. */
    public static Frame create() {
        return new Frame();
    }

    /** The array of buffer indices itself. */
    public static int[] buffers(final Frame frame) {
        return frame.buffers;
    }

    /** The array of dispositions itself; meaningful while {@link #deviates}. */
    public static short[] next(final Frame frame) {
        return frame.next;
    }

    public static void size(final Frame frame, final int size) {
        frame.size = size;
    }

    /** Whether a packet was mentioned since {@link #open}. */
    public static boolean deviates(final Frame frame) {
        return frame.deviates;
    }

    /** Target of the packets that were not mentioned, or 0 for the node's own default. */
    public static int defaultTarget(final Frame frame) {
        return frame.defaultTarget;
    }

    /** Makes a frame ready for a node. */
    public static void open(final Frame frame, final Sink sink) {
        frame.sink = sink;
        frame.defaultTarget = 0;
    }

    /** Forgets what was said about packets, for the first {@code size} of them. */
    public static void forgetDispositions(final Frame frame, final int size) {
        if (frame.deviates) {
            Arrays.fill(frame.next, 0, size, Frame.DEFAULT);
            frame.deviates = false;
        }
    }

    public static void traced(final Frame frame, final boolean traced) {
        frame.traced = traced;
    }
}
