package io.weir.fib.internal.neighbor;

import io.weir.fib.Neighbors;
import io.weir.fib.Neighbors.Heard;
import io.weir.fib.Neighbors.Held;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.Kind;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;

/**
 * How neighbours become known, and are forgotten: packets wait while it is asked for, answers are heard, and those that were
 * known are asked whether they are still there.
 *
 * <p>What the wire can make of it is bounded: so many that are asked for, and asked for so often, in all and by interface; so
 * many buffers that wait, for one and in all; so many that are learnt, of whom the stalest gives way. Those that are
 * asked for and those that are known don't share a limit, so no sweep of silent addresses costs a known one. Only main.
 */
public final class Resolution {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int REQUESTS = 3;
    /** New neighbours that are learnt from what they send by themselves, each second. */
    private static final int LEARNS = 8_000;
    /** Objects and path lists that routes are to find free. */
    private static final int SPARE_OBJECTS = 4_096;

    private final NeighborTable table;
    private final TokenBucket learnt = new TokenBucket();
    private int hand;

    public Resolution(final NeighborTable table) {
        this.table = table;
    }

    /** A packet is to wait for a neighbour; asks for it if that is due. Nothing can fail once the packet is taken. */
    public Held hold(
            final Kin kin, final int buffer, final int swIfIndex, final long high, final long low, final Sink sink) {
        Neighbor neighbor = table.map.find(kin.id(), swIfIndex, high, low);
        if (neighbor == null) {
            if (!table.askedFor.mayAsk(swIfIndex, table.nowNs.getAsLong())) {
                return Held.THROTTLED;
            }
            if (!mayEverKnow(kin) || !roomToAsk(sink)) {
                return Held.TABLE_FULL;
            }
            neighbor = table.make(kin, swIfIndex, high, low);
            table.wake();
        }
        final ForwardingObject before = table.objects.get(Buffer.adjacency(Buffer.address(buffer)));
        if (before == null || !neighbor.reachedBy(before)) {
            Buffer.adjacency(Buffer.address(buffer), neighbor.adjacency.index());
        }
        if (neighbor.resolved) {
            return Held.KNOWN;
        }
        neighbor.noRoom &= table.limits(kin).full();
        if (neighbor.noRoom) {
            return Held.TABLE_FULL;
        }
        ask(neighbor, sink);
        return table.waiting.take(neighbor, buffer) ? Held.WAITS : Held.QUEUE_FULL;
    }

    /** A packet is to wait for what its adjacency leads to, if that is still a neighbour or a link of the family. */
    public Held hold(final Kin kin, final int buffer, final Neighbors.Destination destination, final Sink sink) {
        final long address = Buffer.address(buffer);
        final ForwardingObject object = table.objects.get(Buffer.adjacency(address));
        if (object == null || object.kin() != kin) {
            return Held.GONE;
        }
        final int on = object.swIfIndex();
        if (object.kind() == Kind.GLEAN) {
            return hold(kin, buffer, on, destination.high(address, on), destination.low(address), sink);
        }
        return object.isNeighbor() ? hold(kin, buffer, on, object.high(), object.low(), sink) : Held.GONE;
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
        Neighbor neighbor = table.map.find(kin.id(), swIfIndex, high, low);
        if (neighbor == null) {
            if (!make) {
                return Heard.HEEDED;
            }
            if (!learnt.has(table.nowNs.getAsLong(), LEARNS)) {
                return Heard.THROTTLED;
            }
            if (!roomToKnow(kin)) {
                return Heard.TABLE_FULL;
            }
            learnt.take();
            neighbor = table.make(kin, swIfIndex, high, low);
        } else if (!neighbor.resolved && !roomToKnow(kin)) {
            // It stays among those that are asked for until that ends, so that what is sent to it isn't asked for anew.
            neighbor.noRoom = true;
            table.waiting.turnAway(neighbor, sink);
            return Heard.TABLE_FULL;
        }
        if (!neighbor.fixed) {
            table.confirm(neighbor, mac);
        }
        table.waiting.release(neighbor, sink);
        return Heard.HEEDED;
    }

