package io.weir.fib.internal.neighbor;

import io.weir.fib.Neighbors.Entry;
import io.weir.fib.internal.adjacency.AdjacencyTable;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.graph.DropReason;
import io.weir.graph.ProcessHandle;
import io.weir.memory.Buffers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;

/**
 * The neighbours (VPP: ip_neighbor.c): those that are known, and those that are asked for. A neighbour that is known gets its
 * adjacency completed and, if it is on its interface's link, a route of its own. How one becomes known, and what the wire can
 * make of the table, is the matter of {@link Resolution}. Only main.
 */
public final class NeighborTable {

    final ObjectTable objects;
    private final AdjacencyTable adjacencies;
    private final NeighborRoutes routes;
    final LongSupplier nowNs;
    final NeighborMap map = new NeighborMap();
    final Known known;
    private final Int2ObjectHashMap<NeighborLimits> limits = new Int2ObjectHashMap<>();
    final AskedFor askedFor;
    final Waiting waiting;
    private ProcessHandle process;
    /**
     * What may be spent.
     *
     * @param buffers of packets that wait, in all.
     * @param requests messages that ask, a second, in all; a single interface has half of them.
     * @param gone why packets are dropped whose family has gone while they waited.
     */
    public record Budget(IntSupplier buffers, IntSupplier requests, DropReason gone) {}

    /**
     * How a neighbour is given.
     *
     * @param fixed whether it neither ages nor changes by what is heard.
     * @param unrouted whether it gets no route of its own.
     * @param owner who gives it, or null for the operator.
     */
    public record Given(boolean fixed, boolean unrouted, Object owner) {}

    public NeighborTable(
            final ObjectTable objects,
            final AdjacencyTable adjacencies,
            final Routes routes,
            final LongSupplier nowNs,
            final Budget budget) {
        this.objects = objects;
        this.adjacencies = adjacencies;
        this.routes = new NeighborRoutes(routes);
        routes.connect(this::refresh);
        this.nowNs = nowNs;
        waiting = new Waiting(budget.buffers(), budget.gone());
        known = new Known(adjacencies);
        askedFor = new AskedFor(budget.requests());
    }

    /** Names the process that has time pass. */
    public void connect(final ProcessHandle ageing) {
        process = ageing;
    }

    /** What a family's neighbours may take. */
    public NeighborLimits limits(final Kin kin) {
        return limits.computeIfAbsent(kin.id(), key -> new NeighborLimits());
    }

    /** Sets how long a neighbour is trusted (0: for ever), how many there may be, and whether the stalest gives way. */
    public void configure(final Kin kin, final long ageNs, final int limit, final boolean recycle) {
        final NeighborLimits of = limits(kin);
        of.ageNs = ageNs;
        of.limit = limit;
        of.recycle = recycle;
        wake();
    }

    /** Buffers of packets that wait. */
    public int held() {
        return waiting.buffers();
    }

    /** Adds a neighbour or replaces what is known of it. */
    public void add(
            final Kin kin, final int swIfIndex, final long high, final long low, final long mac, final Given given) {
        Neighbor neighbor = map.find(kin.id(), swIfIndex, high, low);
        if (neighbor == null) {
            neighbor = make(kin, swIfIndex, high, low);
        }
        neighbor.fixed = given.fixed;
        neighbor.unrouted = given.unrouted;
        neighbor.owner = given.owner;
        confirm(neighbor, mac);
        routes.refresh(neighbor);
        if (neighbor.queued > 0) {
            wake();
        }
    }

    /** Takes a neighbour out; returns whether it was there. */
    public boolean remove(final Kin kin, final int swIfIndex, final long high, final long low) {
        final Neighbor gone = map.find(kin.id(), swIfIndex, high, low);
        if (gone != null) {
            forget(gone);
        }
        return gone != null;
    }

    /** The MAC address of a neighbour that is known, else -1. */
    public long macOf(final Kin kin, final int swIfIndex, final long high, final long low) {
        final Neighbor neighbor = map.find(kin.id(), swIfIndex, high, low);
        return neighbor == null || !neighbor.resolved ? -1 : neighbor.mac;
    }

