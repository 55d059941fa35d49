package io.weir.ip4.internal.neighbor;

import io.weir.graph.DropReason;
import io.weir.graph.ProcessHandle;
import io.weir.graph.Sink;
import io.weir.ip4.Ip4Fib;
import io.weir.ip4.Ip4Neighbors;
import io.weir.ip4.RoutePath;
import io.weir.ip4.RouteSource;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import io.weir.ip4.internal.iface.AddressTable;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.net.Ip4Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The neighbours, and the packets that wait for them (VPP: ip_neighbor.c). A neighbour that is known gets its adjacency
 * completed and, if it is in a subnet of its interface, a /32 route. Only main.
 */
public final class NeighborTable implements Ip4Neighbors {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int REQUESTS = 3;
    private static final int MAX_UNRESOLVED = 1_024;

    final Map<Long, Neighbor> neighbors = new HashMap<>();
    private final AdjacencyTable adjacencies;
    private final Ip4Fib fib;
    private final AddressTable addresses;
    private final LongSupplier nowNs;
    private final Outcome outcome;
    private ArpSender arp;
    private ProcessHandle process;
    private long ageNs;
    private int limit = 50_000;
    private int unresolved;
    /** Neighbours that went while packets waited for them. */
    final List<Neighbor> orphans = new ArrayList<>();

    /** Where packets go that have waited. */
    public record Outcome(int rewrite, DropReason queueFull, DropReason tableFull, Unanswered unanswered) {}

    /** What is done with a packet whose next hop doesn't answer. */
    @FunctionalInterface
    public interface Unanswered {
        void accept(Sink sink, int index);
    }

    public NeighborTable(
            final AdjacencyTable adjacencies,
            final Ip4Fib fib,
            final AddressTable addresses,
            final LongSupplier nowNs,
            final Outcome outcome) {
        this.adjacencies = adjacencies;
        this.fib = fib;
        this.addresses = addresses;
        this.nowNs = nowNs;
        this.outcome = outcome;
    }

    /** Names what can only be there after this. */
    void connect(final ArpSender sender, final ProcessHandle ageing) {
        arp = sender;
        process = ageing;
    }

    /** Sets how long a learnt neighbour is trusted (0: for ever) and how many there may be. */
    public void configure(final long newAgeNs, final int newLimit) {
        restore(newAgeNs, newLimit);
        wake();
    }

    /** The same before the process has started. */
    public void restore(final long newAgeNs, final int newLimit) {
        ageNs = newAgeNs;
        limit = newLimit;
    }

    /** Buffers of packets that wait for a neighbour. */
    public int held() {
        return Stream.concat(neighbors.values().stream(), orphans.stream())
                .mapToInt(Neighbor::held)
                .sum();
    }

    public long ageNs() {
        return ageNs;
    }

    public int limit() {
        return limit;
    }

    @Override
    public void add(final int swIfIndex, final int address, final long mac, final boolean fixed) {
        final Neighbor neighbor = neighbors.computeIfAbsent(key(swIfIndex, address), key -> make(swIfIndex, address));
        neighbor.fixed = fixed;
        confirm(neighbor, mac);
        if (neighbor.queued > 0) {
            wake();
        }
    }

    @Override
    public boolean remove(final int swIfIndex, final int address) {
        final Neighbor gone = neighbors.get(key(swIfIndex, address));
        if (gone == null) {
            return false;
        }
        forget(gone);
        return true;
    }

    @Override
    public List<Entry> entries() {
        final long now = nowNs.getAsLong();
        return neighbors.values().stream()
                .filter(n -> n.resolved)
                .map(n -> new Entry(n.swIfIndex, n.address, n.mac, n.fixed, now - n.confirmedNs))
                .sorted(Comparator.comparingInt(Entry::swIfIndex)
                        .thenComparingLong(entry -> entry.address() & 0xffffffffL))
                .toList();
    }

