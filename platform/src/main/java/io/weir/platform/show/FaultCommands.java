package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.platform.fault.FaultReport;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.fault.Quarantine;
import io.weir.platform.plugin.PluginSet;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.Registrar;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** {@code plugin faults} and {@code plugin release}: what a plugin's parts did wrong, and an end to their quarantine. */
final class FaultCommands implements ShowPlugin.Commands {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final Columns LINE = Columns.of("%-15s%-32s%-12s%8s%8s  %-21s%-21s%s");

    private final List<GraphLoop> threads;
    private final Quarantine quarantine;
    private final PluginSet plugins;

    FaultCommands(final List<GraphLoop> threads, final Quarantine quarantine, final PluginSet plugins) {
        this.threads = threads;
        this.quarantine = quarantine;
        this.plugins = plugins;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("plugin faults <plugin:word>", "Show what nodes, queues and timers of a plugin did wrong")
                .run(this::show);
        registrar
                .command("plugin release <plugin:word>", "Call nodes of a plugin again that are in quarantine")
                .run(this::release);
    }

    private String plugin(final CommandCall call) {
        final String id = call.get("plugin");
        if (!plugins.has(id)) {
            throw call.refuse("plugin `%s' is not loaded", id);
        }
        return id;
    }

    private void show(final CommandCall call) {
        final String id = plugin(call);
        final List<FaultReport> reports = quarantine.reports(id);
        if (reports.isEmpty()) {
            call.println("plugin %s has no faults", id);
            return;
        }
        call.println(LINE.line("Kind", "Name", "Thread", "Faults", "Stalls", "First", "Last", "Quarantined"));
        for (final FaultReport report : reports) {
            call.println(LINE.line(
                    report.kind(),
                    report.part(),
                    threads.get(report.thread()).name(),
                    report.faults(),
                    report.stalls(),
                    time(report.first()),
                    time(report.last()),
                    report.quarantined() ? "since " + time(report.quarantinedSince()) : "no"));
            report.text().lines().forEach(line -> call.println("    %s", line));
        }
    }

    private static String time(final Instant instant) {
        return TIME.format(instant);
    }

    private void release(final CommandCall call) {
        final String id = plugin(call);
        final List<String> names =
                quarantine.quarantined(id).stream().map(FaultSite::name).toList();
        if (names.isEmpty()) {
            throw call.refuse("nothing of plugin `%s' is quarantined", id);
        }
        quarantine.release(id);
        call.println("released: %s", String.join(", ", names));
    }
}
