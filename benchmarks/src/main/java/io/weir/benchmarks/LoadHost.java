package io.weir.benchmarks;

import io.weir.cli.CommandSession;
import io.weir.memory.PageSize;
import io.weir.platform.cli.Outcome;
import io.weir.platform.cli.Script;
import io.weir.platform.host.HeapKeeper;
import io.weir.platform.host.Host;
import io.weir.platform.host.HostOptions;
import io.weir.platform.os.OsThread;
import io.weir.platform.plugin.PluginOptions;
import io.weir.platform.thread.Spell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** A host with the distribution's plugins, one worker, and a script's configuration. */
final class LoadHost implements AutoCloseable {
    private static final Path PLUGINS = Path.of(System.getProperty("weir.home", "distribution/target/weir"), "plugins");

    /** Of the process: the calling thread may have been pinned for a host before. */
    private static final BitSet CPUS = OsThread.cpus();

    private static final Spell HEAP = HeapKeeper.start();

    private final Host host;

    /** Builds it on the calling thread, which becomes main; commands may stand before the script. */
    LoadHost(final Path script, final String... before) throws IOException {
        this(script, 1, HostOptions.DEFAULT_BUFFERS, before);
    }

    /** With a clock of the caller's. */
    LoadHost(final Path script, final NanoClock clock) throws IOException {
        this(script, 1, HostOptions.DEFAULT_BUFFERS, clock);
    }

    /** The same with other workers, on the cores that follow main's and then main's, and buffers. */
    LoadHost(final Path script, final int workers, final int buffers, final String... before) throws IOException {
        this(script, workers, buffers, SystemNanoClock.INSTANCE, before);
    }

    private LoadHost(
            final Path script, final int workers, final int buffers, final NanoClock clock, final String... before)
            throws IOException {
        final int mainCore = CPUS.nextSetBit(0);
        final int next = CPUS.nextSetBit(mainCore + 1);
        final int workerCore = next < 0 ? mainCore : next;
        host = new Host(
                new HostOptions(
                        workers,
                        mainCore,
                        workers == 1 ? List.of(workerCore) : List.of(workerCore, mainCore),
                        buffers,
                        PageSize.DEFAULT,
                        PluginOptions.of(PLUGINS)),
                clock);
        final List<String> failures = host.loadPlugins();
        if (!failures.isEmpty()) {
            throw new IOException(String.join("; ", failures));
        }
        for (final String line : before) {
            command(line);
        }
        for (final Script.Line line : Script.split(read(script))) {
            try {
                command(line.text());
            } catch (final IOException e) {
                throw new IOException(script + ":" + line.lineNumber() + ": " + e.getMessage(), e);
            }
        }
        // As a host's process does before it says that it is ready.
        System.gc();
        if (workers > 0) {
            host.main().spell(HEAP);
        }
    }

    /** The JAR of one of the distribution's plugins. */
    static Path plugin(final String id) throws IOException {
        try (Stream<Path> jars = Files.list(PLUGINS)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("weir-" + id + "-"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(PLUGINS + " has no " + id));
        }
    }

    private static String read(final Path script) throws IOException {
        try {
            return Files.readString(script);
        } catch (final IOException e) {
            throw new IOException(
                    "failed to read `" + script + "': " + e.getClass().getSimpleName(), e);
        }
    }

    /** Runs a command that must succeed; returns what it prints. */
    String command(final String line) throws IOException {
        final StringBuilder out = new StringBuilder();
        final Outcome outcome = host.interpreter().execute(line, CommandSession.into(out));
        if (!outcome.isDone()) {
            throw new IOException(outcome.sentence());
        }
        return out.toString();
    }

    /** The same as a client's command is run: as a task that gives main back each millisecond. */
    String task(final String line) throws IOException {
        final StringBuilder out = new StringBuilder();
        final SharedSession session = new SharedSession(host.main(), out);
        final AtomicReference<Outcome> done = new AtomicReference<>();
        host.main().executeTask(() -> done.set(host.interpreter().execute(line, session)));
        host.main().awaitUntil(() -> done.get() != null);
        if (!done.get().isDone()) {
            throw new IOException(done.get().sentence());
        }
        return out.toString();
    }

    Host host() {
        return host;
    }

    /** The cores that this process may run on. */
    static BitSet cpus() {
        return (BitSet) CPUS.clone();
    }

    @Override
    public void close() {
        WorstGaps.add(host);
        host.close();
    }
}