    /** Takes out all that match. */
    public void removeIf(final Predicate<Entry> condition) {
        entries().stream().filter(condition).forEach(entry -> remove(entry.swIfIndex(), entry.address()));
    }

    /** An interface goes, with all that is behind it. */
    public void interfaceDeleted(final int swIfIndex) {
        List.copyOf(neighbors.values()).stream()
                .filter(n -> n.swIfIndex == swIfIndex)
                .forEach(this::forget);
    }

    /** The subnets of an interface have changed: neighbours in them have a route, others don't. */
    public void subnetsChanged(final int swIfIndex) {
        for (final Neighbor neighbor : neighbors.values()) {
            if (neighbor.swIfIndex == swIfIndex && neighbor.resolved) {
                route(neighbor);
            }
        }
    }

    /** A packet waits for a neighbour; asks for it if that is due. Takes the buffer. */
    void hold(final int index, final int swIfIndex, final int address, final Sink sink) {
        Neighbor neighbor = neighbors.get(key(swIfIndex, address));
        if (neighbor == null) {
            if (full()) {
                sink.drop(index, outcome.tableFull());
                return;
            }
            neighbor = add(swIfIndex, address);
            wake();
        }
        Buffer.adjacency(Buffer.address(index), neighbor.adjacency.index());
        if (neighbor.resolved) {
            sink.emit(index, outcome.rewrite());
        } else if (neighbor.queued == Neighbor.QUEUE) {
            sink.drop(index, outcome.queueFull());
        } else {
            neighbor.queue[neighbor.queued++] = index;
            ask(neighbor, sink);
        }
    }

    /**
     * An ARP message says who has an address.
     *
     * @param make whether to note it also if nobody has asked.
     */
    void heard(final int swIfIndex, final int address, final long mac, final boolean make, final Sink sink) {
        Neighbor neighbor = neighbors.get(key(swIfIndex, address));
        if (neighbor == null) {
            if (!make || neighbors.size() >= limit) {
                return;
            }
            neighbor = add(swIfIndex, address);
        }
        if (!neighbor.fixed) {
            confirm(neighbor, mac);
        }
        release(neighbor, sink);
    }

    /** What time does: asks again, gives up, probes and forgets. Returns after how long to come back. */
    long tick(final Sink sink) {
        final long now = nowNs.getAsLong();
        boolean waiting = false;
        orphans.forEach(neighbor -> abandonQueue(neighbor, sink));
        orphans.clear();
        for (final Neighbor neighbor : new ArrayList<>(neighbors.values())) {
            if (neighbor.resolved) {
                release(neighbor, sink);
                waiting |= age(neighbor, now, sink);
            } else if (now - neighbor.askedNs >= SECOND_NS && neighbor.asked >= REQUESTS) {
                abandon(neighbor, sink);
            } else {
                waiting = true;
                ask(neighbor, sink);
            }
        }
        return waiting ? SECOND_NS / 4 : ageNs > 0 && !neighbors.isEmpty() ? SECOND_NS : Long.MAX_VALUE;
    }

    /** Frees what waits, when the plugin goes. */
    void freeAll(final Buffers buffers) {
        orphans.addAll(neighbors.values());
        for (final Neighbor neighbor : orphans) {
            buffers.free(neighbor.queue, 0, neighbor.queued);
            neighbor.queued = 0;
        }
        orphans.clear();
    }

    /** Returns whether the neighbour is being probed. */
    private boolean age(final Neighbor neighbor, final long now, final Sink sink) {
        if (neighbor.fixed || ageNs == 0 || now - neighbor.confirmedNs < ageNs) {
            return false;
        }
        if (neighbor.asked > 0 && now - neighbor.askedNs < SECOND_NS) {
            return true;
        }
        if (neighbor.asked >= REQUESTS) {
            forget(neighbor);
            return false;
        }
        neighbor.asked++;
        neighbor.askedNs = now;
        arp.request(neighbor.swIfIndex, neighbor.address, neighbor.mac, sink);
        return true;
    }

