package io.weir.platform.plugin.directory;

import io.weir.cli.CommandException;
import io.weir.platform.fault.Failures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the host follow its plugin directory, and remembers what was done about each file. Main only. */
final class DirectoryFollower {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryFollower.class);

    private final PluginOperations operations;
    /** Stamps of the files that the start of the host was about, until they are seen again. */
    private final Map<Path, FileStamp> atStart;

    private final Map<Path, PluginFile> handled = new HashMap<>();
    private final Map<Path, Set<String>> refused = new HashMap<>();

    /** What came last and is still to be followed, or null. */
    private Map<Path, PluginFile> next;

    private boolean following;

    DirectoryFollower(final PluginOperations operations, final Map<Path, FileStamp> atStart) {
        this.operations = operations;
        this.atStart = new HashMap<>(atStart);
    }

    /**
     * Does what has to be done for these files to be followed. If that is being done for others, for main goes on while a
     * change is shadowed, it is done after them.
     */
    void follow(final Map<Path, PluginFile> files) {
        next = files;
        if (following) {
            return;
        }
        following = true;
        try {
            while (next != null) {
                final Map<Path, PluginFile> now = next;
                next = null;
                step(now);
            }
        } finally {
            following = false;
        }
    }

    private void step(final Map<Path, PluginFile> files) {
        refused.keySet().retainAll(files.keySet());
        files.values().forEach(this::recognize);
        final DirectoryPlan.Before before = new DirectoryPlan.Before(Map.copyOf(handled), Map.copyOf(refused));
        // What changed is judged anew.
        refused.keySet().removeIf(path -> !files.get(path).equals(handled.get(path)));
        final Map<Path, PluginFile> lingering = new HashMap<>();
        final List<PluginFile> kept = new ArrayList<>();
        for (final DirectoryPlan.Action action :
                DirectoryPlan.of(before, files, operations.loaded(), operations::wanted)) {
            switch (action) {
                case DirectoryPlan.Action.Load(var file) -> arrive(file, "loading it", operations::load);
                case DirectoryPlan.Action.Upgrade(var file) -> {
                    if (!arrive(file, "upgrading to it", operations::upgrade)) {
                        kept.add(file);
                    }
                }
                case DirectoryPlan.Action.Unload(var id) -> unload(id, lingering);
            }
        }
        together(kept);
        handled.clear();
        handled.putAll(lingering);
        handled.putAll(files);
    }

    /** Its file counts as there until it can be unloaded, for whoever needs it may go with the next files. */
    private void unload(final String id, final Map<Path, PluginFile> lingering) {
        final Path jar = operations.loaded().get(id).jar();
        final String refusal =
                attempt("the file of plugin " + id + " is gone, unloading it", () -> operations.unload(id));
        operations.refused(jar, refusal);
        if (refusal != null) {
            handled.values().stream()
                    .filter(file -> file.id().equals(id))
                    .forEach(file -> lingering.put(file.path(), file));
        }
    }

    /** New versions that can't be beside the old ones of others may be beside the new ones. */
    private void together(final List<PluginFile> kept) {
        if (kept.size() > 1) {
            final List<Path> jars = kept.stream().map(PluginFile::path).toList();
            if (attempt("upgrading to them together: " + jars, () -> operations.upgradeAll(jars)) == null) {
                jars.forEach(jar -> operations.refused(jar, null));
                refused.keySet().removeAll(jars);
            }
        }
    }

    /** What was there when the host started was loaded or refused then, and said so. */
    private void recognize(final PluginFile file) {
        final FileStamp stamp = atStart.remove(file.path());
        if (file.stamp().equals(stamp)) {
            handled.put(file.path(), file);
            if (!operations.loaded().containsKey(file.id())) {
                refused.put(file.path(), lacking(file));
            }
        }
    }

    private Set<String> lacking(final PluginFile file) {
        final Set<String> lacking = new HashSet<>(file.requires());
        lacking.removeAll(operations.loaded().keySet());
        return lacking;
    }

    private boolean arrive(final PluginFile file, final String what, final Consumer<Path> operation) {
        final String refusal = attempt(file.path() + " has come, " + what, () -> operation.accept(file.path()));
        operations.refused(file.path(), refusal);
        if (refusal == null) {
            refused.remove(file.path());
        } else {
            refused.put(file.path(), lacking(file));
        }
        return refusal == null;
    }

    /** Does it; returns null, or the sentence with which it was refused. */
    private static String attempt(final String what, final Runnable operation) {
        LOG.info(what);
        try {
            operation.run();
            return null;
        } catch (final CommandException e) {
            LOG.error(e.getMessage());
            return e.getMessage();
        } catch (final RuntimeException | Error e) {
            // Errors too: a JAR that was built against other classes fails with a LinkageError.
            LOG.error("{}: failed", what, e);
            return Failures.text(e);
        }
    }
}
