package io.weir.ip4.internal;

import io.weir.cli.CommandException;
import io.weir.plugin.PluginState;
import java.lang.ref.WeakReference;

/**
 * What of IPv4 one version of the plugin hands to the next, in an upgrade under traffic: addresses, and who takes what is for
 * this host. Routes, adjacencies and neighbours are forwarding's: the new version's trie is filled with them when it attaches,
 * before its nodes stand, and the old nodes look up in the old one until then. When the old version has been replaced it runs
 * the {@link #CONCLUSION} that the new one has left in the state. Only main.
 */
final class Ip4State {
    private static final int VERSION = 1;
    private static final String CONCLUSION = "conclusion";

    private final Ip4Tables tables;
    /** What was exported last. Weakly: a version that was refused keeps it no longer, and nothing keeps that version. */
    private WeakReference<PluginState> exported = new WeakReference<>(null);

    Ip4State(final Ip4Tables tables) {
        this.tables = tables;
    }

    PluginState export() {
        final PluginState state = new PluginState(VERSION)
                .put("addresses", tables.addresses.export())
                .put("local", tables.local.export());
        exported = new WeakReference<>(state);
        return state;
    }

    /** Fills tables that nothing has been entered into. */
    void take(final PluginState state) {
        if (state.version() != VERSION) {
            throw new CommandException("the running version hands over state of version " + state.version()
                    + ", and this one knows only version " + VERSION);
        }
        tables.handle.adopt();
        tables.addresses.restore(state.get("addresses", int[].class));
        tables.local.restore(state.get("local", int[].class));
        tables.watcher.prepare();
        state.put(CONCLUSION, (Runnable) tables.local::conclude);
    }

    /** The next version stands: tells it that the rest has been done. */
    void handOver() {
        final PluginState state = exported.get();
        if (state != null && state.names().contains(CONCLUSION)) {
            state.get(CONCLUSION, Runnable.class).run();
        }
    }
}
