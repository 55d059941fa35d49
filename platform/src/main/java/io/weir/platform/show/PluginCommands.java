package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.platform.host.Host;
import io.weir.platform.plugin.PluginHost;
import io.weir.plugin.Registrar;

/** {@code show plugins}. */
final class PluginCommands implements ShowPlugin.Commands {
    private static final Columns HEADING = Columns.of("     %-41s%-33s%s");
    private static final Columns ROW = Columns.of("%3s. %-41s%-33s%s");
    private static final String STARTED = "started";

    private final Host host;

    PluginCommands(final Host host) {
        this.host = host;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show plugins", "Show the plugins that were loaded from JARs")
                .run(this::show);
    }

    private void show(final CommandCall call) {
        final PluginHost plugins = host.plugins();
        if (plugins == null) {
            call.println(" Plugin path is: none");
            return;
        }
        call.println(" Plugin path is: %s, plugins shown in load order", plugins.directory());
        call.println("");
        call.println(HEADING.line("Plugin", "Version", "Description"));
        int number = 1;
        for (final PluginHost.Row row : plugins.rows()) {
            final String text = row.description() == null ? "" : row.description();
            final String state = row.state().equals(STARTED) ? "" : " [" + row.state() + "]";
            call.print(ROW.line(number++, row.id(), row.version(), (text + state).strip()) + "\n");
        }
    }
}
