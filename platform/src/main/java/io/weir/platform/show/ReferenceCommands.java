package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.platform.plugin.RunningHost;
import io.weir.platform.reference.Reference;
import io.weir.plugin.Registrar;

/** {@code show reference}. */
final class ReferenceCommands implements ShowPlugin.Commands {
    private final RunningHost host;

    ReferenceCommands(final RunningHost host) {
        this.host = host;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command(
                        "show reference [plugin <id:word>]",
                        "Show what is registered, as Markdown, of all or one plugin")
                .run(this::show);
    }

    private void show(final CommandCall call) {
        final Reference reference = new Reference(host);
        if (call.has("plugin")) {
            call.print(reference.page(call.get("id")));
        } else {
            call.print(String.join("\n", reference.pages().values()));
        }
    }
}
