package io.weir.platform.plugin.change;

import io.weir.graph.Next;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.GraphException;
import io.weir.platform.iface.EtherTypes;
import io.weir.platform.plugin.ledger.Ledger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a change means for who takes which EtherType. Main only. */
final class EtherTypeClaims {
    private final EtherTypes types;
    private final Map<Integer, Integer> before = new HashMap<>();
    private final Map<Integer, Integer> after = new HashMap<>();

    /**
     * Works it out.
     *
     * @throws GraphException when a type goes to another node already.
     */
    EtherTypeClaims(final EtherTypes types, final Graph graph, final List<Ledger> leaving, final List<Ledger> coming) {
        this.types = types;
        for (final Ledger ledger : leaving) {
            for (final int type : ledger.described().etherTypes().keySet()) {
                before.put(type, types.target(type));
                after.put(type, 0);
            }
        }
        for (final Ledger ledger : coming) {
            for (final Map.Entry<Integer, Next> claim :
                    ledger.described().etherTypes().entrySet()) {
                final int type = claim.getKey();
                final int other = after.getOrDefault(type, types.target(type));
                if (other != 0) {
                    throw new GraphException(String.format(
                            Locale.ROOT, "ethernet type 0x%04x goes to %s already", type, graph.targetName(other)));
                }
                before.putIfAbsent(type, 0);
                after.put(type, claim.getValue().target());
            }
        }
    }

    /** What puts it in force, while workers are parked. */
    Runnable applying() {
        return types.putting(after);
    }

    /** What puts back what was, while workers are parked. */
    Runnable reverting() {
        return types.putting(before);
    }
}
