package io.weir.platform.thread;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How long one thread of this process has been on a core, from {@code /proc/self/task/TID/schedstat}. One thread reads. */
final class CpuClock implements AutoCloseable {
    private static final int LONGEST = 64;

    private final FileChannel file;
    private final ByteBuffer text = ByteBuffer.allocateDirect(LONGEST);

    /**
     * The clock of a thread.
     *
     * @param lwp its id in the kernel.
     * @throws IOException when it is gone, or the kernel keeps no such account.
     */
    CpuClock(final int lwp) throws IOException {
        file = FileChannel.open(Path.of("/proc/self/task/" + lwp + "/schedstat"), StandardOpenOption.READ);
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

    @Override
    public void close() throws IOException {
        file.close();
    }
}
