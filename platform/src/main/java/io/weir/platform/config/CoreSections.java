package io.weir.platform.config;

import io.weir.config.ConfigSection;
import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.platform.fault.QuarantineLimits;
import io.weir.platform.plugin.archive.JarRules;
import io.weir.platform.thread.LoopGaps;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Pattern;

/** The sections that the platform itself declares, with VPP's names for what VPP has. */
public final class CoreSections {

    private static final Pattern HOST_AND_PORT = Pattern.compile("[^/]*:\\d+");

    /** Directory for the sockets and the statistics. */
    public static final Setting<Path> RUNTIME_DIR = Setting.of(
                    "runtime-dir", SettingTypes.path(), RuntimeDirectory.path(), "Directory for sockets and statistics")
            .defaultText("/run/weir for root, else $XDG_RUNTIME_DIR/weir");

    /** Path of the command socket; null means {@code cli.sock} in the runtime directory. */
    public static final Setting<Path> CLI_LISTEN = Setting.of(
            "cli-listen", SettingTypes.path(), null, "Path of the command socket, by default in runtime-dir");

    /** Commands to run once the host has started; may come more than once. */
    public static final Setting<Path> EXEC = Setting.of(
                    "exec", SettingTypes.path(), null, "File of commands to run at the start")
            .alias("startup-config");

    /** Where the log goes; null means standard error. */
    public static final Setting<Path> LOG =
            Setting.of("log", SettingTypes.path(), null, "File for the log, by default standard error");

    /** What is logged. */
    public static final Setting<String> LOG_LEVEL = Setting.of(
            "log-level", SettingTypes.oneOf("error", "warn", "info", "debug", "trace"), "info", "What is logged");

    /** Whether the host's own terminal takes commands. */
    public static final Setting<Boolean> INTERACTIVE =
            Setting.flag("interactive", "Take commands on the terminal that the host was started from");

    /** Accepted because VPP's files have it; the host never goes to the background. */
    public static final Setting<Boolean> NODAEMON =
            Setting.flag("nodaemon", "Stay in the foreground, as Weir always does");

    /** {@code unix { ... }}. */
    public static final SectionSpec UNIX = SectionSpec.of("unix", "The process and its surroundings")
            .with(RUNTIME_DIR, CLI_LISTEN, EXEC, LOG, LOG_LEVEL, INTERACTIVE, NODAEMON)
            .checked(CoreSections::checkUnix);

    /** Core of the main thread; null leaves it to the system. */
    public static final Setting<Integer> MAIN_CORE =
            Setting.of("main-core", SettingTypes.integer(0, SettingTypes.MAX_CORE), null, "Core of the main thread");

    /** Cores of the workers, one each. */
    public static final Setting<SortedSet<Integer>> CORELIST_WORKERS =
            Setting.of("corelist-workers", SettingTypes.cpuList(), null, "Cores of the workers, one worker each");

    /** Number of workers, where their cores are left to the host. */
    public static final Setting<Integer> WORKERS =
            Setting.of("workers", SettingTypes.integer(0, 255), 0, "Number of workers, cores chosen by the host");

    /** How long a turn of a thread's loop takes that is looked into. */
    public static final Setting<Integer> LOOP_GAP_THRESHOLD = Setting.of(
            "loop-gap-threshold",
            SettingTypes.integer(LoopGaps.THRESHOLD_US_LOWEST, LoopGaps.THRESHOLD_US_HIGHEST),
            LoopGaps.THRESHOLD_US_DEFAULT,
            "Microseconds after which show loop-gaps tells what kept a thread from its next turn");

    /** {@code cpu { ... }}. */
    public static final SectionSpec CPU = SectionSpec.of("cpu", "Threads and cores")
            .with(MAIN_CORE, CORELIST_WORKERS, WORKERS, LOOP_GAP_THRESHOLD)
            .checked(CoreSections::checkCpu);

    /** Number of buffers per NUMA node. */
    public static final Setting<Integer> BUFFERS_PER_NUMA = Setting.of(
                    "buffers-per-numa", SettingTypes.integer(1024, 4 << 20), 16_384, "Packet buffers per NUMA node")
            .alias("buffers");

    /** Pages in which the buffers lie. */
    public static final Setting<String> PAGE_SIZE = Setting.of(
            "page-size",
            SettingTypes.oneOf("default", "default-hugepage", "4K"),
            "default",
            "Pages of the buffers: huge ones where there are any (default), always, or never");

    /** {@code buffers { ... }}. */
    public static final SectionSpec BUFFERS =
            SectionSpec.of("buffers", "Packet memory").with(BUFFERS_PER_NUMA, PAGE_SIZE);

    /** Directory in which plugins are looked for; null means the distribution's own. */
    public static final Setting<Path> PLUGIN_PATH =
            Setting.of("path", SettingTypes.path(), null, "Directory of plugins, by default the distribution's");

    /** Load what comes to the directory; the default, so that a file may say so. */
    public static final Setting<Boolean> WATCH =
            Setting.flag("watch", "Load, upgrade and unload plugins as JARs come to the directory and go, the default");

