package io.weir.platform.plugin.directory;

import io.weir.cli.CommandException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
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
        for (final DirectoryPlan.Action action :
                DirectoryPlan.of(before, files, operations.loaded(), operations::wanted)) {
            switch (action) {
                case DirectoryPlan.Action.Load(var file) -> arrive(file, "loading it", operations::load);
                case DirectoryPlan.Action.Upgrade(var file) -> arrive(file, "upgrading to it", operations::upgrade);
                case DirectoryPlan.Action.Unload(var id) ->
                    done("the file of plugin " + id + " is gone, unloading it", () -> operations.unload(id));
            }
        }
        handled.clear();
        handled.putAll(files);
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

    private void arrive(final PluginFile file, final String what, final Consumer<Path> operation) {
        if (done(file.path() + " has come, " + what, () -> operation.accept(file.path()))) {
            refused.remove(file.path());
        } else {
            refused.put(file.path(), lacking(file));
        }
    }

    private static boolean done(final String what, final Runnable operation) {
        LOG.info(what);
        try {
            operation.run();
            return true;
        } catch (final CommandException e) {
            LOG.error(e.getMessage());
        } catch (final RuntimeException | Error e) {
            // Errors too: a JAR that was built against other classes fails with a LinkageError.
            LOG.error("{}: failed", what, e);
        }
        return false;
    }
}
