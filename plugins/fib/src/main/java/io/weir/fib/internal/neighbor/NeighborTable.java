package io.weir.fib.internal.neighbor;

import io.weir.cli.CommandException;
import io.weir.fib.Neighbors.Entry;
import io.weir.fib.Neighbors.Heard;
import io.weir.fib.Neighbors.Held;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.internal.adjacency.AdjacencyTable;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.graph.DropReason;
import io.weir.graph.ProcessHandle;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The neighbours, and the packets that wait for them (VPP: ip_neighbor.c). A neighbour that is known gets its adjacency
 * completed and, if it is on its interface's link, a route of its own.
 *
 * <p>What the wire can make of it is bounded: so many that are asked for, and asked for so often, in all and by interface; so
 * many buffers that wait, for one and in all; so many that are learnt, of whom the stalest gives way. Those that are
 * asked for and those that are known don't share a limit, so no sweep of silent addresses costs a known one. Only main.
 */
public final class NeighborTable {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int REQUESTS = 3;
    /** New neighbours that are learnt from what they send by themselves, each second. */
    private static final int LEARNS = 8_000;
    /** Objects and path lists that routes are to find free. */
    private static final int SPARE_OBJECTS = 4_096;

    private final ObjectTable objects;
    private final AdjacencyTable adjacencies;
    private final Routes routes;
    private final LongSupplier nowNs;
    final NeighborMap map = new NeighborMap();
    final Known known;
    private final Int2ObjectHashMap<NeighborLimits> limits = new Int2ObjectHashMap<>();
    private final AskedFor askedFor;
    private final TokenBucket learnt = new TokenBucket();
    final Waiting waiting;
    private int hand;
    private ProcessHandle process;
    /**
     * What may be spent.
     *
     * @param buffers of packets that wait, in all.
     * @param requests messages that ask, a second, in all; a single interface has half of them.
     * @param gone why packets are dropped whose family has gone while they waited.
     */
    public record Budget(IntSupplier buffers, IntSupplier requests, DropReason gone) {}

    public NeighborTable(
            final ObjectTable objects,
            final AdjacencyTable adjacencies,
            final Routes routes,
            final LongSupplier nowNs,
            final Budget budget) {
        this.objects = objects;
        this.adjacencies = adjacencies;
        this.routes = routes;
        this.nowNs = nowNs;
        waiting = new Waiting(budget.buffers(), budget.gone());
        known = new Known(objects.counters());
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
            final Kin kin,
            final int swIfIndex,
            final long high,
            final long low,
            final long mac,
            final boolean fixed,
            final Object owner) {
        Neighbor neighbor = map.find(kin.id(), swIfIndex, high, low);
        if (neighbor == null) {
            neighbor = make(kin, swIfIndex, high, low);
        }
        neighbor.fixed = fixed;
        neighbor.owner = owner;
        confirm(neighbor, mac);
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

    /** All of a family that are known, by interface and address. */
    public List<Entry> entries(final Kin kin) {
        final long now = nowNs.getAsLong();
        final List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            final Neighbor n = known.get(i);
            if (n.kin == kin) {
                entries.add(new Entry(n.swIfIndex, n.high, n.low, n.mac, n.fixed, now - n.confirmedNs));
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

    /** The subnets of an interface have changed: neighbours on its link have a route, others don't. */
    public void subnetsChanged(final Kin kin, final int swIfIndex) {
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).swIfIndex == swIfIndex && known.get(i).kin == kin) {
                route(known.get(i));
            }
        }
    }

