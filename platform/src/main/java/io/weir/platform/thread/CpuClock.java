package io.weir.platform.thread;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the kernel knows of one thread of this process: how long it has been on a core, and whether it wants one, from
 * {@code schedstat}, {@code stat} and {@code syscall} in {@code /proc/self/task/TID}. One thread reads.
 */
final class CpuClock implements AutoCloseable {
    /** Number of the system call futex on the machines that Weir runs on. */
    private static final int FUTEX = System.getProperty("os.arch").equals("aarch64") ? 98 : 202;

    private static final int LONGEST = 64;

    private final FileChannel file;
    private final FileChannel state;
    /** Null with kernels that don't tell. */
    private final FileChannel call;

    private final ByteBuffer text = ByteBuffer.allocateDirect(LONGEST);

    /**
     * The clock of a thread.
     *
     * @param lwp its id in the kernel.
     * @throws IOException when it is gone, or the kernel keeps no such account.
     */
    CpuClock(final int lwp) throws IOException {
        final Path task = Path.of("/proc/self/task/" + lwp);
        file = FileChannel.open(task.resolve("schedstat"), StandardOpenOption.READ);
        state = FileChannel.open(task.resolve("stat"), StandardOpenOption.READ);
        call = Files.isReadable(task.resolve("syscall"))
                ? FileChannel.open(task.resolve("syscall"), StandardOpenOption.READ)
                : null;
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

    /**
     * Whether it waits for something that it has asked for, in Java or in native code; one that lost its core to others, or
     * waits for a page of memory, does not.
     */
    boolean waits() throws IOException {
        final byte letter = stateLetter();
        return letter == 'S' && (call == null || inSystemCall()) || letter == 'D' && call != null && inSystemCall();
    }

    /** Whether what it waits for may be a lock or the JVM itself: a safepoint, a class that another thread initializes. */
    boolean mayWaitForJvm() throws IOException {
        return call == null || systemCall() == FUTEX;
    }

    private boolean inSystemCall() throws IOException {
        return systemCall() >= 0;
    }

    /** The file begins with the call's number, with -1 outside of calls, or with "running". */
    private int systemCall() throws IOException {
        text.clear();
        final int length = call.read(text, 0);
        int number = length > 0 && isDigit(text.get(0)) ? 0 : -1;
        for (int i = 0; i < length && isDigit(text.get(i)); i++) {
            number = number * 10 + text.get(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(final byte letter) {
        return letter >= '0' && letter <= '9';
    }

    private byte stateLetter() throws IOException {
        text.clear();
        final int length = state.read(text, 0);
        int at = length - 1;
        // The name before it, in brackets, may hold anything.
        while (at >= 0 && text.get(at) != ')') {
            at--;
        }
        return at >= 0 && at + 2 < length ? text.get(at + 2) : 0;
    }

    @Override
    public void close() throws IOException {
        state.close();
        if (call != null) {
            call.close();
        }
        file.close();
    }
}