    /** What time does: asks again, gives up, probes and forgets. Returns after how long to come back. */
    long tick(final Sink sink) {
        final long now = table.nowNs.getAsLong();
        table.waiting.abandonOrphans(sink);
        for (Neighbor each = table.askedFor.eldest(); each != null; ) {
            final Neighbor next = each.after;
            if (now - each.askedNs >= SECOND_NS && each.asked >= REQUESTS) {
                abandon(each, sink);
            } else {
                ask(each, sink);
            }
            each = next;
        }
        // All are looked at within a second.
        for (int i = table.known.size() / 4; i >= 0 && table.known.size() > 0; i--) {
            hand = hand + 1 < table.known.size() ? hand + 1 : 0;
            final Neighbor each = table.known.get(hand);
            table.waiting.release(each, sink);
            age(each, now, sink);
        }
        return table.map.size() == 0 ? Long.MAX_VALUE : SECOND_NS / 4;
    }

    private void age(final Neighbor neighbor, final long now, final Sink sink) {
        final long ageNs = table.limits(neighbor.kin).ageNs;
        table.known.inUse(neighbor, now);
        if (neighbor.fixed || ageNs == 0 || now - neighbor.confirmedNs < ageNs) {
            return;
        }
        if (neighbor.asked > 0 && now - neighbor.askedNs < SECOND_NS) {
            return;
        }
        if (neighbor.asked >= REQUESTS) {
            table.forget(neighbor);
        } else if (table.askedFor.mayAsk(neighbor.swIfIndex, now)) {
            solicit(neighbor, now, neighbor.mac, sink);
        }
    }

    private void ask(final Neighbor neighbor, final Sink sink) {
        final long now = table.nowNs.getAsLong();
        final boolean again = now - neighbor.askedNs >= SECOND_NS && neighbor.asked < REQUESTS;
        if ((neighbor.asked == 0 || again) && table.askedFor.mayAsk(neighbor.swIfIndex, now)) {
            solicit(neighbor, now, 0, sink);
        }
    }

    private void solicit(final Neighbor neighbor, final long now, final long mac, final Sink sink) {
        neighbor.asked++;
        neighbor.askedNs = now;
        table.askedFor.asked(neighbor.swIfIndex);
        neighbor.kin.family().solicit(neighbor.swIfIndex, neighbor.high, neighbor.low, mac, sink);
    }

    private void abandon(final Neighbor neighbor, final Sink sink) {
        table.waiting.abandon(neighbor, sink);
        table.forget(neighbor);
    }

    /** Whether one more may be asked for; one that has been silent for a second makes room. */
    private boolean roomToAsk(final Sink sink) {
        final Neighbor eldest = table.askedFor.eldest();
        if (table.askedFor.size() >= AskedFor.MAX && table.nowNs.getAsLong() - eldest.askedNs >= SECOND_NS / 2) {
            abandon(eldest, sink);
        }
        return table.askedFor.size() < AskedFor.MAX && table.objects.available() > SPARE_OBJECTS;
    }

    /** Whether an answer could be of use. */
    private boolean mayEverKnow(final Kin kin) {
        final NeighborLimits of = table.limits(kin);
        return of.recycle || !of.full();
    }

    /** Whether one more may be known; the stalest makes room. */
    private boolean roomToKnow(final Kin kin) {
        final NeighborLimits of = table.limits(kin);
        if (!of.full()) {
            return table.objects.available() > SPARE_OBJECTS;
        }
        final Neighbor stalest = of.recycle ? table.known.stalest(kin.id(), table.nowNs.getAsLong()) : null;
        if (stalest != null) {
            table.forget(stalest);
        }
        return stalest != null;
    }
}
