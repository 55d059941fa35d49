package io.weir.platform.host;

import io.weir.platform.config.ConfigException;
import io.weir.platform.os.FileModes;
import io.weir.platform.os.OsThread;
import io.weir.platform.text.Printable;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code weir run [-c FILE] [--check] [SECTION { ... } ...]}: a host as a process. It stays in the foreground, prints
 * {@code weir: ready} once it answers commands, and ends with 0 on SIGTERM, SIGINT and SIGHUP, so that a service manager
 * sees a clean end.
 */
public final class Main {
    /** Exit code: ended because it was told to. */
    public static final int ENDED = 0;

    /** Exit code: the system refused something, or another host has the socket. */
    public static final int FAILED = 1;

    /** Exit code: the configuration or the options are wrong; nothing was started. */
    public static final int BAD_CONFIGURATION = 2;

    /** Exit code: the heap was used up. The JVM itself ends with it ({@code -XX:+ExitOnOutOfMemoryError}). */
    public static final int OUT_OF_HEAP = 3;
    /** Exit code: told to end, but main was stuck and was left standing; what others see of the host is taken away. */
    public static final int GIVEN_UP = 4;

    /** Where the distribution was unpacked; its launcher sets it. */
    public static final String HOME_PROP_NAME = "weir.home";

    private static final String USAGE = """
            weir run [-c FILE] [--check] [SECTION { ... } ...]
              -c FILE   read the configuration from FILE, by default conf/startup.conf of the distribution;
                        sections on the command line outweigh it
              --check   only check the configuration, and print it with its defaults
            exit codes: 0 ended by a signal, 1 could not start, 2 the configuration is wrong,
            3 the heap is used up, 4 ended by a signal though main was stuck, 134 a crash in native code
            """;

    private final PrintStream out;
    private final PrintStream err;
    private Path file;
    private boolean check;

    Main(final PrintStream out, final PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the host and exits. */
    public static void main(final String[] args) {
        System.exit(new Main(System.out, System.err).run(Arrays.asList(args)));
    }

    /** Runs the host with what stands behind {@code weir run}, and returns the exit code. */
    int run(final List<String> args) {
        if (!args.isEmpty() && (args.getFirst().equals("-h") || args.getFirst().equals("--help"))) {
            out.print(USAGE);
            return ENDED;
        }
        final Path home = home();
        file = home == null ? null : existing(home.resolve("conf/startup.conf"));
        final RunConfiguration configuration;
        try {
            configuration = RunConfiguration.read(file(args), sections(args), home, OsThread.cpus());
        } catch (final ConfigException e) {
            e.sentences().forEach(sentence -> err.println(Printable.of("weir: " + sentence)));
            return BAD_CONFIGURATION;
        }
        final String unwritable = Logging.refusal(configuration.logFile(), configuration.runtimeDirectory());
        if (unwritable != null) {
            err.println("weir: unix log: " + unwritable);
            return BAD_CONFIGURATION;
        }
        if (check) {
            return new ConfigurationCheck(configuration, out, err).run();
        }
        FileModes.keepToOwner();
        Logging.configure(configuration);
        return new HostProcess(configuration, out, err).run();
    }

    private Path file(final List<String> args) throws ConfigException {
        final int at = args.indexOf("-c");
        if (at >= 0 && at + 1 == args.size()) {
            throw new ConfigException(List.of("-c: the file's name is missing"));
        }
        return at < 0 ? file : Path.of(args.get(at + 1));
    }

    /** The arguments without the options. */
    private List<String> sections(final List<String> args) throws ConfigException {
        final List<String> words = new ArrayList<>(args);
        final int at = words.indexOf("-c");
        if (at >= 0) {
            words.subList(at, at + 2).clear();
        }
        check = words.remove("--check");
        if (!words.isEmpty() && words.getFirst().startsWith("-")) {
            throw new ConfigException(List.of("unknown option " + words.getFirst() + ", there are -c FILE, --check"));
        }
        return words;
    }

    private static Path home() {
        final String home = System.getProperty(HOME_PROP_NAME);
        return home == null ? null : Path.of(home);
    }

    private static Path existing(final Path path) {
        return Files.exists(path) ? path : null;
    }
}
