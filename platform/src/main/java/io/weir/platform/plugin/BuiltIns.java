package io.weir.platform.plugin;

import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.ledger.HostServices;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.plugin.WeirPlugin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parts of the platform that register as plugins do, and come from no JAR. Main only. */
public final class BuiltIns {
    private final HostServices host;
    /** In the order in which they came. */
    private final Map<String, Ledger> ledgers = new LinkedHashMap<>();

    public BuiltIns(final HostServices host) {
        this.host = host;
    }

    /** Brings one in. */
    public Ledger insert(final String id, final WeirPlugin plugin) {
        final Ledger ledger = new Ledger(host, id);
        LiveChange.bring(host, ledger, plugin);
        ledgers.put(id, ledger);
        return ledger;
    }

    /** Takes one out again. */
    public void remove(final Ledger builtIn) {
        ledgers.remove(builtIn.pluginId(), builtIn);
        LiveChange.take(host, builtIn);
    }

    /** Takes all out, those that came last first. */
    public void removeAll() {
        List.copyOf(ledgers.values()).reversed().forEach(this::remove);
    }

    /** The one of this id, or null. */
    public Ledger find(final String id) {
        return ledgers.get(id);
    }

    /** Whether this is the id of one of them, which no plugin may have. */
    public boolean has(final String id) {
        return ledgers.containsKey(id);
    }
}
