package io.weir.nat64.internal.state;

import io.weir.memory.OffHeap;
import io.weir.plugin.HandedMemory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The pool as main has it: addresses come, drain, and go when nobody has a port of theirs any more. Main only. */
public final class Pool implements AutoCloseable {
    private static final String LAYOUT = "nat64 ports";
    private static final int VERSION = 2;

    private final SharedState shared;
    private long ports;
    /** Whether the memory goes with this pool: not while another version has it. */
    private boolean own = true;

    private final Map<Integer, PoolAddress> members = new LinkedHashMap<>();
    private final BitSet places = new BitSet();
    private final List<FixedRange> ranges = new ArrayList<>();

    /** An empty pool, published to {@code shared}. */
    public Pool() {
        ports = OffHeap.reserve(PoolTable.BYTES);
        shared = new SharedState(new PoolTable(ports, List.of(), List.of()));
    }

    /** What workers go by. */
    public SharedState shared() {
        return shared;
    }

    /** Clients whose ports follow from their address. */
    public List<FixedRange> ranges() {
        return List.copyOf(ranges);
    }

    /** Replaces them. */
    public void ranges(final List<FixedRange> others) {
        ranges.clear();
        ranges.addAll(others);
        publish();
    }

    /** All addresses. */
    public List<PoolAddress> members() {
        return List.copyOf(members.values());
    }

    /** The member with an address, or null. */
    public PoolAddress find(final int address) {
        return members.get(address);
    }

    /** Whether so many more addresses find a place. */
    public boolean roomFor(final int count) {
        return members.size() + count <= PoolTable.MOST;
    }

    /** Adds addresses in a row, or has those given out again that drain. */
    public void add(final int first, final int count, final int tenant, final int swIfIndex) {
        for (int i = 0; i < count; i++) {
            final PoolAddress present = find(first + i);
            final int place = present == null ? places.nextClearBit(0) : present.place();
            places.set(place);
            members.put(first + i, new PoolAddress(place, first + i, tenant, false, swIfIndex));
        }
        publish();
    }

    /** Addresses that are meant are given out no longer; each goes when nobody has it any more. */
    public void drain(final Predicate<PoolAddress> gone) {
        members.replaceAll((address, member) -> gone.test(member) ? member.drained() : member);
        publish();
    }

    /**
     * Lets those go that nobody has any more: when each thread has begun anew since they drain, as one may yet have been giving out a
     * port of theirs.
     */
    public void tidy() {
        final List<PoolAddress> over = members.values().stream()
                .filter(member -> member.draining() && isFree(member))
                .toList();
        if (!over.isEmpty()) {
            over.forEach(member -> {
                members.remove(member.address());
                places.clear(member.place());
            });
            publish();
        }
    }

    private boolean isFree(final PoolAddress member) {
        for (int protocol = 0; protocol < Protocol.values().length; protocol++) {
            if (!Ports.isEmpty(shared.pool().ports(member.place(), protocol))) {
                return false;
            }
        }
        return true;
    }

    /** Ports of an address that are taken, of all protocols. */
    public int ports(final PoolAddress member) {
        int taken = 0;
        for (final Protocol protocol : Protocol.values()) {
            taken += ports(member, protocol);
        }
        return taken;
    }

    /** Ports of an address that are taken, of one protocol. */
    public int ports(final PoolAddress member, final Protocol protocol) {
        return Ports.count(shared.pool().ports(member.place(), Protocol.index(protocol.number())));
    }

    /** Bytes that ports of its addresses take, once clients have had some of each. */
    public long bytes() {
        return (long) Ports.BYTES * Protocol.values().length * members.size();
    }

    /** Its memory, for the next version. */
    public HandedMemory handed() {
        return new HandedMemory(LAYOUT, VERSION, ports, PoolTable.BYTES);
    }

    /** Goes on with the memory and the addresses of the version before, which still has them. */
    public void take(final HandedMemory memory, final List<PoolAddress> addresses) {
        final long taken = memory.as(LAYOUT, VERSION);
        OffHeap.free(ports);
        ports = taken;
        own = false;
        addresses.forEach(member -> {
            members.put(member.address(), member);
            places.set(member.place());
        });
        publish();
    }

    /** Whether the memory goes with this pool. */
    public void own(final boolean yes) {
        own = yes;
    }

    private void publish() {
        shared.pool(new PoolTable(ports, List.copyOf(members.values()), ranges));
    }

    @Override
    public void close() {
        if (own) {
            OffHeap.free(ports);
        }
    }
}
