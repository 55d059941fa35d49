package io.weir.ip4;

import io.weir.fib.Forwarding;
import io.weir.ip4.internal.lookup.Mtrie;

/** The lookup that ip4-lookup does, for nodes of other plugins. Any thread may call. */
public final class Ip4Lookup {
    private final Mtrie mtrie;

    /** For the IPv4 plugin. */
    public Ip4Lookup(final Mtrie mtrie) {
        this.mtrie = mtrie;
    }

    /**
     * The forwarding index that an address leads to, 0 in a table that is there no more: see {@link Forwarding}.
     *
     * @param table index of a table of IPv4, such as {@link Forwarding#table} gives.
     */
    public int forwarding(final int table, final int address) {
        final long root = mtrie.root(table);
        return root == 0 ? 0 : Forwarding.index(Mtrie.lookup(root, mtrie.plies(), address));
    }
}
