package io.weir.platform.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.weir.platform.config.ConfigException;
import io.weir.platform.config.Configuration;
import io.weir.platform.config.CoreSections;
import io.weir.platform.reference.PageFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.LoggerFactory;

/**
 * {@code weir reference [DIR]}: prints the reference of a host with the distribution's plugins, or writes it to a directory,
 * a file for each page. The host has no workers and no sockets, and never turns its loop.
 */
public final class ReferenceMain {
    private static final String USAGE = """
            weir reference [DIR]
              prints the reference of this distribution with its plugins, as Markdown
              DIR   write the pages there instead; pages of plugins that are gone are deleted
            exit codes: 0 done, 1 a plugin or the directory failed, 2 wrong options
            """;

    private ReferenceMain() {}

    /** Prints or writes, and exits. */
    public static void main(final String[] args) {
        System.exit(run(Arrays.asList(args), new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    private static int run(final List<String> args, final PrintStream out) {
        if (args.contains("-h") || args.contains("--help")) {
            out.print(USAGE);
            return Main.ENDED;
        }
        if (args.size() > 1 || !args.isEmpty() && args.getFirst().startsWith("-")) {
            System.err.print(USAGE);
            return Main.BAD_CONFIGURATION;
        }
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.ERROR);
        }
        try {
            final String home = System.getProperty(Main.HOME_PROP_NAME);
            final Map<String, String> pages = pages(home == null ? null : Path.of(home, "plugins"));
            if (args.isEmpty()) {
                out.print(String.join("\n", pages.values()));
            } else {
                PageFiles.write(Path.of(args.getFirst()), pages);
            }
            return Main.ENDED;
        } catch (final IOException | ConfigException e) {
            System.err.println("weir: " + e.getMessage());
            return Main.FAILED;
        }
    }

    /**
     * The pages of a host with these plugins.
     *
     * @param plugins directory of JARs, or null for none.
     * @throws IOException with a sentence for each plugin that can't be loaded.
     */
    public static Map<String, String> pages(final Path plugins) throws IOException, ConfigException {
        try (Host host =
                new Host(HostOptions.workers(0).withBuffers(1024).withPlugins(plugins), SystemNanoClock.INSTANCE)) {
            final Configuration configuration = new Configuration();
            CoreSections.all().forEach(configuration::declare);
            host.configuration(configuration.conclude());
            final List<String> failures = host.loadPlugins();
            if (!failures.isEmpty()) {
                throw new IOException(String.join("\nweir: ", failures));
            }
            return host.reference().pages();
        }
    }
}