    private void ask(final Neighbor neighbor, final Sink sink) {
        final long now = nowNs.getAsLong();
        final boolean again = now - neighbor.askedNs >= SECOND_NS && neighbor.asked < REQUESTS;
        if (neighbor.asked == 0 || again) {
            neighbor.asked++;
            neighbor.askedNs = now;
            arp.request(neighbor.swIfIndex, neighbor.address, 0, sink);
        }
    }

    void confirm(final Neighbor neighbor, final long mac) {
        neighbor.confirmedNs = nowNs.getAsLong();
        neighbor.asked = 0;
        if (!neighbor.resolved || neighbor.mac != mac) {
            known(neighbor, mac);
            route(neighbor);
        }
    }

    /** Completes a neighbour's adjacency. */
    void known(final Neighbor neighbor, final long mac) {
        unresolved -= neighbor.resolved ? 0 : 1;
        neighbor.mac = mac;
        neighbor.resolved = true;
        adjacencies.resolve(neighbor.adjacency, mac);
    }

    private void route(final Neighbor neighbor) {
        final boolean wanted = addresses.onLink(neighbor.swIfIndex, neighbor.address);
        final Ip4Prefix host = new Ip4Prefix(neighbor.address, 32);
        if (wanted && !neighbor.routed) {
            final List<RoutePath> path = List.of(RoutePath.via(neighbor.address, neighbor.swIfIndex));
            fib.update(Ip4Fib.DEFAULT_TABLE, host, RouteSource.ADJACENCY, path);
        } else if (!wanted && neighbor.routed) {
            fib.remove(Ip4Fib.DEFAULT_TABLE, host, RouteSource.ADJACENCY);
        }
        neighbor.routed = wanted;
    }

    private void release(final Neighbor neighbor, final Sink sink) {
        if (neighbor.queued > 0 && neighbor.resolved) {
            final int count = neighbor.queued;
            neighbor.queued = 0;
            sink.emit(neighbor.queue, 0, count, outcome.rewrite());
        }
    }

    private void abandon(final Neighbor neighbor, final Sink sink) {
        abandonQueue(neighbor, sink);
        forget(neighbor);
    }

    private void abandonQueue(final Neighbor neighbor, final Sink sink) {
        for (int i = 0; i < neighbor.queued; i++) {
            outcome.unanswered().accept(sink, neighbor.queue[i]);
        }
        neighbor.queued = 0;
    }

    private boolean full() {
        return unresolved >= MAX_UNRESOLVED || neighbors.size() >= limit;
    }

    /** The neighbour with this address, made if there is room; else null. */
    Neighbor findOrAdd(final int swIfIndex, final int address) {
        final Neighbor found = neighbors.get(key(swIfIndex, address));
        return found != null || full() ? found : add(swIfIndex, address);
    }

    /** A neighbour that isn't there yet. */
    Neighbor add(final int swIfIndex, final int address) {
        final Neighbor made = make(swIfIndex, address);
        neighbors.put(key(swIfIndex, address), made);
        return made;
    }

    private Neighbor make(final int swIfIndex, final int address) {
        unresolved++;
        return new Neighbor(swIfIndex, address, adjacencies.neighbor(swIfIndex, address));
    }

    private void forget(final Neighbor gone) {
        neighbors.remove(key(gone.swIfIndex, gone.address));
        if (gone.queued > 0) {
            orphans.add(gone);
            wake();
        }
        if (gone.resolved) {
            adjacencies.unresolve(gone.adjacency);
        } else {
            unresolved--;
        }
        if (gone.routed) {
            fib.remove(Ip4Fib.DEFAULT_TABLE, new Ip4Prefix(gone.address, 32), RouteSource.ADJACENCY);
        }
        adjacencies.unlock(gone.adjacency);
    }

    void wake() {
        if (process != null) {
            process.signal(0, 0);
        }
    }

    private static long key(final int swIfIndex, final int address) {
        return (long) swIfIndex << 32 | address & 0xffffffffL;
    }
}
