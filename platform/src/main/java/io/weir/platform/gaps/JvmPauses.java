package io.weir.platform.gaps;

import io.weir.platform.os.OwnFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the JVM had stopped all threads, and what for, as it says itself: it is told to log that to a small file, which is
 * read here. There is one for all hosts of a process, and it lasts as long as that.
 */
final class JvmPauses {
    private static final Logger LOG = LoggerFactory.getLogger(JvmPauses.class);
    private static final String FILE = "pauses.log";
    private static final String DIRECTORY = "jvm";
    /** Pauses shorter than this are no gap's cause. */
    private static final long SHORTEST_NS = 10_000;

    private static final int KEPT = 1_024;

    private static JvmPauses instance;

    private final LogTail tail;
    private final PauseParser parser = new PauseParser();
    private final Pause[] kept = new Pause[KEPT];
    private int next;
    private boolean failed;

    private JvmPauses(final LogTail tail) {
        this.tail = tail;
    }

    /**
     * Those of this process. The first call, which takes a while, decides where the file is.
     *
     * @param parent the directory in which another is made for it, or null for the system's one for temporary files.
     */
    static synchronized JvmPauses of(final Path parent) {
        if (instance == null) {
            instance = new JvmPauses(begin(parent));
        }
        return instance;
    }

    /** Has the JVM write; returns what reads, or null. */
    private static LogTail begin(final Path parent) {
        try {
            final Path directory = directory(parent);
            final OwnFile own = OwnFile.of(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(own), "jvm-log-end"));
            final Path file = directory.resolve(FILE);
            tell(
                    "output=file=" + file,
                    "output_options=filecount=1,filesize=256K",
                    "what=safepoint,gc",
                    "decorators=tn");
            return new LogTail(file);
        } catch (final IOException | JMException | IllegalStateException e) {
            LOG.warn("causes of gaps can't be told from pauses of the JVM, which doesn't log them: {}", e.toString());
            return null;
        }
    }

    private static Path directory(final Path parent) throws IOException {
        if (parent == null) {
            return Files.createTempDirectory("weir-jvm");
        }
        final Path directory = parent.resolve(DIRECTORY);
        // What is left of a host that was killed.
        OwnFile.delete(directory);
        return Files.createDirectories(directory);
    }

    private static void tell(final String... arguments) throws JMException {
        final Object said = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmLog",
                        new Object[] {arguments},
                        new String[] {String[].class.getName()});
        if (!said.toString().isBlank()) {
            throw new JMException(said.toString().strip());
        }
    }

    private static void close(final OwnFile file) {
        try {
            file.close();
        } catch (final IOException e) {
            // Nobody is there any more to be told.
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what has come. Any thread, one after the other. */
    synchronized void read() {
        if (tail == null || failed) {
            return;
        }
        try {
            tail.read(line -> {
                final Pause pause = parser.parse(line);
                if (pause != null && pause.lengthNs() >= SHORTEST_NS) {
                    kept[next] = pause;
                    next = (next + 1) % KEPT;
                }
            });
        } catch (final IOException e) {
            failed = true;
            LOG.warn("what the JVM logs of its pauses can't be read any more: {}", e.toString());
        }
    }

    /** Those that overlap a stretch of time. */
    synchronized List<Pause> during(final long fromNs, final long toNs) {
        final List<Pause> found = new ArrayList<>();
        for (final Pause pause : kept) {
            if (pause != null && pause.overlapNs(fromNs, toNs) > 0) {
                found.add(pause);
            }
        }
        return found;
    }
}
