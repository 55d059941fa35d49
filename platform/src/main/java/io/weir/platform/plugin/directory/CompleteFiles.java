package io.weir.platform.plugin.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files of the plugin directory are complete JARs. A file counts once it has not changed for a moment and can be
 * read as a JAR; while it is being replaced, what it was before counts, and for a second after it is gone it is taken as
 * still there, for its successor may be on its way. Told the time by its caller; one thread.
 */
final class CompleteFiles {
    static final long STABLE_NS = TimeUnit.MILLISECONDS.toNanos(300);
    static final long GONE_NS = TimeUnit.SECONDS.toNanos(1);
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(CompleteFiles.class);

    /** Reads a file that bears a stamp, or throws. */
    @FunctionalInterface
    interface Reader {
        PluginFile read(Path path, FileStamp stamp) throws IOException;
    }

    /** What is known of one file. */
    private static final class Seen {
        private FileStamp stamp;
        private long stampSinceNs;
        private long waitingSinceNs;
        private boolean unreadable;
        private boolean reported;
        private boolean gone;
        private long goneSinceNs;
        private PluginFile complete;

        private boolean settled() {
            return complete != null && complete.stamp().equals(stamp);
        }

        private void stamped(final FileStamp fresh, final long nowNs) {
            gone = false;
            if (!fresh.equals(stamp)) {
                if (stamp == null || settled()) {
                    waitingSinceNs = nowNs;
                    reported = false;
                }
                stamp = fresh;
                stampSinceNs = nowNs;
                unreadable = false;
            }
        }
    }

    private final Reader reader;
    private final Map<Path, FileStamp> atStart;
    private final Map<Path, Seen> all = new TreeMap<>();

    /**
     * No files yet.
     *
     * @param atStart stamps of files of which the start of the host has said what is wrong with them.
     */
    CompleteFiles(final Reader reader, final Map<Path, FileStamp> atStart) {
        this.reader = reader;
        this.atStart = Map.copyOf(atStart);
    }

    /** Looks at what is there now; returns whether it has to look again soon, even if nobody says that a file changed. */
    boolean look(final Map<Path, FileStamp> listing, final long nowNs) {
        boolean again = false;
        for (final Map.Entry<Path, FileStamp> file : listing.entrySet()) {
            final Seen seen = all.computeIfAbsent(file.getKey(), path -> new Seen());
            seen.stamped(file.getValue(), nowNs);
            again |= !seen.settled() && waits(file.getKey(), seen, nowNs);
        }
        for (final Iterator<Map.Entry<Path, Seen>> each = all.entrySet().iterator(); each.hasNext(); ) {
            final Map.Entry<Path, Seen> entry = each.next();
            if (!listing.containsKey(entry.getKey())) {
                if (isGone(entry.getValue(), nowNs)) {
                    each.remove();
                } else {
                    again = true;
                }
            }
        }
        return again;
    }

    /** Tries a file that isn't complete as far as anyone knows; returns whether it is worth another look. */
    private boolean waits(final Path path, final Seen seen, final long nowNs) {
        if (!seen.unreadable && nowNs - seen.stampSinceNs >= STABLE_NS) {
            try {
                seen.complete = reader.read(path, seen.stamp);
                return false;
            } catch (final IOException | RuntimeException e) {
                LOG.debug("{} can't be read yet", path, e);
                seen.unreadable = true;
                report(path, seen, e.getMessage());
            }
        }
        if (nowNs - seen.waitingSinceNs >= PATIENCE_NS) {
            report(path, seen, "it keeps changing");
        }
        // One that can't be read is only worth a look when it has changed.
        return !seen.unreadable;
    }

    private void report(final Path path, final Seen seen, final String why) {
        if (!seen.reported && !seen.stamp.equals(atStart.get(path))) {
            LOG.warn("waiting for {}, which is no complete JAR yet: {}", path, why);
        }
        seen.reported = true;
    }

    private static boolean isGone(final Seen seen, final long nowNs) {
        if (!seen.gone) {
            seen.gone = true;
            seen.goneSinceNs = nowNs;
        }
        return seen.complete == null || nowNs - seen.goneSinceNs >= GONE_NS;
    }

    /** The files that count. */
    Map<Path, PluginFile> files() {
        final Map<Path, PluginFile> files = new TreeMap<>();
        all.forEach((path, seen) -> {
            if (seen.complete != null) {
                files.put(path, seen.complete);
            }
        });
        return files;
    }
}
