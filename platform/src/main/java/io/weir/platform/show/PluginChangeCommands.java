package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.platform.plugin.ChangeOptions;
import io.weir.platform.plugin.PluginHost;
import io.weir.plugin.Registrar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code plugin load}, {@code unload}, {@code reload}, {@code upgrade}, {@code enable}, {@code disable}. */
final class PluginChangeCommands implements ShowPlugin.Commands {
    private static final String DRY_RUN = "--dry-run";
    private static final String NO_SHADOW = "--no-shadow";
    private static final String CASCADE = "--cascade";
    private static final String PERSIST = "--persist";
    private static final String FRESH = "--fresh";

    private final PluginHost plugins;

    PluginChangeCommands(final PluginHost plugins) {
        this.plugins = plugins;
    }

    /** A change to the plugin of this id, or to what this file holds. */
    @FunctionalInterface
    private interface Change<T> {
        String make(T what, ChangeOptions options);
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command(
                        "plugin load <file> [--dry-run] [--no-shadow] [--persist]",
                        "Load a plugin's JAR into the running graph")
                .run(call -> file(call, plugins::load));
        registrar
                .command(
                        "plugin upgrade <file> [<more:file>]... [--dry-run] [--no-shadow] [--cascade] [--persist] [--fresh]",
                        "Replace plugins by other versions, which take their state over")
                .run(this::upgrade);
        registrar
                .command(
                        "plugin reload <id:plugin> [--dry-run] [--no-shadow] [--cascade] [--fresh]",
                        "Replace a plugin by what its file holds now")
                .run(call -> id(call, plugins::reload));
        registrar
                .command(
                        "plugin unload <id:plugin> [--dry-run] [--cascade] [--persist]",
                        "Take a plugin out of the running graph")
                .run(call -> id(call, plugins::unload));
        registrar
                .command(
                        "plugin disable <id:plugin> [--dry-run] [--cascade] [--persist]",
                        "Take a plugin out until it is enabled")
                .run(call -> id(call, plugins::disable));
        registrar
                .command(
                        "plugin enable <id:plugin> [--dry-run] [--no-shadow] [--persist]",
                        "Load a plugin that is disabled")
                .run(call -> id(call, plugins::enable));
    }

    private void upgrade(final CommandCall call) {
        final List<String> words = new ArrayList<>(List.of(call.get("file")));
        words.addAll(call.list("more"));
        final List<Path> files = words.stream().map(word -> path(call, word)).toList();
        final List<String> absent = words.stream()
                .filter(word -> !Files.exists(path(call, word)))
                .map(word -> "`" + word + "'")
                .toList();
        if (absent.size() > 1) {
            throw call.refuse("there are no such files: %s", String.join(", ", absent));
        }
        call.println("%s", plugins.upgrade(files, options(call)));
    }

    private static void file(final CommandCall call, final Change<Path> change) {
        call.println("%s", change.make(path(call, call.get("file")), options(call)));
    }

    private static Path path(final CommandCall call, final String file) {
        return call.session().workingDirectory().resolve(file).toAbsolutePath().normalize();
    }

    private static void id(final CommandCall call, final Change<String> change) {
        call.println("%s", change.make(call.get("id"), options(call)));
    }

    private static ChangeOptions options(final CommandCall call) {
        return new ChangeOptions(
                call.has(DRY_RUN), !call.has(NO_SHADOW), call.has(CASCADE), call.has(PERSIST), !call.has(FRESH));
    }
}
