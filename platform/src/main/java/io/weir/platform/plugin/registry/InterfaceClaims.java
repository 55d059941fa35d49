package io.weir.platform.plugin.registry;

import io.weir.iface.Interface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who wants what of an interface that several may want at the same time, such as promiscuous mode or two versions of a plugin
 * the same further MAC address: it is so from the first who claims it to the last who does no longer. Main only.
 */
public final class InterfaceClaims {
    /** What is wanted of an interface. */
    public record Claim(Interface device, String what) {
        @Override
        public String toString() {
            return what + " of " + device.name();
        }
    }

    private final Map<Claim, List<String>> holders = new HashMap<>();

    /** Whether anybody of this id holds it. */
    public boolean held(final Claim claim, final String owner) {
        return holders.getOrDefault(claim, List.of()).contains(owner);
    }

    /** Adds a holder. */
    public void add(final Claim claim, final String owner) {
        holders.computeIfAbsent(claim, c -> new ArrayList<>()).add(owner);
    }

    /** Takes a holder away; returns whether nobody is left. */
    public boolean remove(final Claim claim, final String owner) {
        final List<String> all = holders.get(claim);
        if (all == null) {
            return true;
        }
        all.remove(owner);
        if (all.isEmpty()) {
            holders.remove(claim);
        }
        return all.isEmpty();
    }
}
