package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.platform.config.CurrentConfiguration;
import io.weir.platform.plugin.PluginHost;
import io.weir.platform.thread.BarrierStats;
import io.weir.plugin.Registrar;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** {@code show version}, {@code show clock}, {@code show configuration}. */
final class VersionCommands implements ShowPlugin.Commands {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final BarrierStats barrier;
    private final CurrentConfiguration configuration;
    private final long startedNs;
    private final Clock wallClock = Clock.system(ZoneOffset.UTC);

    VersionCommands(final BarrierStats barrier, final CurrentConfiguration configuration, final long startedNs) {
        this.barrier = barrier;
        this.configuration = configuration;
        this.startedNs = startedNs;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show version [verbose]", "Show the version, with `verbose' of Java and the machine too")
                .run(this::version);
        registrar
                .command("show clock", "Show the time since the host was started")
                .run(this::clock);
        registrar
                .command("show configuration", "Show all settings with the values that hold")
                .run(this::configuration);
    }

    private void version(final CommandCall call) {
        call.println("weir v%s%s", PluginHost.API_VERSION, BuildInfo.load().sentence());
        if (call.has("verbose")) {
            final RuntimeMXBean java = ManagementFactory.getRuntimeMXBean();
            call.println("  Java: %s %s (%s)", Runtime.version(), java.getVmName(), java.getVmVendor());
            call.println("  System: %s %s, %s", property("os.name"), property("os.version"), property("os.arch"));
            call.println("  Processors: %d", Runtime.getRuntime().availableProcessors());
            call.println(
                    "  Time stamp counter: %s GHz",
                    Numbers.fixed(TscFrequency.ofThisMachine().ghz(), 3));
            call.println("  Process: %d, up %d s", java.getPid(), (System.nanoTime() - startedNs) / 1_000_000_000);
            call.println("  Java options: %s", String.join(" ", java.getInputArguments()));
        }
    }

    private static String property(final String name) {
        return System.getProperty(name, "unknown");
    }

    private void clock(final CommandCall call) {
        final ZonedDateTime now = ZonedDateTime.now(wallClock);
        call.println("Time now %s, %s", seconds(System.nanoTime(), 6), DATE.format(now));
        final long opened = barrier.lastOpenedNs();
        if (opened != 0) {
            call.println("Time last barrier release %s", seconds(opened, 9));
        }
    }

    private String seconds(final long ns, final int decimals) {
        return Numbers.fixed((ns - startedNs) / 1e9, decimals);
    }

    private void configuration(final CommandCall call) {
        call.print(configuration.get().render());
    }
}
