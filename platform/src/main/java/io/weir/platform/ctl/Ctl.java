package io.weir.platform.ctl;

import io.weir.platform.cli.Script;
import io.weir.platform.config.RuntimeDirectory;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** {@code weir ctl [OPTIONS] [COMMAND...]}: talks to a running host. {@code bin/ctl.pl} is the same without a JVM. */
public final class Ctl {

    /** Exit code: all was done. */
    public static final int DONE = 0;

    /** Exit code: a command was refused, or the options are wrong. */
    public static final int REFUSED = 1;

    /** Exit code: there is no host to talk to. */
    public static final int NO_HOST = 2;

    /** Where the socket is, if the options don't say. */
    static final String SOCKET_VARIABLE = "WEIR_SOCKET";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /** A client with these streams. */
    public Ctl(final InputStream in, final PrintStream out, final PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs the client and exits. */
    public static void main(final String[] args) {
        final int status = new Ctl(
                        System.in,
                        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                        System.err)
                .run(args);
        System.exit(status);
    }

    /** Runs the client with what stands behind {@code weir ctl}, and returns the exit code. */
    public int run(final String... args) {
        final boolean named = args.length > 1 && (args[0].equals("-s") || args[0].equals("--socket"));
        final int command = named ? 2 : 0;
        try {
            if (args.length > command && !args[command].startsWith("-")) {
                final Path socket = named ? Path.of(args[1]) : defaultSocket();
                return oneShot(
                        socket,
                        HostConnection.PATIENCE_S,
                        String.join(" ", Arrays.asList(args).subList(command, args.length)));
            }
            if (args.length == command) {
                // Without reading options, which takes longer than all the rest.
                return rest(named ? Path.of(args[1]) : defaultSocket(), HostConnection.PATIENCE_S, false, onTerminal());
            }
            return CtlOptions.run(this, args);
        } catch (final NoHostException e) {
            err.println("weir ctl: " + e.getMessage());
            return NO_HOST;
        } finally {
            out.flush();
        }
    }

    /** What is to be done without a command: a session where there is a terminal, else a script. */
    int rest(final Path socket, final int patienceS, final boolean keepGoing, final boolean banner)
            throws NoHostException {
        return readsTerminal() ? InteractiveSession.run(socket, banner) : script(socket, patienceS, keepGoing);
    }

    static Path defaultSocket() {
        final String named = System.getenv(SOCKET_VARIABLE);
        return named != null && !named.isEmpty()
                ? Path.of(named)
                : RuntimeDirectory.path().resolve(RuntimeDirectory.CLI_SOCKET);
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    int oneShot(final Path socket, final int patienceS, final String line) throws NoHostException {
        try (HostConnection host = HostConnection.open(socket, 0, patienceS)) {
            return told(host.exec(line, out::print), "");
        }
    }

    /** Runs the commands on standard input, up to the first that is refused, or all of them. */
    int script(final Path socket, final int patienceS, final boolean keepGoing) throws NoHostException {
        try (HostConnection host = HostConnection.open(socket, 0, patienceS)) {
            final BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            final Script script = new Script();
            int status = DONE;
            String line = lines.readLine();
            while (line != null && (status == DONE || keepGoing) && !endsSession(line.strip())) {
                status = Math.max(status, execute(host, script.add(line)));
                line = lines.readLine();
            }
            return status == DONE || keepGoing ? Math.max(status, execute(host, script.end())) : status;
        } catch (final IOException e) {
            err.println("weir ctl: cannot read standard input: " + e.getMessage());
            return REFUSED;
        }
    }

    /** Whether a line ends a session or a script; the host never sees it. */
    static boolean endsSession(final String line) {
        return line.equals("quit") || line.equals("q") || line.equals("exit");
    }

    private int execute(final HostConnection host, final Script.Line command) throws NoHostException {
        if (command == null) {
            return DONE;
        }
        final String refusal = host.exec(command.text(), out::print);
        return told(refusal, "line " + command.lineNumber() + ": ");
    }

    private int told(final String refusal, final String where) {
        out.flush();
        if (refusal == null) {
            return DONE;
        }
        err.println(where + refusal);
        return REFUSED;
    }

    /** Whether standard input and output are both a terminal. */
    static boolean onTerminal() {
        return isTerminal(0) && isTerminal(1);
    }

    /** Whether standard input is a terminal. */
    static boolean readsTerminal() {
        return isTerminal(0);
    }

    private static boolean isTerminal(final int descriptor) {
        try {
            final String name = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (final IOException e) {
            return false;
        }
    }
}
