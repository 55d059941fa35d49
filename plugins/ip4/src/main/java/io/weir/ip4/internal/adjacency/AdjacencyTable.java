package io.weir.ip4.internal.adjacency;

import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.ip4.internal.adjacency.Adjacency.Kind;
import io.weir.ip4.internal.fib.IndexPool;
import io.weir.ip4.internal.fib.Quiescence;
import io.weir.ip4.internal.fib.RouteCounters;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.EthernetHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All adjacencies (VPP: adj.h): a 64-byte line each, and beside them the number of the node that ip4-lookup sends a
 * packet to, 0 for ip4-rewrite.
 *
 * <pre>
 *   0       2             8            14     16     20    24      28
 *   +-------+-------------+-------------+------+------+-----+-------+---------+---------+
 *   | -     | destination | source MAC  | type | tx   | MTU | target| next hop| mask | buckets (address)
 *   +-------+-------------+-------------+------+------+-----+-------+---------+---------+
 * </pre>
 *
 * <p>Why a worker never sees half a change: each of the two words of the Ethernet header holds what changes alone, the
 * first the neighbour's MAC address, the second that of the interface, so each change is one 8-byte store; interface,
 * target and next hop of an index never change; the MTU is one store. A neighbour that becomes known gets its header
 * first and its lookup target (release) after, and ip4-rewrite begins each frame with an acquire fence. An index that
 * is given back is used again only after all workers were at the barrier.
 */
public final class AdjacencyTable implements AutoCloseable {
    /** Most adjacencies. Reserved, not committed. */
    public static final int CAPACITY = 1 << 18;
    /** Bytes of a line, as a shift. */
    public static final int LINE_SHIFT = 6;

    public static final int TX = 16;
    public static final int MTU = 20;
    public static final int TARGET = 24;
    public static final int NEXT_HOP = 28;
    public static final int BUCKET_MASK = 32;
    public static final int REASON = 36;
    public static final int BUCKETS = 40;

    private static final int MAX_BUCKETS = 256;

    private final long lines = OffHeap.allocate((long) CAPACITY << LINE_SHIFT);
    private final long targets = OffHeap.allocate(CAPACITY * 8L);
    private final long buckets = OffHeap.allocate((long) CAPACITY * MAX_BUCKETS * Integer.BYTES / 16);
    private final IndexPool pool;
    private final IndexPool bucketPool;
    private final RouteCounters counters;
    private final List<Adjacency> all = new ArrayList<>();
    private final Map<Long, Adjacency> neighbors = new HashMap<>();
    private final Map<Integer, Adjacency> gleans = new HashMap<>();
    private final Interfaces interfaces;
    private final OutputEntry output;
    private final LookupTargets lookupTargets;
    private final Adjacency local;

    /** The entry of the ip4-output arc for an interface. */
    @FunctionalInterface
    public interface OutputEntry {
        int of(FeatureArc arc, int swIfIndex, int end);
    }

    /** Where ip4-lookup sends the kinds that are not rewritten. */
    public record LookupTargets(int drop, int local, int glean, int arp, int loadBalance) {
        int of(final Kind kind) {
            return switch (kind) {
                case DROP -> drop;
                case LOCAL -> local;
                case GLEAN -> glean;
                case ARP -> arp;
                case LOAD_BALANCE -> loadBalance;
                case REWRITE -> 0;
            };
        }
    }

    public AdjacencyTable(
            final Interfaces interfaces,
            final OutputEntry output,
            final LookupTargets lookupTargets,
            final int threads,
            final Quiescence quiescence) {
        this.interfaces = interfaces;
        this.output = output;
        this.lookupTargets = lookupTargets;
        pool = new IndexPool("adjacencies", 0, CAPACITY, quiescence);
        bucketPool = new IndexPool("load balances", 0, CAPACITY / 16, quiescence);
        counters = new RouteCounters(threads, CAPACITY);
        local = make(Kind.LOCAL, -1, 0);
        local.locks = 1;
    }

    /** Address of the line of index 0. */
    public long lines() {
        return lines;
    }

    /** Address of the lookup targets: 8 bytes an adjacency, so that main can store each with release semantics. */
    public long targets() {
        return targets;
    }

    /** Packets and bytes that left by each adjacency. */
    public RouteCounters counters() {
        return counters;
    }

    /** The adjacency of packets for this host. */
    public Adjacency local() {
        return local;
    }

    /** A drop with a reason of its own. */
    public Adjacency drop(final DropReason reason) {
        final Adjacency made = make(Kind.DROP, -1, 0);
        made.locks = 1;
        Memory.putInt(line(made) + REASON, reason.id());
        return made;
    }

    /** The adjacency of a neighbour, made if need be, locked for the caller. */
    public Adjacency neighbor(final int swIfIndex, final int address) {
        final long key = key(swIfIndex, address);
        Adjacency found = neighbors.get(key);
        if (found == null) {
            found = make(Kind.ARP, swIfIndex, address);
            neighbors.put(key, found);
        }
        found.locks++;
        return found;
    }

    /** The adjacency of a neighbour if there is one, else null. */
    public Adjacency findNeighbor(final int swIfIndex, final int address) {
        return neighbors.get(key(swIfIndex, address));
    }

    /** The adjacency of destinations on an interface's link, locked for the caller. */
    public Adjacency glean(final int swIfIndex) {
        final Adjacency found = gleans.computeIfAbsent(swIfIndex, index -> make(Kind.GLEAN, index, 0));
        found.locks++;
        return found;
    }

