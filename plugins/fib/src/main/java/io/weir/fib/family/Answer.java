package io.weir.fib.family;

import io.weir.memory.Buffer;

/** A packet that this host makes of one that has come, in its buffers. */
public final class Answer {
    /** What lies in the buffers still, and who watches them. */
    private static final int STAYS = Buffer.NEXT_PRESENT | Buffer.SHARED | Buffer.TRACED;

    private Answer() {}

    /**
     * Says that the packet is this host's. What a device has found out about the one that came, or was to do for it, is of no account any
     * more: a checksum filled in where that one had it would spoil this one.
     *
     * @param buffer address of its first buffer.
     */
    public static void begin(final long buffer) {
        Buffer.flags(buffer, Buffer.flags(buffer) & STAYS | Buffer.LOCALLY_ORIGINATED);
    }
}
