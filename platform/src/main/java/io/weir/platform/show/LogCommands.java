package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code show logging} and {@code set logging level}. */
final class LogCommands implements ShowPlugin.Commands {
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace", "off");

    private final LogRing ring;

    LogCommands(final LogRing ring) {
        this.ring = ring;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show logging", "Show the last lines of the log")
                .run(call -> call.forEach(ring.lines(), line -> call.print(line + "\n")));
        registrar
                .command(
                        "set logging level <class:word> " + String.join("|", LEVELS),
                        "Set from which level on a class of messages is logged")
                .run(LogCommands::level);
    }

    private static void level(final CommandCall call) {
        final String level = LEVELS.stream().filter(call::has).findFirst().orElseThrow();
        if (!LogRing.level(call.get("class"), level)) {
            throw call.refuse("no messages of class `%s' are known", call.get("class"));
        }
    }
}
