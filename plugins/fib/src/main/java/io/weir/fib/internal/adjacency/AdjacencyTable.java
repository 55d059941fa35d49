package io.weir.fib.internal.adjacency;

import io.weir.fib.Forwarding;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.Kind;
import io.weir.fib.internal.object.MtuLimit;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.memory.Memory;
import io.weir.net.EthernetHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Adjacencies by what they lead to (VPP: adj.h). Only main. */
public final class AdjacencyTable {
    /** Longest layer-3 packet that there can be. */
    private static final int MAX_PACKET = 0xffff;

    private final ObjectTable objects;
    private final Interfaces interfaces;
    private final OutputEntry output;
    private final Map<Key, ForwardingObject> neighbors = new HashMap<>();
    private final Map<Key, ForwardingObject> gleans = new HashMap<>();
    private final Map<Key, ForwardingObject> multicasts = new HashMap<>();

    /** Adjacencies of neighbours for packets that are held to a limit, by that for all others: they follow it. */
    private final Map<ForwardingObject, List<ForwardingObject>> limited = new HashMap<>();

    private record Key(int family, int swIfIndex, long high, long low, MtuLimit limit) {
        static Key of(final ForwardingObject one) {
            return new Key(one.kin().id(), one.swIfIndex(), one.high(), one.low(), one.limit());
        }

        static Key link(final Kin kin, final int swIfIndex) {
            return new Key(kin.id(), swIfIndex, 0, 0, MtuLimit.NONE);
        }
    }

    /** The entry of a family's output arc for an interface. */
    @FunctionalInterface
    public interface OutputEntry {
        int of(FeatureArc arc, int swIfIndex, int end);
    }

    public AdjacencyTable(final ObjectTable objects, final Interfaces interfaces, final OutputEntry output) {
        this.objects = objects;
        this.interfaces = interfaces;
        this.output = output;
        objects.onRetired(this::retired);
    }

    /** The adjacency of a neighbour, made if need be, locked for the caller. */
    public ForwardingObject neighbor(final Kin kin, final int swIfIndex, final long high, final long low) {
        return neighbor(kin, swIfIndex, high, low, MtuLimit.NONE);
    }

    /** The same for packets that are held to a limit. */
    public ForwardingObject neighbor(
            final Kin kin, final int swIfIndex, final long high, final long low, final MtuLimit limit) {
        ForwardingObject found = neighbors.get(new Key(kin.id(), swIfIndex, high, low, limit));
        if (found == null) {
            found = objects.make(Kind.INCOMPLETE, kin, swIfIndex, high, low, limit);
            enter(found);
            follow(found);
        }
        return objects.lock(found);
    }

    /** Has the adjacency of packets that are held to a limit know the neighbour's MAC address as long as that of all others does. */
    void follow(final ForwardingObject made) {
        if (made.limit().equals(MtuLimit.NONE)) {
            return;
        }
        final ForwardingObject whole = neighbor(made.kin(), made.swIfIndex(), made.high(), made.low());
        limited.computeIfAbsent(whole, key -> new ArrayList<>()).add(made);
        if (whole.kind() == Kind.REWRITE) {
            resolve(made, whole.mac());
        }
    }

    /** How many packets have been forwarded to a neighbour. */
    public long packets(final ForwardingObject neighbor) {
        long packets = objects.counters().packets(neighbor.index());
        for (final ForwardingObject each : limited.getOrDefault(neighbor, List.of())) {
            packets += objects.counters().packets(each.index());
        }
        return packets;
    }

    /** The adjacency of destinations on an interface's link, locked for the caller. */
    public ForwardingObject glean(final Kin kin, final int swIfIndex) {
        ForwardingObject found = gleans.get(Key.link(kin, swIfIndex));
        if (found == null) {
            found = objects.make(Kind.GLEAN, kin, swIfIndex, 0, 0);
            enter(found);
        }
        return objects.lock(found);
    }

    /** The adjacency of groups on an interface's link, made if need be; it stays until {@link #forget}. */
    public ForwardingObject multicast(final Kin kin, final int swIfIndex) {
        ForwardingObject found = multicasts.get(Key.link(kin, swIfIndex));
        if (found == null) {
            found = objects.lock(objects.make(Kind.MULTICAST, kin, swIfIndex, 0, 0));
            enter(found);
        }
        return found;
    }