    /** A packet is to wait for a neighbour; asks for it if that is due. Nothing can fail once the packet is taken. */
    public Held hold(
            final Kin kin, final int buffer, final int swIfIndex, final long high, final long low, final Sink sink) {
        Neighbor neighbor = map.find(kin.id(), swIfIndex, high, low);
        if (neighbor == null) {
            if (!askedFor.mayAsk(swIfIndex, nowNs.getAsLong())) {
                return Held.THROTTLED;
            }
            if (!mayEverKnow(kin) || !roomToAsk(sink)) {
                return Held.TABLE_FULL;
            }
            neighbor = make(kin, swIfIndex, high, low);
            wake();
        }
        Buffer.adjacency(Buffer.address(buffer), neighbor.adjacency.index());
        if (neighbor.resolved) {
            return Held.KNOWN;
        }
        neighbor.noRoom &= limits(kin).full();
        if (neighbor.noRoom) {
            return Held.TABLE_FULL;
        }
        ask(neighbor, sink);
        return waiting.take(neighbor, buffer) ? Held.WAITS : Held.QUEUE_FULL;
    }

    /** A message says who has an address. */
    public Heard heard(
            final Kin kin,
            final int swIfIndex,
            final long high,
            final long low,
            final long mac,
            final boolean make,
            final Sink sink) {
        Neighbor neighbor = map.find(kin.id(), swIfIndex, high, low);
        if (neighbor == null) {
            if (!make) {
                return Heard.HEEDED;
            }
            if (!learnt.has(nowNs.getAsLong(), LEARNS)) {
                return Heard.THROTTLED;
            }
            if (!roomToKnow(kin)) {
                return Heard.TABLE_FULL;
            }
            learnt.take();
            neighbor = make(kin, swIfIndex, high, low);
        } else if (!neighbor.resolved && !roomToKnow(kin)) {
            // It stays among those that are asked for until that ends, so that what is sent to it isn't asked for anew.
            neighbor.noRoom = true;
            waiting.turnAway(neighbor, sink);
            return Heard.TABLE_FULL;
        }
        if (!neighbor.fixed) {
            confirm(neighbor, mac);
        }
        waiting.release(neighbor, sink);
        return Heard.HEEDED;
    }

    /** What time does: asks again, gives up, probes and forgets. Returns after how long to come back. */
    long tick(final Sink sink) {
        final long now = nowNs.getAsLong();
        waiting.abandonOrphans(sink);
        for (Neighbor each = askedFor.eldest(); each != null; ) {
            final Neighbor next = each.after;
            if (now - each.askedNs >= SECOND_NS && each.asked >= REQUESTS) {
                abandon(each, sink);
            } else {
                ask(each, sink);
            }
            each = next;
        }
        // All are looked at within a second.
        for (int i = known.size() / 4; i >= 0 && known.size() > 0; i--) {
            hand = hand + 1 < known.size() ? hand + 1 : 0;
            final Neighbor each = known.get(hand);
            waiting.release(each, sink);
            age(each, now, sink);
        }
        return map.size() == 0 ? Long.MAX_VALUE : SECOND_NS / 4;
    }

    /** Frees what waits, when the plugin goes. */
    void freeAll(final Buffers buffers) {
        map.forEach(waiting::orphan);
        waiting.freeOrphans(buffers);
    }

    private void age(final Neighbor neighbor, final long now, final Sink sink) {
        final long ageNs = limits(neighbor.kin).ageNs;
        known.inUse(neighbor, now);
        if (neighbor.fixed || ageNs == 0 || now - neighbor.confirmedNs < ageNs) {
            return;
        }
        if (neighbor.asked > 0 && now - neighbor.askedNs < SECOND_NS) {
            return;
        }
        if (neighbor.asked >= REQUESTS) {
            forget(neighbor);
        } else if (askedFor.mayAsk(neighbor.swIfIndex, now)) {
            solicit(neighbor, now, neighbor.mac, sink);
        }
    }

    private void ask(final Neighbor neighbor, final Sink sink) {
        final long now = nowNs.getAsLong();
        final boolean again = now - neighbor.askedNs >= SECOND_NS && neighbor.asked < REQUESTS;
        if ((neighbor.asked == 0 || again) && askedFor.mayAsk(neighbor.swIfIndex, now)) {
            solicit(neighbor, now, 0, sink);
        }
    }

