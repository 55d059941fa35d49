package io.weir.platform.stats;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * The segment as its only writer has it. It has two halves, of which readers use one: a new directory is written with all
 * values into the other, and then readers are led there. One that is still at work in the old half reads what was, sees at
 * its end that the epoch has changed, and begins anew. A value is one word, and is overwritten in place. Main only.
 */
final class Segment implements AutoCloseable {
    private final SegmentFile file;
    private final MemorySegment memory;
    private final long base;
    private final long halfBytes;
    private int half = 1;
    private long directory;

    /** Makes one that nobody sees before the first {@link #publish}. */
    Segment(final Path path, final long bytes) throws IOException {
        final long page = SegmentFile.BLOCK_BYTES;
        halfBytes = (bytes - page) / 2 / page * page;
        file = SegmentFile.create(path, page + 2 * halfBytes);
        memory = file.memory();
        base = memory.address();
        try {
            file.back(0, page);
        } catch (final IOException e) {
            file.close();
            throw e;
        }
        memory.set(JAVA_LONG, SegmentFormat.VERSION_AT, SegmentFormat.VERSION);
        memory.set(JAVA_LONG, SegmentFormat.BASE_AT, base);
        memory.set(JAVA_LONG, SegmentFormat.EPOCH_AT, 0);
    }

    Path path() {
        return file.path();
    }

    /** Bytes that a layout may take. */
    long capacity() {
        return halfBytes;
    }

    long epoch() {
        return memory.get(JAVA_LONG, SegmentFormat.EPOCH_AT);
    }

    /** Writes a layout where no reader is; its values are to be set before {@link #publish}. */
    void place(final Layout layout) throws IOException {
        final int spare = 1 - half;
        final long from = SegmentFile.BLOCK_BYTES + spare * halfBytes;
        file.back(from, layout.bytes());
        directory = layout.place(memory, from, base);
        half = spare;
    }

    /** Leads readers to what was placed last. */
    void publish() throws IOException {
        final long epoch = epoch();
        memory.set(JAVA_LONG, SegmentFormat.IN_PROGRESS_AT, 1);
        // With the reader's fences: whoever sees any of what follows also sees that it is in progress, or the next
        // epoch.
        VarHandle.fullFence();
        memory.set(JAVA_LONG, SegmentFormat.DIRECTORY_AT, base + directory);
        memory.set(JAVA_LONG, SegmentFormat.EPOCH_AT, epoch + 1);
        VarHandle.fullFence();
        memory.set(JAVA_LONG, SegmentFormat.IN_PROGRESS_AT, 0);
        if (epoch == 0) {
            file.publish();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
