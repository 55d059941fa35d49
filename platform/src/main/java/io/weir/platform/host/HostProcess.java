package io.weir.platform.host;

import io.weir.cli.CommandSession;
import io.weir.platform.cli.CliServer;
import io.weir.platform.cli.Outcome;
import io.weir.platform.ctl.Ctl;
import io.weir.platform.os.OsException;
import io.weir.platform.os.OsThread;
import io.weir.platform.os.OwnFile;
import io.weir.platform.plugin.HostPluginOperations;
import io.weir.platform.plugin.PluginHost;
import io.weir.platform.plugin.PluginOptions;
import io.weir.platform.plugin.directory.PluginDirectory;
import io.weir.platform.text.Printable;
import io.weir.platform.thread.MainLoop;
import io.weir.platform.thread.Spell;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a host's process: start, main's loop, end. The thread that calls {@link #run} is main. */
final class HostProcess {
    private static final Logger LOG = LoggerFactory.getLogger(HostProcess.class);
    /** How long things may be taken back one by one. */
    private static final long TIDY_LIMIT_MS = TimeUnit.SECONDS.toMillis(3);
    /** How much longer main may take to come to its end at all. */
    private static final long END_LIMIT_MS = 1_000;

    private final RunConfiguration configuration;
    private final PrintStream out;
    private final PrintStream err;
    private volatile boolean ending;
    private volatile boolean started;
    /** Whether all is taken back that would outlive the process, so that it may end at any time. The sockets come first. */
    private volatile boolean withdrawn;

    HostProcess(final RunConfiguration configuration, final PrintStream out, final PrintStream err) {
        this.configuration = configuration;
        this.out = out;
        this.err = err;
    }

    /** Runs until a signal or the interactive session ends it; returns the exit code. */
    int run() {
        try {
            CliServer.requireFree(configuration.cliSocket());
            configuration.statistics().requireFree();
        } catch (final IOException e) {
            err.println(Printable.of("weir: " + e.getMessage()));
            return Main.FAILED;
        }
        try (Host host = new Host(configuration.options(), SystemNanoClock.INSTANCE)) {
            // Queued before anyone can connect: the first client finds a host whose startup files have run.
            host.main().executeTask(() -> {
                configuration.startupFiles().forEach(file -> execute(host, file));
                ready();
                if (!host.workers().isEmpty()) {
                    keepHeap(host.main());
                }
                started = true;
            });
            // Before main is pinned, for its threads would be pinned with it.
            try (CliServer server = CliServer.start(
                    configuration.cliSocket(),
                    host.interpreter(),
                    task -> afterStart(host.main(), task),
                    new TaskTime(host.main()),
                    PluginHost.API_VERSION)) {
                return serve(host, server);
            }
        } catch (final IOException | OsException | OutOfMemoryError e) {
            err.println(Printable.of("weir: " + e.getMessage()));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("weir: interrupted while the workers started");
        } catch (final RuntimeException | Error e) {
            LOG.error("the host failed", e);
            err.println("weir: " + e);
        }
        return Main.FAILED;
    }

    /** Startup files give main back between their lines, and still no client comes in between. */
    private void afterStart(final MainLoop main, final Runnable task) {
        main.executeTask(() -> {
            main.awaitUntil(() -> started);
            task.run();
        });
    }

    private int serve(final Host host, final CliServer server) throws InterruptedException {
        final Thread main = Thread.currentThread();
        Signals.onEnd(() -> end(host, main, server));
        host.configuration(configuration.sections());
        host.gaps().directory(configuration.runtimeDirectory());
        host.gaps().thresholdNs(configuration.loopGapThresholdNs());
        openStatistics(host);
        try (PluginDirectory directory = directory(host)) {
            return serve(host, server, main, directory);
        }
    }

    /** Those who forward packets don't need to be counted. */
    private void openStatistics(final Host host) {
        try {
            host.openStatistics(configuration.statistics());
        } catch (final IOException | OsException e) {
            LOG.warn("the host runs without a statistics segment: {}", e.getMessage());
        }
    }

    /** The watch over the directory of plugins, which begins before they are loaded; null if none is wanted. */
    private PluginDirectory directory(final Host host) {
        final PluginOptions plugins = configuration.options().plugins();
        return !plugins.watch() || plugins.directory() == null
                ? null
                : new PluginDirectory(
                        plugins.directory(),
                        plugins.rules(),
                        host.main()::executeTask,
                        SystemNanoClock.INSTANCE,
                        new HostPluginOperations(host.plugins(), host.pluginSet(), plugins));
    }

    private int serve(final Host host, final CliServer server, final Thread main, final PluginDirectory directory)
            throws InterruptedException {
        host.loadPlugins();
        final List<String> mistakes = configuration.sections().mistakes();
        if (!mistakes.isEmpty()) {
            mistakes.forEach(sentence -> err.println(Printable.of("weir: " + sentence)));
            return Main.BAD_CONFIGURATION;
        }
        configuration.sections().unheeded().forEach(LOG::error);
        configuration.absent().forEach(LOG::error);
        host.start();
        HeapWatch.start();
        if (directory != null) {
            directory.start();
        }
        pin();
        LOG.info(
                "weir {} with {} workers and {} buffers, commands at {}",
                PluginHost.API_VERSION,
                host.workers().size(),
                configuration.options().buffers(),
                server.path());
        if (configuration.interactive()) {
            Thread.ofPlatform().daemon().name("terminal").start(() -> session(host, main, server));
        }
        while (!ending) {
            turn(host);
        }
        LOG.info("ending");
        host.withdraw();
        withdrawn = true;
        return Main.ENDED;
    }

    private static void turn(final Host host) {
        try {
            host.turn();
        } catch (final RuntimeException | Error fault) {
            LOG.error("main failed outside of a node and goes on", fault);
        }
    }

    private void pin() {
        final int core = configuration.options().mainCore();
        if (core >= 0) {
            try {
                OsThread.pin(core);
            } catch (final OsException e) {
                LOG.warn("main is not pinned: {}", e.getMessage());
            }
        }
    }

    private static void execute(final Host host, final Path file) {
        final StringBuilder printed = new StringBuilder();
        final Outcome outcome = host.interpreter().execute("exec " + file, CommandSession.into(printed));
        printed.toString().lines().forEach(line -> LOG.info("{}: {}", file, line));
        if (!outcome.isDone()) {
            LOG.error("startup commands: {}; the rest of the file is left out, the host goes on", outcome.sentence());
        }
    }

    /** The JVM's management, which this needs, takes a while to load: a host that starts doesn't wait for it. */
    private static void keepHeap(final MainLoop main) {
        Thread.ofPlatform().daemon().name("heap-keeper").start(() -> {
            final Spell keeper = HeapKeeper.start();
            main.execute(() -> main.spell(keeper));
        });
    }

    private void ready() {
        out.println("weir: ready");
        out.flush();
    }

    private void session(final Host host, final Thread main, final CliServer server) {
        new Ctl(System.in, out, err).run("--socket", server.path().toString());
        end(host, main, server);
    }

    /** Asks main to end, and sees to it that the process does, whatever there is to take back. Any thread. */
    private void end(final Host host, final Thread main, final CliServer server) {
        ending = true;
        host.main().execute(() -> {});
        Thread.ofPlatform().daemon().name("end-limit").start(() -> {
            try {
                Thread.sleep(TIDY_LIMIT_MS);
                server.close();
                if (!withdrawn) {
                    Thread.sleep(END_LIMIT_MS);
                }
            } catch (final InterruptedException e) {
                return;
            }
            OwnFile.removeAll();
            if (withdrawn) {
                LOG.info("ended without taking everything back one by one: the system does");
                Runtime.getRuntime().halt(Main.ENDED);
            }
            // Said before the stack is asked for: code that never comes to a safepoint would keep it.
            err.println("weir: main does not end, the process is given up; it is in");
            final StringBuilder stack = new StringBuilder();
            for (final StackTraceElement element : main.getStackTrace()) {
                stack.append("    at ").append(element).append('\n');
            }
            err.print(stack);
            Runtime.getRuntime().halt(Main.GIVEN_UP);
        });
    }
}