    /** All of a family that are known, by interface and address. */
    public List<Entry> entries(final Kin kin) {
        final long now = nowNs.getAsLong();
        final List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            final Neighbor n = known.get(i);
            if (n.kin == kin) {
                entries.add(new Entry(n.swIfIndex, n.high, n.low, n.mac, n.fixed, n.unrouted, now - n.confirmedNs));
            }
        }
        entries.sort(Comparator.comparingInt(Entry::swIfIndex)
                .thenComparing(Entry::high, Long::compareUnsigned)
                .thenComparing(Entry::low, Long::compareUnsigned));
        return entries;
    }

    /** Takes out all of a family that are known and match. */
    public void removeIf(final Kin kin, final Predicate<Entry> condition) {
        entries(kin).stream()
                .filter(condition)
                .forEach(entry -> remove(kin, entry.swIfIndex(), entry.high(), entry.low()));
    }

    /** Takes out what somebody gave who goes. */
    public void forgetOwned(final Object owner) {
        forgetAll(neighbor -> neighbor.owner == owner);
    }

    /** Takes out all of a family. */
    public void forget(final Kin kin) {
        forgetAll(neighbor -> neighbor.kin == kin);
    }

    /** An interface goes, with all that is behind it. */
    public void interfaceDeleted(final int swIfIndex) {
        askedFor.interfaceDeleted(swIfIndex);
        forgetAll(neighbor -> neighbor.swIfIndex == swIfIndex);
    }

    private void forgetAll(final Predicate<Neighbor> condition) {
        map.forEach(neighbor -> {
            if (condition.test(neighbor)) {
                forget(neighbor);
            }
        });
    }

    RouteTable tableOf(final Neighbor neighbor) {
        return routes.table(neighbor);
    }

    /** Some of those that are known, from the last place down, so that one that goes meanwhile doesn't hide another. */
    private int refresh(final IntHashSet interfaces, final int before, final int most) {
        final int from = Math.min(before, known.size());
        final int end = Math.max(0, from - most);
        for (int i = from - 1; i >= end; i--) {
            final Neighbor each = known.get(i);
            if (interfaces.contains(each.swIfIndex) && !each.kin.versions().isEmpty()) {
                routes.refresh(each);
            }
        }
        return end;
    }

    /** Frees what waits, when the plugin goes. */
    void freeAll(final Buffers buffers) {
        map.forEach(waiting::orphan);
        waiting.freeOrphans(buffers);
    }

    void confirm(final Neighbor neighbor, final long mac) {
        neighbor.confirmedNs = nowNs.getAsLong();
        neighbor.asked = 0;
        if (!neighbor.resolved || neighbor.mac != mac) {
            complete(neighbor, mac);
            routes.refresh(neighbor);
        }
    }

    /** Completes a neighbour's adjacency. */
    void complete(final Neighbor neighbor, final long mac) {
        if (!neighbor.resolved) {
            askedFor.remove(neighbor);
            neighbor.resolved = true;
            neighbor.noRoom = false;
            known.add(neighbor);
            limits(neighbor.kin).known++;
        }
        neighbor.mac = mac;
        adjacencies.resolve(neighbor.adjacency, mac);
    }

    /** The neighbour with this address, made if need be. */
    Neighbor findOrMake(final Kin kin, final int swIfIndex, final long high, final long low) {
        final Neighbor found = map.find(kin.id(), swIfIndex, high, low);
        return found == null ? make(kin, swIfIndex, high, low) : found;
    }

    Neighbor make(final Kin kin, final int swIfIndex, final long high, final long low) {
        final Neighbor made = new Neighbor(kin, swIfIndex, high, low, adjacencies.neighbor(kin, swIfIndex, high, low));
        map.add(made);
        askedFor.add(made);
        return made;
    }

    void forget(final Neighbor gone) {
        map.remove(gone);
        if (gone.queued > 0) {
            waiting.orphan(gone);
            wake();
        }
        if (gone.resolved) {
            known.remove(gone);
            limits(gone.kin).known--;
            adjacencies.unresolve(gone.adjacency);
        } else {
            askedFor.remove(gone);
        }
        routes.remove(gone);
        objects.unlock(gone.adjacency);
    }

    void wake() {
        if (process != null) {
            process.signal(0, 0);
        }
    }
}
