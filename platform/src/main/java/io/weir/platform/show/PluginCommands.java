package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.config.LiveSetting;
import io.weir.platform.fault.FaultReport;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.fault.Quarantine;
import io.weir.platform.plugin.LoadedPlugin;
import io.weir.platform.plugin.PluginHost;
import io.weir.platform.plugin.PluginSet;
import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.registry.Declarations;
import io.weir.platform.text.Printable;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code show plugins}. */
final class PluginCommands implements ShowPlugin.Commands {
    private static final Columns HEADING = Columns.of("     %-41s%-33s%s");
    private static final Columns ROW = Columns.of("%3s. %-41s%-33s%s");

    private final PluginSet plugins;
    private final PluginHost changes;
    private final Quarantine quarantine;
    private final Declarations declarations;

    PluginCommands(
            final PluginSet plugins,
            final PluginHost changes,
            final Quarantine quarantine,
            final Declarations declarations) {
        this.plugins = plugins;
        this.changes = changes;
        this.quarantine = quarantine;
        this.declarations = declarations;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show plugins [verbose]", "Show plugins, and what each has registered")
                .run(this::show);
        registrar
                .command(
                        "set plugin setting <id:plugin> <setting:word> <value:string>",
                        "Change a setting of a plugin: show plugins verbose has their names")
                .run(this::set);
    }

    private void set(final CommandCall call) {
        final String id = call.get("id");
        final String name = call.get("setting");
        final LiveSetting<?> setting = declarations.setting(id, name);
        if (setting == null) {
            final List<String> there = declarations.settings(id).stream()
                    .map(each -> each.declaration().name())
                    .toList();
            throw call.refuse(
                    "plugin `%s' has no setting `%s', %s",
                    id,
                    name,
                    there.isEmpty() ? "it has none or is not loaded" : "expected one of " + String.join(", ", there));
        }
        setting.parse(call.get("value"));
    }

    private void show(final CommandCall call) {
        call.println(
                " Plugin path is: %s%s",
                changes.directory() == null ? "none" : changes.directory(), ", plugins shown in load order");
        call.println("");
        call.println(HEADING.line("Plugin", "Version", "Description"));
        int number = 1;
        for (final LoadedPlugin plugin : plugins.loaded()) {
            row(call, number++, plugin.archive(), "");
            if (call.has("verbose")) {
                call.print(details(plugin));
            }
        }
        for (final PluginArchive archive : plugins.disabled()) {
            row(call, number++, archive, " [disabled]");
        }
        plugins.refusals().forEach(sentence -> call.println("refused: %s", Printable.line(sentence)));
        if (call.has("verbose")) {
            changes.departedTexts().forEach(text -> call.println("%s", text));
        }
    }

    private static void row(final CommandCall call, final int number, final PluginArchive archive, final String state) {
        call.print(ROW.line(number, archive.id(), archive.version(), (archive.description() + state).strip()) + "\n");
    }

    private String details(final LoadedPlugin plugin) {
        final StringBuilder out = new StringBuilder();
        out.append("       state: started\n");
        out.append("       file: ").append(plugin.archive().path()).append('\n');
        out.append("       sha256: ").append(plugin.archive().sha256()).append('\n');
        out.append(String.format(
                Locale.ROOT, "       loaded: %s, in %.1f ms%n", plugin.loadedAt(), plugin.loadNs() / 1e6));
        final List<String> dependents = plugins.dependents(plugin.id());
        if (!dependents.isEmpty()) {
            out.append("       needed by: ")
                    .append(String.join(", ", dependents))
                    .append('\n');
        }
        final long faults = quarantine.reports(plugin.id()).stream()
                .mapToLong(FaultReport::faults)
                .sum();
        final List<FaultSite> quarantined = quarantine.quarantined(plugin.id());
        out.append("       faults: ").append(faults);
        if (!quarantined.isEmpty()) {
            out.append(", in quarantine: ")
                    .append(quarantined.stream().map(FaultSite::name).collect(Collectors.joining(", ")));
        }
        out.append('\n');
        plugin.ledger().print(out, "       ");
        return out.toString();
    }
}
