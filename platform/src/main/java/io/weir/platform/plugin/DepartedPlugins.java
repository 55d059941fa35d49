package io.weir.platform.plugin;

import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.archive.PluginFiles;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Class loaders of plugins that have gone, closed and watched until nothing reaches them any more. Main only. */
public final class DepartedPlugins {
    /** One whose classes are still there, because they are used or because no collection has come by. */
    public record Departed(String plugin, Instant since) {}

    private record Watched(Departed departed, WeakReference<ClassLoader> loader, long collections) {
        /** One that was at work when it went need not have seen that: the second has. */
        boolean survivedCollection() {
            return FullCollections.count() > collections + 1;
        }

        /** What is said of it, or null if it has gone just now. */
        String text() {
            final ClassLoader there = loader.get();
            if (there == null) {
                return null;
            }
            final String gone = "gone: " + departed.plugin + ", unloaded at " + departed.since;
            if (!survivedCollection()) {
                return gone + ", its classes are not collected yet";
            }
            final List<String> holders = Holders.of(there);
            return gone + ", but its classes stay: "
                    + (holders.isEmpty() ? "something that can't be named holds them" : String.join(", ", holders));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(DepartedPlugins.class);

    private final PluginFiles files;
    private final List<Watched> watched = new ArrayList<>();

    DepartedPlugins(final PluginFiles files) {
        this.files = files;
    }

    void add(final LoadedPlugin gone) {
        close(gone.source());
        files.release(gone.archive());
        watched.removeIf(each -> each.loader.get() == null);
        watched.add(new Watched(
                new Departed(gone.archive().toString(), Instant.now()),
                new WeakReference<>(gone.source()),
                FullCollections.count()));
    }

    /** A loader that never came to be of use. */
    static void close(final PluginClassLoader source) {
        try {
            source.close();
        } catch (final IOException e) {
            LOG.warn("the class loader of plugin {} can't be closed", source.archive(), e);
        }
    }

    /** Those that are still reachable. */
    public List<Departed> reachable() {
        watched.removeIf(each -> each.loader.get() == null);
        return watched.stream().map(Watched::departed).toList();
    }

    /** A sentence about each that is still reachable: whether it waits for a collection, or what holds it. */
    public List<String> texts() {
        return watched.stream().map(Watched::text).filter(Objects::nonNull).toList();
    }
}
