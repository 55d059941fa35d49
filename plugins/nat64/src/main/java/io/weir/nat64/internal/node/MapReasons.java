package io.weir.nat64.internal.node;

import io.weir.graph.DropReason;
import io.weir.plugin.Registrar;

/** Why packets of one direction are not translated by maps. */
final class MapReasons extends RefusalReasons {
    private final DropReason unmapped;

    /**
     * Declares them.
     *
     * @param way {@code 6to4} or {@code 4to6}.
     */
    MapReasons(final Registrar host, final String way) {
        super(host, way);
        unmapped = declare("unmapped", "an address on the other side that no prefix has");
    }

    /** The address of the side without maps lies in no prefix, or may be written under none. */
    DropReason unmapped() {
        return unmapped;
    }
}
