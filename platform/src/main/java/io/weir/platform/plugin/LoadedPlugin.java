package io.weir.platform.plugin;

import io.weir.platform.plugin.archive.PluginArchive;
import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.ledger.Ledger;
import java.time.Instant;

/**
 * One version of a plugin that is in the host.
 *
 * @param source its class loader.
 * @param ledger what it registered.
 * @param loadedAt when it came.
 * @param loadNs how long that took, shadow apart.
 * @param unaccounted buffers that nobody answered for when its first version came.
 */
public record LoadedPlugin(PluginClassLoader source, Ledger ledger, Instant loadedAt, long loadNs, int unaccounted) {
    /** What its JAR says of itself. */
    public PluginArchive archive() {
        return source.archive();
    }

    public String id() {
        return archive().id();
    }
}
