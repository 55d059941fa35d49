package io.weir.nat64.internal.state;

import io.weir.memory.OffHeap;
import io.weir.plugin.HandedMemory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The pool as main has it: addresses come, drain, and go when nobody has a port of theirs any more. Main only. */
public final class Pool implements AutoCloseable {
    private static final String LAYOUT = "nat64 ports";
    private static final int VERSION = 1;

    private final SharedState shared;
    private long ports;
    /** Whether the memory goes with this pool: not while another version has it. */
    private boolean own = true;

    private final List<PoolAddress> members = new ArrayList<>();

    /** An empty pool, published to {@code shared}. */
    public Pool() {
        ports = Ports.reserve(PoolTable.MOST * Protocol.values().length);
        shared = new SharedState(new PoolTable(ports, List.of()));
    }

    /** What workers go by. */
    public SharedState shared() {
        return shared;
    }

    /** All addresses. */
    public List<PoolAddress> members() {
        return List.copyOf(members);
    }

    /** The member with an address, or null. */
    public PoolAddress find(final int address) {
        return members.stream()
                .filter(member -> member.address() == address)
                .findFirst()
                .orElse(null);
    }

    /** Whether so many more addresses find a place. */
    public boolean roomFor(final int count) {
        return members.size() + count <= PoolTable.MOST;
    }

    /** Adds an address, or has one that drains given out again. */
    public void add(final int address, final int tenant, final int swIfIndex) {
        final PoolAddress present = find(address);
        final int place = present == null ? freePlace() : present.place();
        members.remove(present);
        members.add(new PoolAddress(place, address, tenant, false, swIfIndex));
        publish();
    }

    private int freePlace() {
        final BitSet taken = new BitSet();
        members.forEach(member -> taken.set(member.place()));
        return taken.nextClearBit(0);
    }

    /** An address is given out no longer; it goes when nobody has it any more. */
    public void drain(final int address) {
        members.replaceAll(member -> member.address() == address ? member.drained() : member);
        publish();
    }

    /** Lets those go that nobody has any more; returns whether some still drain. */
    public boolean tidy() {
        if (members.removeIf(member -> member.draining() && ports(member) == 0)) {
            publish();
        }
        return members.stream().anyMatch(PoolAddress::draining);
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

    /** Its memory, for the next version. */
    public HandedMemory handed() {
        return new HandedMemory(LAYOUT, VERSION, ports, (long) Ports.BYTES * PoolTable.MOST * Protocol.values().length);
    }

    /** Goes on with the memory and the addresses of the version before, which still has them. */
    public void take(final HandedMemory memory, final List<PoolAddress> addresses) {
        final long taken = memory.as(LAYOUT, VERSION);
        OffHeap.free(ports);
        ports = taken;
        own = false;
        members.addAll(addresses);
        publish();
    }

    /** Whether the memory goes with this pool. */
    public void own(final boolean yes) {
        own = yes;
    }

    private void publish() {
        shared.pool(new PoolTable(ports, members));
    }

    @Override
    public void close() {
        if (own) {
            OffHeap.free(ports);
        }
    }
}
