package io.weir.platform.ctl.stats;

import io.weir.platform.ctl.stats.Stats.Form;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code weir stats}. */
@Command(
        name = "weir stats",
        sortOptions = false,
        subcommandsRepeatable = false,
        description = {
            "Prints what the statistics segment of a running Weir host says, without asking the host. Patterns are regular",
            "expressions that match anywhere in a name; without one everything is printed.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed",
            "1:a pattern or the options are wrong",
            "2:there is no segment, or its host has ended"
        })
final class StatsOptions implements Callable<Integer> {
    private static final double LONGEST_INTERVAL = 3_600;

    private final Stats stats;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "the segment; by default stats.seg in /run/weir (root) or $$XDG_RUNTIME_DIR/weir")
    private Path file;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this")
    private boolean help;

    private StatsOptions(final Stats stats) {
        this.stats = stats;
    }

    static int run(final Stats stats, final String... args) {
        final CommandLine commandLine = new CommandLine(new StatsOptions(stats))
                .setOut(new PrintWriter(stats.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(stats.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(
                        (exception, unused) -> stats.refuse(exception.getMessage() + " (weir stats --help)"));
        return commandLine.execute(args);
    }

    @Override
    public Integer call() {
        return help ? Stats.DONE : stats.refuse("ls, dump, dump-machine, poll or prometheus? (weir stats --help)");
    }

    private Path file() {
        return file == null ? Stats.defaultFile() : file;
    }

    private int print(final Form form, final boolean noZeros, final List<String> patterns) {
        return stats.print(file(), form, noZeros, patterns == null ? List.of() : patterns);
    }

    @Command(description = "print the names")
    int ls(@Parameters(paramLabel = "PATTERN", arity = "0..*") final List<String> patterns) {
        return print(Form.LS, false, patterns);
    }

    @Command(description = "print the values: [INDEX @ THREAD]: ...")
    int dump(
            @Option(names = "--no-zeros", description = "leave out what is 0") final boolean noZeros,
            @Parameters(paramLabel = "PATTERN", arity = "0..*") final List<String> patterns) {
        return print(Form.DUMP, noZeros, patterns);
    }

    @Command(name = "dump-machine", description = "print the values for a program: TYPE:INDEX:THREAD:VALUE:NAME")
    int dumpMachine(
            @Option(names = "--no-zeros", description = "leave out what is 0") final boolean noZeros,
            @Parameters(paramLabel = "PATTERN", arity = "0..*") final List<String> patterns) {
        return print(Form.DUMP_MACHINE, noZeros, patterns);
    }

    @Command(description = "print the values again and again")
    int poll(
            @Option(
                            names = {"-i", "--interval"},
                            paramLabel = "SECONDS",
                            defaultValue = "1",
                            description = "time between two, 0.1 to 3600, by default ${DEFAULT-VALUE}")
                    final double interval,
            @Option(
                            names = {"-n", "--times"},
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "how often; by default until the host ends")
                    final int times,
            @Option(names = "--no-zeros", description = "leave out what is 0") final boolean noZeros,
            @Parameters(paramLabel = "PATTERN", arity = "0..*") final List<String> patterns) {
        if (!(interval >= 0.1 && interval <= LONGEST_INTERVAL)) {
            return stats.refuse("interval " + interval + " is out of range, 0.1 to 3600 seconds are allowed");
        }
        if (times < 0) {
            return stats.refuse("times " + times + " is out of range, 0 or more is allowed");
        }
        final List<String> wanted = patterns == null ? List.of() : patterns;
        return stats.print(file(), Form.DUMP, noZeros, wanted, times, (long) (interval * 1e9));
    }

    @Command(description = "print the values in Prometheus' text format")
    int prometheus(@Parameters(paramLabel = "PATTERN", arity = "0..*") final List<String> patterns) {
        return print(Form.PROMETHEUS, false, patterns);
    }
}