    /** Leave what comes to the directory alone. */
    public static final Setting<Boolean> NO_WATCH = Setting.flag("no-watch", "Look at the directory only at the start");

    /** List of the JARs that may be loaded; null means all. */
    public static final Setting<Path> CHECKSUMS = Setting.of(
            "checksums", SettingTypes.path(), null, "File as sha256sum writes it; only JARs listed there are loaded");

    /** Longest JAR. */
    public static final Setting<Long> JAR_SIZE_LIMIT = Setting.of(
            "jar-size-limit",
            SettingTypes.size(64 << 10, 1L << 40),
            JarRules.DEFAULT_LIMIT_BYTES,
            "Size of the largest JAR that is loaded");

    /** Longest shadowing; 0 means none. */
    public static final Setting<Integer> SHADOW_LIMIT_MS = Setting.of(
            "shadow-limit-ms",
            SettingTypes.integer(0, 600_000),
            2_000,
            "How long new nodes may run on copies of packets, to be compiled, before they take over; 0 for not at all");

    /** Load the plugin. */
    public static final Setting<Boolean> ENABLE = Setting.flag("enable", "Load the plugin");

    /** Do not load the plugin. */
    public static final Setting<Boolean> DISABLE = Setting.flag("disable", "Do not load the plugin");

    /** How many faults put a part of a plugin into quarantine. */
    public static final Setting<Integer> QUARANTINE_FAULTS = Setting.of(
            "quarantine-faults",
            SettingTypes.integer(0, 1_000_000),
            QuarantineLimits.FAULTS_DEFAULT,
            "Faults after which a node is no longer called, 0 for never");

    /** In what time. */
    public static final Setting<Integer> QUARANTINE_WINDOW_MS = Setting.of(
            "quarantine-window-ms",
            SettingTypes.integer(1, 86_400_000),
            QuarantineLimits.WINDOW_MS_DEFAULT,
            "Milliseconds within which these faults count");

    /** {@code plugin NAME { ... }}; the name {@code default} stands for all that are not named. */
    public static final SectionSpec PLUGIN = SectionSpec.of("plugin", "One plugin, or all others with the name default")
            .labelled("NAME")
            .with(ENABLE, DISABLE, QUARANTINE_FAULTS, QUARANTINE_WINDOW_MS)
            .checked(section -> section.isSet(ENABLE) && section.isSet(DISABLE) ? "both enable and disable" : null);

    /** {@code plugins { ... }}. */
    public static final SectionSpec PLUGINS = SectionSpec.of("plugins", "Which plugins are loaded")
            .with(
                    PLUGIN_PATH,
                    WATCH,
                    NO_WATCH,
                    CHECKSUMS,
                    JAR_SIZE_LIMIT,
                    SHADOW_LIMIT_MS,
                    QUARANTINE_FAULTS,
                    QUARANTINE_WINDOW_MS)
            .with(PLUGIN)
            .checked(section -> section.isSet(WATCH) && section.isSet(NO_WATCH) ? "both watch and no-watch" : null);

    private CoreSections() {}

    /** All sections of the platform. */
    public static List<SectionSpec> all() {
        return List.of(UNIX, CPU, BUFFERS, StatsegSection.STATSEG, PLUGINS);
    }

    /** Path of the command socket as configured. */
    public static Path cliListen(final ConfigSection unix) {
        final Path path = unix.value(CLI_LISTEN);
        return path == null ? unix.value(RUNTIME_DIR).resolve(RuntimeDirectory.CLI_SOCKET) : path;
    }

    /** How many faults a plugin's parts may have: its own block counts first, then what is said for all. */
    public static QuarantineLimits quarantine(final ConfigSection plugins, final String plugin) {
        final Optional<ConfigSection> block = plugins.blocks(PLUGIN).stream()
                .filter(section -> section.label().equals(plugin))
                .findFirst();
        return QuarantineLimits.ofMillis(
                first(QUARANTINE_FAULTS, block, plugins), first(QUARANTINE_WINDOW_MS, block, plugins));
    }

    private static int first(
            final Setting<Integer> setting, final Optional<ConfigSection> block, final ConfigSection global) {
        return block.filter(section -> section.isSet(setting)).orElse(global).value(setting);
    }

    /** VPP listens on TCP when it is given a host and a port; Weir's commands are for the machine's own users and groups. */
    private static String checkUnix(final ConfigSection unix) {
        final Path listen = unix.value(CLI_LISTEN);
        return listen != null && HOST_AND_PORT.matcher(listen.toString()).matches()
                ? "cli-listen " + listen
                        + " is a host and a port, allowed is the path of a Unix socket such as /run/weir/cli.sock"
                : null;
    }

    private static String checkCpu(final ConfigSection cpu) {
        final SortedSet<Integer> cores = cpu.value(CORELIST_WORKERS);
        if (cores != null && cpu.isSet(WORKERS)) {
            return "both workers and corelist-workers, allowed is one of them";
        }
        if (cores != null && cpu.isSet(MAIN_CORE) && cores.contains(cpu.value(MAIN_CORE))) {
            return "corelist-workers has core " + cpu.value(MAIN_CORE) + ", which main-core takes";
        }
        return null;
    }
}
