package io.weir.fib.internal.route;

import io.weir.cli.CommandException;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.MtuLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The hosts whose packets are held to less than the MTU of the interface that they leave by, as the operator says (VPP:
 * ip_path_mtu.c) or as routers on the way told this host (RFC 1191, RFC 8201). What is learnt holds only what this host sends: whoever
 * can make up such a message is to do no harm to packets of others. Only main.
 */
public final class PathMtus {
    /** Most that are learnt; the one that was heard of longest ago gives way. */
    public static final int MAX_LEARNT = 4_096;
    /** Most that the operator may give. */
    public static final int MAX_GIVEN = 65_536;

    private final Routes routes;
    private final Map<Key, PathMtu> entries = new HashMap<>();
    /** Those that were learnt, the one that was heard of longest ago first. */
    private final Set<PathMtu> learnt = new LinkedHashSet<>();

    private record Key(RouteTable table, long high, long low) {
        static Key of(final PathMtu entry) {
            return new Key(entry.table(), entry.high(), entry.low());
        }
    }

    PathMtus(final Routes routes) {
        this.routes = routes;
    }

    /** All, by table and address. */
    public List<PathMtu> all() {
        final List<PathMtu> all = new ArrayList<>(entries.values());
        all.sort(Comparator.comparingInt((PathMtu entry) -> entry.table().index())
                .thenComparing(PathMtu::high, Long::compareUnsigned)
                .thenComparing(PathMtu::low, Long::compareUnsigned));
        return all;
    }

    /** The one of a host, or null. */
    public PathMtu find(final RouteTable table, final long high, final long low) {
        return entries.get(new Key(table, high, low));
    }

    boolean has(final PathMtu entry) {
        return entries.get(Key.of(entry)) == entry;
    }

    /**
     * Has all packets to a host held to this MTU, or (0) no longer.
     *
     * @throws CommandException when a table is full.
     */
    public void give(final RouteTable table, final long high, final long low, final int mtu) {
        final PathMtu known = find(table, high, low);
        if (known == null && mtu == 0) {
            return;
        }
        if (known == null) {
            if (entries.size() - learnt.size() >= MAX_GIVEN) {
                throw new CommandException("there are " + MAX_GIVEN + " path MTUs already");
            }
            routes.require(table, new Prefix(high, low, table.kin().bits()), 1, List.of(Path.drop()));
        }
        final PathMtu entry = known == null ? make(table, high, low) : known;
        entry.given = mtu;
        settle(entry);
        routes.walks().begin();
    }

    /**
     * A router on the way to a host says what gets through.
     *
     * @return whether that is new, and heeded: it never raises what was said before.
     */
    public boolean learn(final RouteTable table, final long high, final long low, final int mtu, final long nowNs) {
        PathMtu entry = find(table, high, low);
        final int now = entry == null ? 0 : MtuLimit.least(entry.given, entry.learnt);
        if (now != 0 && (mtu > now || mtu == entry.given)) {
            return false;
        }
        if (entry == null || entry.learnt == 0) {
            if (learnt.size() >= MAX_LEARNT) {
                unlearn(learnt.iterator().next());
            }
            entry = entry == null ? make(table, high, low) : entry;
        }
        final boolean lower = mtu != entry.learnt;
        heard(entry, mtu, nowNs);
        if (lower) {
            entry.look();
        }
        final boolean useful = entry.active() || entry.given != 0;
        if (!useful) {
            // Packets that have no way out are held to nothing: it is worth no place.
            unlearn(entry);
        }
        routes.walks().begin();
        return lower && useful;
    }

    private void heard(final PathMtu entry, final int mtu, final long nowNs) {
        entry.learnt = mtu;
        entry.learntNs = nowNs;
        learnt.remove(entry);
        learnt.add(entry);
    }

    /** Puts one there that another version of the plugin had; {@link #lookAll} follows. */
    public void restore(
            final RouteTable table,
            final long high,
            final long low,
            final int given,
            final int mtu,
            final long learntNs) {
        final PathMtu entry = make(table, high, low);
        entry.given = given;
        if (mtu != 0) {
            heard(entry, mtu, learntNs);
        }
    }

    /** Finds out of all where they lead. */
    public void lookAll() {
        entries.values().forEach(PathMtu::look);
        routes.walks().begin();
    }

    /** Those that were learnt, the one that was heard of longest ago first. */
    public List<PathMtu> learnt() {
        return List.copyOf(learnt);
    }

    /** When the one was heard of that was heard of longest ago, or {@link Long#MAX_VALUE}. */
    public long eldestNs() {
        return learnt.isEmpty() ? Long.MAX_VALUE : learnt.iterator().next().learntNs;
    }

    /** Forgets what was learnt before a time: the way may have become wider. */
    public void forgetBefore(final long beforeNs) {
        while (!learnt.isEmpty() && learnt.iterator().next().learntNs <= beforeNs) {
            unlearn(learnt.iterator().next());
        }
        routes.walks().begin();
    }

    /** Forgets all that was learnt. */
    public void unlearn() {
        learnt().forEach(this::unlearn);
        routes.walks().begin();
    }

    private void unlearn(final PathMtu entry) {
        entry.learnt = 0;
        learnt.remove(entry);
        settle(entry);
    }

    private PathMtu make(final RouteTable table, final long high, final long low) {
        final PathMtu made = new PathMtu(this, table, high, low);
        entries.put(Key.of(made), made);
        table.tracker().add(made.tracked);
        return made;
    }

    private void settle(final PathMtu entry) {
        if (entry.given == 0 && entry.learnt == 0) {
            drop(entry);
            withdraw(entry);
        } else {
            entry.look();
        }
    }

    private void drop(final PathMtu entry) {
        entries.remove(Key.of(entry));
        entry.table().tracker().remove(entry.tracked);
    }

    /** A family goes on with nothing of what it had. */
    public void forget(final Kin kin) {
        forgetAll(table -> table.kin() == kin).forEach(this::withdraw);
        routes.walks().begin();
    }

    /** Tables are being emptied. */
    void emptied(final Set<RouteTable> going) {
        forgetAll(going::contains);
    }

    private List<PathMtu> forgetAll(final Predicate<RouteTable> gone) {
        final List<PathMtu> going = entries.values().stream()
                .filter(entry -> gone.test(entry.table()))
                .toList();
        going.forEach(this::drop);
        going.forEach(learnt::remove);
        return going;
    }

    /** What packets to a host take. */
    public ForwardingObject object(final PathMtu entry) {
        return routes.cover(entry.table(), entry.high(), entry.low()).object();
    }

    /** How packets to a host go that nothing holds. */
    PathList beneath(final PathMtu entry) {
        return routes.beneath(entry.table(), entry.high(), entry.low());
    }

    /** Has packets to a host go by these paths, or as they would; returns whether they go by them. */
    boolean lead(final PathMtu entry, final List<Path> paths, final Layout layout, final MtuLimit limit) {
        final Prefix host = host(entry);
        if (paths.isEmpty() || !routes.interpose(entry.table(), host, paths, layout, limit)) {
            withdraw(entry);
            return false;
        }
        return true;
    }

    private void withdraw(final PathMtu entry) {
        routes.withdrawInterposed(entry.table(), host(entry));
    }

    private static Prefix host(final PathMtu entry) {
        return new Prefix(entry.high(), entry.low(), entry.table().kin().bits());
    }
}