    /** A choice by the flow between 2 to 256 adjacencies, a power of two of them; locked for the caller. */
    public Adjacency loadBalance(final int[] chosen) {
        return balance(make(Kind.LOAD_BALANCE, -1, 0), chosen);
    }

    private Adjacency balance(final Adjacency made, final int[] chosen) {
        final long block = buckets + (long) bucketPool.take() * MAX_BUCKETS * Integer.BYTES;
        for (int i = 0; i < chosen.length; i++) {
            Memory.putInt(block + i * 4L, chosen[i]);
            all.get(chosen[i]).locks++;
        }
        Memory.putInt(line(made) + BUCKET_MASK, chosen.length - 1);
        Memory.putLong(line(made) + BUCKETS, block);
        made.buckets = chosen.clone();
        made.locks = 1;
        return made;
    }

    /** Locks an adjacency for a further user. */
    public void lock(final Adjacency used) {
        used.locks++;
    }

    /** Gives a lock up; the last one retires the adjacency. */
    public void unlock(final Adjacency gone) {
        if (--gone.locks > 0) {
            return;
        }
        if (gone.kind == Kind.LOAD_BALANCE) {
            final long block = Memory.getLong(line(gone) + BUCKETS) - buckets;
            bucketPool.retire((int) (block / (MAX_BUCKETS * Integer.BYTES)));
            for (final int bucket : gone.buckets) {
                unlock(all.get(bucket));
            }
        }
        neighbors.remove(key(gone.swIfIndex(), gone.nextHop()), gone);
        gleans.remove(gone.swIfIndex(), gone);
        all.set(gone.index(), null);
        pool.retire(gone.index());
    }

    /** The neighbour's MAC address is known, or has changed. */
    public void resolve(final Adjacency neighbor, final long mac) {
        neighbor.mac = mac;
        Memory.putLong(line(neighbor), Long.reverseBytes(mac));
        neighbor.kind = Kind.REWRITE;
        Memory.putLongRelease(target(neighbor), lookupTargets.of(Kind.REWRITE));
    }

    /** The neighbour isn't known any more: packets ask for it again. */
    public void unresolve(final Adjacency neighbor) {
        neighbor.kind = Kind.ARP;
        neighbor.mac = 0;
        Memory.putLongRelease(target(neighbor), lookupTargets.of(Kind.ARP));
    }

    /** Takes over an interface's MTU and MAC address. */
    public void refresh(final Interface changed) {
        for (final Adjacency adjacency : all) {
            if (adjacency != null && adjacency.swIfIndex() == changed.swIfIndex()) {
                writeInterface(line(adjacency), changed);
            }
        }
    }

    /** The adjacency with this index, or null. */
    public Adjacency get(final int index) {
        return index >= 0 && index < all.size() ? all.get(index) : null;
    }

    /** How many more can be made. */
    public int available() {
        return Math.min(pool.available(), bucketPool.available());
    }

    /** Adjacencies that are not always there, by their numbers. */
    List<Adjacency> changing() {
        return all.stream()
                .filter(one -> one != null && one.kind() != Kind.DROP && one.kind() != Kind.LOCAL)
                .toList();
    }

    /** Makes one with a number that it had elsewhere, locked for the caller. Numbers ascend. */
    Adjacency claim(final int index, final Kind kind, final int swIfIndex, final int nextHop) {
        pool.claim(index);
        final Adjacency made = place(index, kind, swIfIndex, nextHop);
        made.locks = 1;
        if (kind == Kind.ARP) {
            neighbors.put(key(swIfIndex, nextHop), made);
        } else if (kind == Kind.GLEAN) {
            gleans.put(swIfIndex, made);
        }
        return made;
    }

    /** Gives a load balance that was claimed its buckets. */
    void fill(final Adjacency claimed, final int[] chosen) {
        balance(claimed, chosen);
    }

    private Adjacency make(final Kind kind, final int swIfIndex, final int nextHop) {
        final int index = pool.take();
        if (pool.reused()) {
            counters.zero(index);
        }
        return place(index, kind, swIfIndex, nextHop);
    }

    private Adjacency place(final int index, final Kind kind, final int swIfIndex, final int nextHop) {
        final Adjacency made = new Adjacency(index, kind, swIfIndex, nextHop);
        while (all.size() <= index) {
            all.add(null);
        }
        all.set(index, made);
        final long line = line(made);
        Memory.zero(line, 1 << LINE_SHIFT);
        Memory.putInt(line + TX, swIfIndex);
        Memory.putInt(line + NEXT_HOP, nextHop);
        if (swIfIndex >= 0) {
            final Interface on = interfaces.byIndex(swIfIndex);
            writeInterface(line, on);
            Memory.putInt(line + TARGET, output.of(FeatureArc.IP4_OUTPUT, swIfIndex, on.outputTarget()));
        }
        Memory.putLongRelease(target(made), lookupTargets.of(kind));
        return made;
    }

    private static void writeInterface(final long line, final Interface on) {
        Memory.putLong(line + 8, Long.reverseBytes(on.mac() << 16 | EthernetHeader.TYPE_IP4));
        Memory.putInt(line + MTU, on.mtu());
    }

    private long line(final Adjacency adjacency) {
        return lines + ((long) adjacency.index() << LINE_SHIFT);
    }

    private long target(final Adjacency adjacency) {
        return targets + adjacency.index() * 8L;
    }

    private static long key(final int swIfIndex, final int address) {
        return (long) swIfIndex << 32 | address & 0xffffffffL;
    }

    @Override
    public void close() {
        OffHeap.free(lines);
        OffHeap.free(targets);
        OffHeap.free(buckets);
        counters.close();
    }
}
