package io.weir.platform.plugin.directory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a change of the plugin directory means for the plugins that are loaded. Only changes count: a plugin that was
 * loaded from elsewhere, or unloaded by a command, stays as it is for as long as its file here does.
 */
final class DirectoryPlan {
    /** One thing to do. */
    sealed interface Action {
        /** Load a plugin that isn't there. */
        record Load(PluginFile file) implements Action {}

        /** Put this in the place of the plugin of the same id. */
        record Upgrade(PluginFile file) implements Action {}

        /** Take the plugin away. */
        record Unload(String id) implements Action {}
    }

    /**
     * What was done before.
     *
     * @param files that were acted on, by path.
     * @param refused those of them that were refused, with the plugins that they lacked then.
     */
    record Before(Map<Path, PluginFile> files, Map<Path, Set<String>> refused) {}

    private final Before before;
    private final Map<Path, PluginFile> now;
    private final Predicate<String> enabled;
    private final Map<String, PluginOperations.Loaded> loaded;

    private DirectoryPlan(
            final Before before,
            final Map<Path, PluginFile> now,
            final Map<String, PluginOperations.Loaded> loaded,
            final Predicate<String> enabled) {
        this.before = before;
        this.loaded = loaded;
        this.enabled = enabled;
        this.now = new LinkedHashMap<>(now);
        this.now.values().removeIf(file -> !enabled.test(file.id()));
    }

    /**
     * Works out what to do, in the order in which to do it: plugins go before those that they need, and come after them.
     *
     * @param now the complete files, by path.
     * @param loaded the plugins in the graph, by id.
     * @param enabled which plugins are wanted.
     */
    static List<Action> of(
            final Before before,
            final Map<Path, PluginFile> now,
            final Map<String, PluginOperations.Loaded> loaded,
            final Predicate<String> enabled) {
        return new DirectoryPlan(before, now, loaded, enabled).actions();
    }

    private List<Action> actions() {
        final Map<String, PluginFile> coming = latest(changed());
        final Map<String, PluginFile> going = new LinkedHashMap<>();
        before.files.values().stream().filter(this::ranFrom).forEach(file -> {
            final List<PluginFile> others = now.values().stream()
                    .filter(other -> other.key().equals(file.key()))
                    .toList();
            if (others.isEmpty()) {
                going.put(file.key(), file);
            } else {
                // What is left of the id takes over, unless it has been tried.
                latest(others.stream()
                                .filter(other -> !before.refused.containsKey(other.path()))
                                .toList())
                        .forEach(coming::putIfAbsent);
            }
        });
        latest(unblocked(coming.keySet())).forEach(coming::putIfAbsent);
        final List<Action> actions = new ArrayList<>();
        inOrder(going).reversed().forEach(file -> actions.add(new Action.Unload(file.id())));
        inOrder(coming).forEach(file -> arrive(file, actions));
        return actions;
    }

    private void arrive(final PluginFile file, final List<Action> actions) {
        final PluginOperations.Loaded there = loaded.get(file.id());
        if (there == null) {
            actions.add(new Action.Load(file));
        } else if (!there.sha256().equals(file.sha256())) {
            actions.add(new Action.Upgrade(file));
        }
    }

    private List<PluginFile> changed() {
        return now.values().stream().filter(this::isChanged).toList();
    }

    /** A file that was only written again is tried again, but never takes a plugin back to what it was before. */
    private boolean isChanged(final PluginFile file) {
        final PluginFile old = before.files.get(file.path());
        if (old == null || !old.sha256().equals(file.sha256())) {
            return true;
        }
        return !old.equals(file) && (!loaded.containsKey(file.id()) || before.refused.containsKey(file.path()));
    }

    /** Whether a file that is no longer there is what runs. */
    private boolean ranFrom(final PluginFile file) {
        final PluginOperations.Loaded there = loaded.get(file.id());
        return enabled.test(file.id())
                && !now.containsKey(file.path())
                && there != null
                && there.sha256().equals(file.sha256());
    }

    /** Files that were refused for want of plugins that are there now, or are coming. */
    private List<PluginFile> unblocked(final Set<String> coming) {
        final Set<String> there = new HashSet<>(loaded.keySet());
        there.addAll(coming);
        return now.values().stream()
                .filter(file -> !loaded.containsKey(file.id()))
                .filter(file -> {
                    final Set<String> lacked = before.refused.get(file.path());
                    return lacked != null && !lacked.isEmpty() && there.containsAll(lacked);
                })
                .toList();
    }

    /** Of all files with the same id the latest. */
    private static Map<String, PluginFile> latest(final Collection<PluginFile> files) {
        final Map<String, PluginFile> latest = new LinkedHashMap<>();
        files.stream().sorted(PluginFile.AGE).forEach(file -> latest.put(file.key(), file));
        return latest;
    }

    /** Files by name, but each behind those that it requires; a cycle is left for the loading to refuse. */
    private static List<PluginFile> inOrder(final Map<String, PluginFile> files) {
        final Map<String, PluginFile> ordered = new LinkedHashMap<>();
        final List<PluginFile> byName = files.values().stream()
                .sorted((a, b) -> a.path().compareTo(b.path()))
                .toList();
        final Set<String> visited = new HashSet<>();
        byName.forEach(file -> visit(file, files, visited, ordered));
        return List.copyOf(ordered.values());
    }

    private static void visit(
            final PluginFile file,
            final Map<String, PluginFile> files,
            final Set<String> visited,
            final Map<String, PluginFile> ordered) {
        if (visited.add(file.key())) {
            file.requires().stream()
                    .filter(files::containsKey)
                    .forEach(id -> visit(files.get(id), files, visited, ordered));
            ordered.put(file.key(), file);
        }
    }
}