    private void solicit(final Neighbor neighbor, final long now, final long mac, final Sink sink) {
        neighbor.asked++;
        neighbor.askedNs = now;
        askedFor.asked(neighbor.swIfIndex);
        neighbor.kin.family().solicit(neighbor.swIfIndex, neighbor.high, neighbor.low, mac, sink);
    }

    void confirm(final Neighbor neighbor, final long mac) {
        neighbor.confirmedNs = nowNs.getAsLong();
        neighbor.asked = 0;
        if (!neighbor.resolved || neighbor.mac != mac) {
            complete(neighbor, mac);
            route(neighbor);
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

    private void route(final Neighbor neighbor) {
        final boolean wanted = neighbor.kin.family().onLink(neighbor.swIfIndex, neighbor.high, neighbor.low);
        if (wanted == neighbor.routed) {
            return;
        }
        final Prefix host = new Prefix(neighbor.high, neighbor.low, neighbor.kin.bits());
        if (!wanted) {
            routes.remove(table(neighbor), host, 1, routes.sources().adjacency());
            neighbor.routed = false;
            return;
        }
        try {
            final List<Path> path = List.of(Path.via(neighbor.high, neighbor.low, neighbor.swIfIndex));
            routes.update(table(neighbor), host, 1, routes.sources().adjacency(), path);
            neighbor.routed = true;
        } catch (final CommandException full) {
            // The route of the link still leads there, by way of main: slower, but nothing that a node may fail for.
            neighbor.routed = false;
        }
    }

    private RouteTable table(final Neighbor neighbor) {
        return routes.tables().of(neighbor.kin, neighbor.swIfIndex);
    }

    private void abandon(final Neighbor neighbor, final Sink sink) {
        waiting.abandon(neighbor, sink);
        forget(neighbor);
    }

    /** Whether one more may be asked for; one that has been silent for a second makes room. */
    private boolean roomToAsk(final Sink sink) {
        final Neighbor eldest = askedFor.eldest();
        if (askedFor.size() >= AskedFor.MAX && nowNs.getAsLong() - eldest.askedNs >= SECOND_NS / 2) {
            abandon(eldest, sink);
        }
        return askedFor.size() < AskedFor.MAX && objects.available() > SPARE_OBJECTS;
    }

    /** Whether an answer could be of use. */
    private boolean mayEverKnow(final Kin kin) {
        final NeighborLimits of = limits(kin);
        return of.recycle || !of.full();
    }

    /** Whether one more may be known; the stalest makes room. */
    private boolean roomToKnow(final Kin kin) {
        final NeighborLimits of = limits(kin);
        if (!of.full()) {
            return objects.available() > SPARE_OBJECTS;
        }
        final Neighbor stalest = of.recycle ? known.stalest(kin.id(), nowNs.getAsLong()) : null;
        if (stalest != null) {
            forget(stalest);
        }
        return stalest != null;
    }

    /** The neighbour with this address, made if need be. */
    Neighbor findOrMake(final Kin kin, final int swIfIndex, final long high, final long low) {
        final Neighbor found = map.find(kin.id(), swIfIndex, high, low);
        return found == null ? make(kin, swIfIndex, high, low) : found;
    }

    private Neighbor make(final Kin kin, final int swIfIndex, final long high, final long low) {
        final Neighbor made = new Neighbor(kin, swIfIndex, high, low, adjacencies.neighbor(kin, swIfIndex, high, low));
        map.add(made);
        askedFor.add(made);
        return made;
    }

    private void forget(final Neighbor gone) {
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
        if (gone.routed) {
            routes.remove(
                    table(gone),
                    new Prefix(gone.high, gone.low, gone.kin.bits()),
                    1,
                    routes.sources().adjacency());
        }
        objects.unlock(gone.adjacency);
    }

    void wake() {
        if (process != null) {
            process.signal(0, 0);
        }
    }
}
