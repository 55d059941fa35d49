package io.weir.platform.stats;

import io.weir.platform.os.OsException;
import io.weir.platform.thread.GraphLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A segment and what fills it: at each call the values, and where that has changed, the directory. Main only. */
final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final StatisticsOptions options;
    private final Segment segment;
    private final List<Part> parts = new ArrayList<>();
    private SegmentSocket socket;
    private Layout layout = new Layout(0, () -> {});
    private boolean stale = true;
    private boolean refused;

    /** Makes the file; it is there for others after the first {@link #collect}. */
    Collector(final SegmentInputs from, final StatisticsOptions options) throws IOException {
        this.options = options;
        segment = new Segment(options.file(), options.bytes());
        parts.add(new SystemPart(
                from.graph(), from.threads(), from.interfaces(), segment.capacity(), () -> layout.bytes()));
        parts.add(new GapPart(from.threads().size(), from.gaps()));
        parts.add(new InterfacePart(from.threads(), from.interfaces(), from.blocks()));
        parts.add(new ErrorPart(from.graph(), from.threads()));
        parts.add(new BufferPart(from.threads(), from.pool()));
        parts.add(new CounterPart(from.threads(), from.counters()));
        parts.add(new IndexedPart(from.threads().size(), from.indexed()));
        parts.add(new SourcePart(from.sources()));
        if (options.nodes()) {
            parts.add(new NodePart(from.graph(), from.threads()));
        }
        collect(() -> {});
        if (refused) {
            close();
            throw new IOException(options.file() + ": there is no room for the statistics segment");
        }
        listen(from.threads().getFirst());
    }

    /** The file is what counts: without the socket the segment is there all the same. */
    private void listen(final GraphLoop main) {
        if (options.socket() != null) {
            try {
                socket = new SegmentSocket(options.socket(), options.file(), main);
            } catch (final OsException e) {
                LOG.warn("the statistics segment is not offered at a socket: {}", e.getMessage());
            }
        }
    }

    /**
     * Brings everything up to date.
     *
     * @param breath gives main back for a moment.
     */
    void collect(final Runnable breath) {
        for (final Part part : parts) {
            // All are asked: one that looks may note what it will describe.
            stale |= !part.isCurrent();
        }
        try {
            if (stale) {
                lay(breath);
            } else {
                fill(breath);
            }
            refused = false;
        } catch (final IOException e) {
            if (!refused) {
                LOG.error("the statistics segment can't be written and stands still: {}", e.getMessage());
            }
            refused = true;
        }
    }

    /** The first part, which says that all is done, comes last. */
    private void fill(final Runnable breath) {
        for (final Part part : parts.reversed()) {
            breath.run();
            part.fill();
        }
    }

    private void lay(final Runnable breath) throws IOException {
        final int leftOut = layout.leftOut();
        final Layout fresh = new Layout(segment.capacity(), breath);
        parts.forEach(part -> part.describe(fresh));
        segment.place(fresh);
        layout = fresh;
        fill(breath);
        segment.publish();
        stale = false;
        if (layout.leftOut() > 0 && leftOut == 0) {
            LOG.warn(
                    "the statistics segment leaves out {} of {} entries: {} of {} bytes are taken (statseg size)",
                    layout.leftOut(),
                    layout.leftOut() + layout.entries(),
                    layout.bytes(),
                    segment.capacity());
        }
    }

    /** What {@code show statistics segment} prints. */
    List<String> describe() {
        return List.of(
                "file:         " + segment.path(),
                "socket:       " + (socket == null ? "none" : options.socket()),
                "epoch:        " + segment.epoch(),
                "entries:      " + layout.entries(),
                "left out:     " + layout.leftOut(),
                "bytes:        " + layout.bytes() + " of " + segment.capacity(),
                "interval:     " + options.intervalNs() / 1_000_000 + " ms");
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
        try {
            segment.close();
        } catch (final IOException e) {
            LOG.warn("the statistics segment's file can't be removed: {}", e.getMessage());
        }
    }
}
