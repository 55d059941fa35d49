package io.weir.platform.plugin.directory;

import io.weir.cli.CommandException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes whatever plugin it is told to, but what needs one that isn't there, and notes what it was told. */
final class Recorder implements PluginOperations {
    /**
     * What a JAR holds.
     *
     * @param id of the plugin
     * @param name under which it is noted
     * @param requires ids of plugins
     * @param sha256 of its content
     */
    record Content(String id, String name, List<String> requires, String sha256) {}

    final Map<String, Loaded> loaded = new HashMap<>();
    final List<String> done = new ArrayList<>();
    final Map<Path, String> refusals = new HashMap<>();
    /** Ids of plugins that can't do without one, by its id. */
    final Map<String, Set<String>> needed = new HashMap<>();

    private final Function<Path, Content> reader;
    private final Consumer<Content> taking;

    /**
     * A recorder.
     *
     * @param reader says what a JAR holds
     * @param taking is told of what is being taken, and may refuse it
     */
    Recorder(final Function<Path, Content> reader, final Consumer<Content> taking) {
        this.reader = reader;
        this.taking = taking;
    }

    private void take(final String what, final Path jar) {
        final Content content = reader.apply(jar);
        done.add(what + " " + content.name());
        taking.accept(content);
        if (!loaded.keySet().containsAll(content.requires())) {
            throw new CommandException("plugin `" + content.id() + "' needs " + content.requires());
        }
        loaded.put(content.id(), new Loaded(jar, content.sha256()));
    }

    @Override
    public void load(final Path jar) {
        take("load", jar);
    }

    @Override
    public void upgrade(final Path jar) {
        take("upgrade", jar);
    }

    @Override
    public void upgradeAll(final List<Path> jars) {
        done.add("upgrade together");
        jars.forEach(jar -> take("upgrade", jar));
    }

    @Override
    public void refused(final Path jar, final String sentence) {
        if (sentence == null) {
            refusals.remove(jar);
        } else {
            refusals.put(jar, sentence);
        }
    }

    @Override
    public void unload(final String id) {
        done.add("unload " + id);
        if (!needed.getOrDefault(id, Set.of()).stream().allMatch(each -> !loaded.containsKey(each))) {
            throw new CommandException("plugin " + id + " is needed by " + needed.get(id));
        }
        loaded.remove(id);
    }

    @Override
    public boolean wanted(final String id) {
        return true;
    }

    @Override
    public Map<String, Loaded> loaded() {
        return Map.copyOf(loaded);
    }
}
