package io.weir.fib.internal.route;

import io.weir.fib.Source;
import io.weir.fib.internal.route.SourceEntry.Owner;
import java.util.ArrayList;
import java.util.List;

/** All sources of routes, by their numbers. Only main. */
public final class Sources {
    private static final String PATH_MTU = "path-mtu";

    private final List<SourceEntry> all = new ArrayList<>();
    private final SourceEntry fallback;
    private final SourceEntry adjacency;
    /** Made when it is needed: its number is then one that no version before has given to another. */
    private SourceEntry pathMtu;

    private long sequence;

    public Sources() {
        all.add(null);
        fallback = add("fib", "default-route", Source.DEFAULT, Owner.CORE, false);
        adjacency = add("fib", "adjacency", Source.ADJACENCY, Owner.CORE, false);
    }

    /** What a table has that has nothing else. */
    SourceEntry fallback() {
        return fallback;
    }

    /** Neighbours that are known. */
    public SourceEntry adjacency() {
        return adjacency;
    }

    /** What holds packets to less than their interface's MTU: stronger than all others, whose ways it takes. */
    SourceEntry pathMtu() {
        if (pathMtu == null) {
            pathMtu = add("fib", PATH_MTU, Source.SPECIAL - 1, Owner.CORE, false);
        }
        return pathMtu;
    }

    /** Whether a source is that one. */
    boolean isPathMtu(final int id) {
        return pathMtu != null && pathMtu.id() == id;
    }

    /** Whether there is a source with a number. */
    boolean has(final int id) {
        return id < all.size() && all.get(id) != null;
    }

    /** Adds a source. */
    public SourceEntry add(
            final String plugin, final String name, final int rank, final Owner owner, final boolean foreign) {
        int id = 1;
        while (id < all.size() && all.get(id) != null) {
            id++;
        }
        return restore(id, plugin, name, rank, owner, foreign);
    }

    /** The same with a number that it had. */
    SourceEntry restore(
            final int id,
            final String plugin,
            final String name,
            final int rank,
            final Owner owner,
            final boolean foreign) {
        final SourceEntry made = new SourceEntry(id, plugin, name, rank, ++sequence, owner, foreign);
        while (all.size() <= id) {
            all.add(null);
        }
        all.set(id, made);
        if (owner == Owner.CORE && name.equals(PATH_MTU)) {
            pathMtu = made;
        }
        return made;
    }

    /** A plugin has come along that had brought a source. */
    public SourceEntry taken(final SourceEntry carried) {
        carried.owner = Owner.PLUGIN;
        return carried;
    }

    /** The newest source of a plugin under a name but for one, or null. */
    public SourceEntry find(final String plugin, final String name, final SourceEntry but) {
        SourceEntry found = null;
        for (final SourceEntry each : all) {
            if (each != null
                    && each != but
                    && !each.gone
                    && each.sameAs(plugin, name)
                    && (found == null || each.sequence() > found.sequence())) {
                found = each;
            }
        }
        return found;
    }

    SourceEntry get(final int id) {
        return all.get(id);
    }

    /** The operator's of a family, or null: asked for each route of a command. */
    SourceEntry operator(final String family) {
        for (final SourceEntry each : all) {
            if (each != null
                    && !each.gone
                    && each.owner() == Owner.OPERATOR
                    && each.plugin().equals(family)) {
                return each;
            }
        }
        return null;
    }

    /** All, by their numbers. */
    public List<SourceEntry> all() {
        return all.stream().filter(each -> each != null && !each.gone).toList();
    }

    /** A source has no routes any more, and nobody brings it new ones. */
    void free(final SourceEntry gone) {
        all.set(gone.id(), null);
    }
}
