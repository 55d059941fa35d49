package io.weir.platform.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The compiler that {@code weir plugin dev} keeps: told the names of JARs on standard input, it builds each, prints what the
 * compiler says, and {@code built} or {@code failed}. It begins with {@code ready}, or {@code unfit: WHY} and its end.
 */
public final class QuickBuildMain {

    private QuickBuildMain() {}

    /**
     * Runs until standard input ends.
     *
     * @param args a file with Maven's compiler options, the directory of sources, Maven's JAR, a directory for classes
     */
    public static void main(final String[] args) throws IOException {
        final PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        final QuickBuild build;
        try {
            build = new QuickBuild(
                    CompilerOptions.of(Files.readString(Path.of(args[0]))),
                    Path.of(args[1]),
                    Path.of(args[2]),
                    Path.of(args[3]));
        } catch (final UnfitException e) {
            out.println("unfit: " + e.getMessage());
            return;
        }
        out.println("ready");
        final BufferedReader jars = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        for (String jar = jars.readLine(); jar != null; jar = jars.readLine()) {
            out.println(build.build(Path.of(jar), out) ? "built" : "failed");
        }
    }
}
