package io.weir.platform.host;

import io.weir.config.ConfigSection;
import io.weir.memory.PageSize;
import io.weir.platform.config.ConfigException;
import io.weir.platform.config.Configuration;
import io.weir.platform.config.CoreSections;
import io.weir.platform.config.RuntimeDirectory;
import io.weir.platform.config.StatsegSection;
import io.weir.platform.plugin.PluginOptions;
import io.weir.platform.stats.StatisticsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/** What the platform's sections mean for this process on this machine. Immutable. */
final class RunConfiguration {
    private final Configuration configuration;
    private final ConfigSection unix;
    private final HostOptions options;

    private RunConfiguration(final Configuration configuration, final Path home, final BitSet cpus)
            throws ConfigException {
        this.configuration = configuration;
        unix = configuration.section(CoreSections.UNIX);
        final ConfigSection cpu = configuration.section(CoreSections.CPU);
        final ConfigSection buffers = configuration.section(CoreSections.BUFFERS);
        final ConfigSection plugins = configuration.section(CoreSections.PLUGINS);
        final List<String> mistakes = new ArrayList<>();
        final PluginOptions pluginOptions =
                PluginSection.options(plugins, home, unix.value(CoreSections.RUNTIME_DIR), mistakes);
        mistakes.addAll(configuration.unknown(PluginSection.claimed(pluginOptions)));
        final List<Integer> workers = workerCores(cpu, cpus, mistakes);
        final Integer mainCore = cpu.value(CoreSections.MAIN_CORE);
        if (mainCore != null && !cpus.get(mainCore)) {
            mistakes.add(absent("main-core", mainCore, cpus));
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
        options = new HostOptions(
                cpu.isSet(CoreSections.CORELIST_WORKERS) ? workers.size() : cpu.value(CoreSections.WORKERS),
                mainCore == null ? -1 : mainCore,
                workers,
                buffers.value(CoreSections.BUFFERS_PER_NUMA),
                pages(buffers.value(CoreSections.PAGE_SIZE)),
                pluginOptions);
    }

    /**
     * Reads and checks everything.
     *
     * @param file or null for none.
     * @param words sections of the command line, which outweigh the file's.
     * @param home of the distribution, or null if there is none.
     * @param cpus the cores that this process may run on.
     */
    static RunConfiguration read(final Path file, final List<String> words, final Path home, final BitSet cpus)
            throws ConfigException {
        final Configuration configuration = new Configuration();
        CoreSections.all().forEach(configuration::declare);
        if (file != null) {
            configuration.read(file);
        }
        configuration.readArguments(words);
        try {
            configuration.conclude();
        } catch (final ConfigException e) {
            final List<String> mistakes = new ArrayList<>(e.sentences());
            final ConfigSection plugins = configuration.section(CoreSections.PLUGINS);
            mistakes.addAll(configuration.unknown(
                    PluginSection.claimed(PluginSection.options(plugins, home, null, new ArrayList<>()))));
            throw new ConfigException(mistakes);
        }
        return new RunConfiguration(configuration, home, cpus);
    }

    private static List<Integer> workerCores(final ConfigSection cpu, final BitSet cpus, final List<String> mistakes) {
        final SortedSet<Integer> listed = cpu.value(CoreSections.CORELIST_WORKERS);
        if (listed == null) {
            final Integer main = cpu.value(CoreSections.MAIN_CORE);
            return chooseCores(cpu.value(CoreSections.WORKERS), main == null ? -1 : main, cpus);
        }
        listed.stream()
                .filter(core -> !cpus.get(core))
                .forEach(core -> mistakes.add(absent("corelist-workers", core, cpus)));
        return List.copyOf(listed);
    }

    /** As many cores as there are workers, main's and the first left out; none if there are not enough. */
    static List<Integer> chooseCores(final int workers, final int mainCore, final BitSet cpus) {
        final List<Integer> free = cpus.stream()
                .filter(core -> core != mainCore)
                .skip(mainCore < 0 ? 1 : 0)
                .boxed()
                .toList();
        return free.size() < workers ? List.of() : free.subList(0, workers);
    }

    private static String absent(final String setting, final int core, final BitSet cpus) {
        return "cpu " + setting + " " + core + ": this process may run on cores " + cpus;
    }

    private static PageSize pages(final String name) {
        return switch (name) {
            case "4K" -> PageSize.SMALL;
            case "default-hugepage" -> PageSize.DEFAULT_HUGEPAGE;
            default -> PageSize.DEFAULT;
        };
    }

    HostOptions options() {
        return options;
    }

    /** Files of commands for the start. */
    List<Path> startupFiles() {
        return unix.values(CoreSections.EXEC);
    }

    /** Sentences about what is configured and may come yet, but isn't there: plugins, files of commands. */
    List<String> absent() {
        final List<String> sentences =
                new ArrayList<>(PluginSection.absent(configuration.section(CoreSections.PLUGINS), options.plugins()));
        startupFiles().stream()
                .filter(file -> !Files.isReadable(file) || Files.isDirectory(file))
                .forEach(file -> sentences.add("unix exec " + file + ": there is no such file that can be read"));
        return sentences;
    }

    Path cliSocket() {
        return CoreSections.cliListen(unix);
    }

    StatisticsOptions statistics() {
        final ConfigSection statseg = configuration.section(StatsegSection.STATSEG);
        return new StatisticsOptions(
                inRuntimeDirectory(statseg.value(StatsegSection.FILE), RuntimeDirectory.STATISTICS_FILE),
                inRuntimeDirectory(statseg.value(StatsegSection.SOCKET_NAME), RuntimeDirectory.STATISTICS_SOCKET),
                statseg.value(StatsegSection.SIZE),
                statseg.value(StatsegSection.PER_NODE_COUNTERS).equals("on"),
                statseg.value(StatsegSection.UPDATE_INTERVAL));
    }

    /** Directory for sockets and statistics, which the host makes. */
    Path runtimeDirectory() {
        return unix.value(CoreSections.RUNTIME_DIR);
    }

    private Path inRuntimeDirectory(final Path named, final String otherwise) {
        return named == null ? runtimeDirectory().resolve(otherwise) : named;
    }

    /** How long a turn of a thread's loop takes that is looked into. */
    long loopGapThresholdNs() {
        return TimeUnit.MICROSECONDS.toNanos(
                configuration.section(CoreSections.CPU).value(CoreSections.LOOP_GAP_THRESHOLD));
    }

    boolean interactive() {
        return unix.value(CoreSections.INTERACTIVE);
    }

    String logLevel() {
        return unix.value(CoreSections.LOG_LEVEL);
    }

    /** Whether the log's level is configured, and not merely the default. */
    boolean logLevelSet() {
        return unix.isSet(CoreSections.LOG_LEVEL);
    }

    /** File of the log, or null for standard error. */
    Path logFile() {
        return unix.value(CoreSections.LOG);
    }

    /** All settings that hold. */
    Configuration sections() {
        return configuration;
    }
}
