package io.weir.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What tshark, which others wrote, says of packets. */
public final class Tshark {
    private static final Path PROGRAM = Path.of("/usr/bin/tshark");

    private Tshark() {}

    /** Skips the test where there is none. */
    public static void require() {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "skipped: there is no tshark");
    }

    /** The lines about packets of a capture that match a display filter; checksums are verified. */
    public static String matching(final Path capture, final String filter) throws IOException, InterruptedException {
        return run(capture, List.of("-Y", filter));
    }

    /** Fields of all packets of a capture, one line each, separated by tabs. */
    public static List<String> fields(final Path capture, final String... fields)
            throws IOException, InterruptedException {
        final List<String> options = new ArrayList<>(List.of("-T", "fields"));
        for (final String field : fields) {
            options.addAll(List.of("-e", field));
        }
        return run(capture, options).lines().toList();
    }

    private static String run(final Path capture, final List<String> options) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-n", "-r", capture.toString()));
        for (final String protocol : List.of("ip", "tcp", "udp")) {
            command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
        }
        // Fragments are to be seen as they are.
        command.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
        command.addAll(options);
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed");
        }
        return output;
    }
}
