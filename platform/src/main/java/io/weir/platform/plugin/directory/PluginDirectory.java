package io.weir.platform.plugin.directory;

import io.weir.platform.plugin.archive.JarRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the plugin directory on a thread of its own, {@code weir_plugins}: a JAR that comes is loaded, one that changes
 * or comes with the id of another is an upgrade, and a plugin whose file goes is unloaded, as the commands would do it, on
 * main. See {@link CompleteFiles} for when a file counts and {@link DirectoryPlan} for what is done then.
 */
public final class PluginDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginDirectory.class);
    private static final long BURST_MS = 20;
    private static final long AGAIN_MS = 100;
    /** A look every now and then, for file systems that report nothing, and directories that were replaced. */
    private static final long SELDOM_MS = 2_000;

    private final Path directory;
    private final Executor main;
    private final NanoClock clock;
    private final DirectoryFollower follower;
    private final CompleteFiles files;
    /** What was said to be no file. */
    private final Set<Path> passedOver = new HashSet<>();

    private final Thread thread;
    private volatile boolean closed;
    private Map<Path, PluginFile> followed = Map.of();
    private boolean away;

    /**
     * Notes what is in the directory now; to be called before the plugins there are loaded, so that what comes meanwhile is
     * not missed.
     *
     * @param rules which JARs may be loaded.
     * @param main runs tasks on main; one may begin while another waits.
     */
    public PluginDirectory(
            final Path directory,
            final JarRules rules,
            final Executor main,
            final NanoClock clock,
            final PluginOperations operations) {
        this.directory = directory;
        this.main = main;
        this.clock = clock;
        final Map<Path, FileStamp> atStart = atStart(directory);
        files = new CompleteFiles((path, stamp) -> PluginFile.read(path, stamp, rules), atStart);
        follower = new DirectoryFollower(operations, atStart);
        thread = Thread.ofPlatform().daemon().name("weir_plugins").unstarted(this::run);
    }

    private Map<Path, FileStamp> atStart(final Path watched) {
        try {
            // The start says so of what is none of them.
            return FileStamp.in(watched, passedOver::add);
        } catch (final IOException e) {
            // The thread says so, and waits for it.
            return Map.of();
        }
    }

    /** Begins to watch. */
    public void start() {
        thread.start();
    }

    /** Ends the thread. What it asked of main before may still be done. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try (WatchService watch = directory.getFileSystem().newWatchService()) {
                final Object key = key();
                directory.register(
                        watch,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                if (away) {
                    LOG.info("the plugin directory {} is back", directory);
                    away = false;
                }
                while (!closed && key.equals(key())) {
                    await(watch, look());
                }
            } catch (final IOException e) {
                vanished(e);
            } catch (final InterruptedException e) {
                return;
            } catch (final RuntimeException e) {
                LOG.error("watching {} failed, trying again", directory, e);
            }
            pause();
        }
    }

    /** Which directory it is: another that was put in its place has to be watched anew. */
    private Object key() throws IOException {
        return String.valueOf(
                Files.readAttributes(directory, BasicFileAttributes.class).fileKey());
    }

    private boolean look() throws IOException {
        final Set<Path> others = new HashSet<>();
        final boolean again = files.look(FileStamp.in(directory, others::add), clock.nanoTime());
        passedOver.retainAll(others);
        others.stream().filter(passedOver::add).forEach(other -> LOG.warn("{} is passed over: it is no file", other));
        final Map<Path, PluginFile> complete = files.files();
        if (!complete.equals(followed)) {
            followed = complete;
            main.execute(() -> follower.follow(complete));
        }
        return again;
    }

    /** Waits for events; which they are doesn't matter, nor whether some were lost: all files are looked at. */
    private static void await(final WatchService watch, final boolean again) throws InterruptedException, IOException {
        final WatchKey key = watch.poll(again ? AGAIN_MS : SELDOM_MS, TimeUnit.MILLISECONDS);
        if (key != null) {
            // A file that is being copied makes many.
            Thread.sleep(BURST_MS);
            key.pollEvents();
            if (!key.reset()) {
                throw new IOException("it can no longer be watched");
            }
        }
    }

    private void vanished(final IOException why) {
        if (!away) {
            LOG.warn(
                    "the plugin directory {} is gone; plugins stay, and it is waited for: {}",
                    directory,
                    why.toString());
            away = true;
        }
    }

    private void pause() {
        try {
            Thread.sleep(away ? SELDOM_MS / 2 : AGAIN_MS);
        } catch (final InterruptedException e) {
            closed = true;
        }
    }
}
