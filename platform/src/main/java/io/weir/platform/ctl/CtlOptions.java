package io.weir.platform.ctl;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of {@code weir ctl}, for all calls but the plain {@code weir ctl [-s PATH] COMMAND}. */
@Command(
        name = "weir ctl",
        sortOptions = false,
        description = {
            "Talks to a running Weir host: runs one command, the commands on standard input, or, on a terminal, a session.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a command was refused", "2:there is no host to talk to, or it does not answer"})
final class CtlOptions implements Callable<Integer> {

    private final Ctl ctl;

    @Option(
            names = {"-s", "--socket"},
            paramLabel = "PATH",
            description =
                    "the host's command socket; by default $$WEIR_SOCKET, else cli.sock in /run/weir (root) or $$XDG_RUNTIME_DIR/weir")
    private Path socket;

    @Option(
            names = {"-k", "--keep-going"},
            description =
                    "go on with the commands on standard input after one that was refused; the exit code is 1 then too")
    private boolean keepGoing;

    @Option(
            names = {"--timeout"},
            paramLabel = "SECONDS",
            defaultValue = "" + HostConnection.PATIENCE_S,
            description = "give up when the host says nothing for so long, 0 for never; by default ${DEFAULT-VALUE}")
    private int timeout;

    @Option(
            names = {"--no-banner"},
            description = "begin a session without its picture")
    private boolean noBanner;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", description = "a command, as one or more words")
    private List<String> words;

    private CtlOptions(final Ctl ctl) {
        this.ctl = ctl;
    }

    static int run(final Ctl ctl, final String... args) throws NoHostException {
        final CommandLine commandLine = new CommandLine(new CtlOptions(ctl))
                .setStopAtPositional(true)
                .setOut(new PrintWriter(ctl.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(ctl.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((exception, unused) -> {
                    ctl.err().println("weir ctl: " + exception.getMessage() + " (weir ctl --help)");
                    return Ctl.REFUSED;
                })
                .setExecutionExceptionHandler((exception, line, result) -> {
                    if (exception instanceof NoHostException) {
                        ctl.err().println("weir ctl: " + exception.getMessage());
                        return Ctl.NO_HOST;
                    }
                    throw exception;
                });
        return commandLine.execute(args);
    }

    @Override
    public Integer call() throws NoHostException {
        if (help) {
            return Ctl.DONE; // picocli has printed it
        }
        if (timeout < 0) {
            throw new ParameterException(spec.commandLine(), "--timeout is 0 or more seconds, not " + timeout);
        }
        final Path path = socket == null ? Ctl.defaultSocket() : socket;
        if (words != null) {
            return ctl.oneShot(path, timeout, String.join(" ", words));
        }
        return ctl.rest(path, timeout, keepGoing, !noBanner && Ctl.onTerminal());
    }
}
