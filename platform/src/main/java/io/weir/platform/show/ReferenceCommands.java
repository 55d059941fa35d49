package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.platform.reference.Reference;
import io.weir.plugin.Registrar;
import java.util.function.Supplier;

/** {@code show reference}. */
final class ReferenceCommands implements ShowPlugin.Commands {
    private final Supplier<Reference> now;

    /** Makes the commands; {@code now} looks at what is registered. */
    ReferenceCommands(final Supplier<Reference> now) {
        this.now = now;
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
        final Reference reference = now.get();
        if (call.has("plugin")) {
            call.print(reference.page(call.get("id")));
        } else {
            call.print(String.join("\n", reference.pages().values()));
        }
    }
}
