package io.weir.platform.thread;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the kernel knows of one thread of this process: how long it has been on a core, and whether it wants one, from
 * {@code schedstat} and {@code stat} in {@code /proc/self/task/TID}. One thread reads.
 */
final class CpuClock implements AutoCloseable {
    private static final int LONGEST = 64;

    private final FileChannel file;
    private final FileChannel state;
    private final ByteBuffer text = ByteBuffer.allocateDirect(LONGEST);

    /**
     * The clock of a thread.
     *
     * @param lwp its id in the kernel.
     * @throws IOException when it is gone, or the kernel keeps no such account.
     */
    CpuClock(final int lwp) throws IOException {
        file = FileChannel.open(Path.of("/proc/self/task/" + lwp + "/schedstat"), StandardOpenOption.READ);
        state = FileChannel.open(Path.of("/proc/self/task/" + lwp + "/stat"), StandardOpenOption.READ);
    }

    /** Nanoseconds on a core. */
    long nanos() throws IOException {
        text.clear();
        final int length = file.read(text, 0);
        long nanos = 0;
        for (int i = 0; i < length && text.get(i) >= '0'; i++) {
            nanos = nanos * 10 + text.get(i) - '0';
        }
        return nanos;
    }

    /** Whether it waits for something; one that lost its core to others does not. */
    boolean waits() throws IOException {
        text.clear();
        final int length = state.read(text, 0);
        int at = length - 1;
        // The name before it, in brackets, may hold anything.
        while (at >= 0 && text.get(at) != ')') {
            at--;
        }
        final byte letter = at >= 0 && at + 2 < length ? text.get(at + 2) : 0;
        return letter == 'S' || letter == 'D';
    }

    @Override
    public void close() throws IOException {
        state.close();
        file.close();
    }
}
