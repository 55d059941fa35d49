package io.weir.dpdk.internal.eal;

import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/**
 * What EAL and drivers log, by a pipe: they write to a FILE of the C library, main reads lines when the pipe becomes
 * readable. Neither end blocks; what a full pipe doesn't take is lost. The pipe lasts as long as EAL. Main only.
 */
public final class EalLog {
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int LINE_BUFFERED = 1;
    private static final int CHUNK_BYTES = 4_096;

    private final Calls system = Calls.ofSystem();
    private final int readEnd;
    private final Logger log;
    private final StringBuilder line = new StringBuilder();
    private String first = "";
    private String last = "";

    /** Reads from a pipe that {@link #open} made. */
    public EalLog(final int readEnd, final Logger log) {
        this.readEnd = readEnd;
        this.log = log;
    }

    /** Makes a pipe and has DPDK log into it; returns the end to read from. */
    static int open(final Calls dpdk) {
        final Calls system = Calls.ofSystem();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            if (system.callInt("pipe2", ends, O_NONBLOCK | O_CLOEXEC) != 0) {
                throw new DpdkException("DPDK's log: the system has no pipe left");
            }
            final int writeEnd = ends.getAtIndex(ValueLayout.JAVA_INT, 1);
            final long file = system.callLong("fdopen", writeEnd, arena.allocateFrom("w"));
            system.callInt("setvbuf", file, 0L, LINE_BUFFERED, 0L);
            dpdk.callInt("rte_openlog_stream", file);
            return ends.getAtIndex(ValueLayout.JAVA_INT, 0);
        }
    }

    public int readEnd() {
        return readEnd;
    }

    /** Logs what has come. */
    public void drain() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment chunk = arena.allocate(CHUNK_BYTES);
            long bytes = system.callLong("read", readEnd, chunk, (long) CHUNK_BYTES);
            while (bytes > 0) {
                append(new String(chunk.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
                bytes = system.callLong("read", readEnd, chunk, (long) CHUNK_BYTES);
            }
        }
    }

    private void append(final String text) {
        line.append(text);
        int end = line.indexOf("\n");
        while (end >= 0) {
            final String complete = line.substring(0, end).strip();
            line.delete(0, end + 1);
            if (!complete.isEmpty()) {
                log.info(complete);
                first = first.isEmpty() ? complete : first;
                last = complete;
            }
            end = line.indexOf("\n");
        }
    }

    /** Forgets what was logged. */
    public void mark() {
        drain();
        first = "";
        last = "";
    }

    /** What was logged first since {@link #mark}, as a reason to append to a sentence; empty if nothing was. */
    public String reason() {
        drain();
        return first.isEmpty() ? "" : " (" + first + ")";
    }

    /** What was logged last, likewise. */
    String lastReason() {
        drain();
        return last.isEmpty() ? "" : " (" + last + ")";
    }
}
