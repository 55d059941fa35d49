package io.weir.ip6;

import io.weir.fib.Forwarding;
import io.weir.ip6.internal.lookup.Ip6Trie;

/** The lookup that ip6-lookup does, for nodes of other plugins. Any thread may call. */
public final class Ip6Lookup {
    private final Ip6Trie trie;

    /** For the IPv6 plugin. */
    public Ip6Lookup(final Ip6Trie trie) {
        this.trie = trie;
    }

    /**
     * The forwarding index that an address leads to, 0 in a table that is there no more: see {@link Forwarding}.
     *
     * @param table index of a table of IPv6, such as {@link Forwarding#table} gives.
     */
    public int forwarding(final int table, final long high, final long low) {
        final long root = trie.root(table);
        return root == 0 ? 0 : Forwarding.index(Ip6Trie.lookup(root, high, low));
    }
}