    /** Gives up the adjacencies of groups that an interface, or a family, has. */
    public void forget(final Predicate<ForwardingObject> gone) {
        multicasts.values().stream().filter(gone).toList().forEach(objects::unlock);
    }

    /** Takes in an adjacency that was made: writes its line, and shows it. */
    public void enter(final ForwardingObject made) {
        by(made.kind()).put(Key.of(made), made);
        final Interface on = interfaces.byIndex(made.swIfIndex());
        final long line = objects.line(made);
        Memory.putLong(line + Forwarding.NEXT_HOP, made.high());
        if (on != null) {
            write(made, on);
            final int entry = made.kin().versions().isEmpty()
                    ? on.outputTarget()
                    : output.of(made.kin().family().nodes().output(), on.swIfIndex(), on.outputTarget());
            Memory.putInt(line + Forwarding.OUTPUT, entry);
        }
        final long group = made.kin().versions().isEmpty() || !made.isNeighbor()
                ? 0
                : made.kin().family().groupMac(made.high(), made.low());
        if (group == 0) {
            objects.show(made);
        } else {
            resolve(made, group);
        }
    }

    private void retired(final ForwardingObject gone) {
        by(gone.kind()).remove(Key.of(gone), gone);
        if (!gone.limit().equals(MtuLimit.NONE)) {
            final ForwardingObject whole =
                    neighbors.get(new Key(gone.kin().id(), gone.swIfIndex(), gone.high(), gone.low(), MtuLimit.NONE));
            final List<ForwardingObject> others = limited.get(whole);
            others.remove(gone);
            if (others.isEmpty()) {
                limited.remove(whole);
            }
            objects.unlock(whole);
        }
    }

    private Map<Key, ForwardingObject> by(final Kind kind) {
        return switch (kind) {
            case GLEAN -> gleans;
            case MULTICAST -> multicasts;
            default -> neighbors;
        };
    }

    /** The neighbour's MAC address is known, or has changed. */
    public void resolve(final ForwardingObject neighbor, final long mac) {
        Memory.putLong(objects.line(neighbor) + Forwarding.REWRITE_END - 16, Long.reverseBytes(mac));
        objects.become(neighbor, Kind.REWRITE, mac);
        limited.getOrDefault(neighbor, List.of()).forEach(each -> resolve(each, mac));
    }

    /** The neighbour isn't known any more: packets ask for it again. */
    public void unresolve(final ForwardingObject neighbor) {
        objects.become(neighbor, Kind.INCOMPLETE, 0);
        limited.getOrDefault(neighbor, List.of()).forEach(this::unresolve);
    }

    /** Takes over an interface's MTU and MAC address. */
    public void refresh(final Interface changed) {
        for (final ForwardingObject adjacency : of(changed.swIfIndex())) {
            write(adjacency, changed);
        }
    }

    private List<ForwardingObject> of(final int swIfIndex) {
        final List<ForwardingObject> found = new ArrayList<>();
        for (int index = 0; index < objects.end(); index++) {
            final ForwardingObject object = objects.get(index);
            if (object != null && object.swIfIndex() == swIfIndex) {
                found.add(object);
            }
        }
        return found;
    }

    private void write(final ForwardingObject adjacency, final Interface on) {
        final long line = objects.line(adjacency);
        final int type = adjacency.kin().versions().isEmpty()
                ? 0
                : adjacency.kin().family().etherType();
        Memory.putLong(line + Forwarding.REWRITE_END - 8, Long.reverseBytes(on.mac() << 16 | type));
        Memory.putShort(line + Forwarding.REWRITE_BYTES, EthernetHeader.LENGTH);
        final int mtu = MtuLimit.least(on.mtu(type), adjacency.limit().all());
        Memory.putInt(line + Forwarding.MTU, mtu);
        final int own = MtuLimit.least(mtu, adjacency.limit().own());
        Memory.putShort(line + Forwarding.OWN_MTU, Math.min(own, MAX_PACKET));
    }

    /** A version of a family has come: its nodes, arcs and reasons are what adjacencies lead to from here on. */
    public void refresh(final Kin kin) {
        for (int index = 0; index < objects.end(); index++) {
            final ForwardingObject object = objects.get(index);
            if (object != null && object.kin() == kin) {
                if (object.isNeighbor() || object.kind() == Kind.GLEAN || object.kind() == Kind.MULTICAST) {
                    enter(object);
                } else {
                    objects.show(object);
                }
            }
        }
    }
}
