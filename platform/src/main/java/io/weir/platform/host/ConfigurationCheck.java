package io.weir.platform.host;

import io.weir.platform.config.Configuration;
import io.weir.platform.text.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;

/** {@code weir run --check}: the sections of plugins are theirs to declare, so these are described, and nothing is started. */
final class ConfigurationCheck {
    private static final int FEW_BUFFERS = 1_024;

    private final RunConfiguration configuration;
    private final PrintStream out;
    private final PrintStream err;

    ConfigurationCheck(final RunConfiguration configuration, final PrintStream out, final PrintStream err) {
        this.configuration = configuration;
        this.out = out;
        this.err = err;
    }

    /** Prints what holds, or what is wrong; returns the exit code. */
    int run() {
        final Configuration sections = configuration.sections();
        final HostOptions options = HostOptions.workers(0)
                .withBuffers(FEW_BUFFERS)
                // Whoever checks need not be who runs, and have rights to where that one's runtime files lie.
                .withPlugins(configuration.options().plugins().withCopies(null));
        try (Host host = new Host(options, SystemNanoClock.INSTANCE)) {
            host.configuration(sections);
            final String[] rendered = {sections.render()};
            final List<String> failures = host.plugins().describeAll(() -> rendered[0] = sections.render());
            final List<String> mistakes = new ArrayList<>(sections.mistakes());
            mistakes.addAll(configuration.absent());
            mistakes.forEach(sentence -> err.println(Printable.of("weir: " + sentence)));
            if (!mistakes.isEmpty()) {
                return Main.BAD_CONFIGURATION;
            }
            failures.forEach(sentence -> err.println(Printable.of("weir: left out: " + sentence)));
            out.print(Printable.of(rendered[0]));
            return Main.ENDED;
        }
    }
}
