package io.weir.ip4.internal.node;

import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.RouteCounters;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.ip4.internal.lookup.Mtrie;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.FlowHash;
import io.weir.net.Ip4Header;

/**
 * Node ip4-lookup: finds the route of each destination, counts it, and notes the object that it leads to (VPP:
 * ip4_forward.h). A packet to a known neighbour is left to the default, ip4-rewrite; what else there is, the word of the
 * route's forwarding index says. As long as there is one table alone, no packet is asked which one it wants.
 *
 * <p>Node lookup-ip4-dst is the same for packets whose route says that they are to be looked up in another table.
 */
public final class Ip4LookupNode implements PacketNode {
    /** How often a packet is looked up again (VPP: MAX_LUKPS_PER_PACKET). */
    private static final int MAX_AGAIN = 4;

    private final Mtrie mtrie;
    private final Forwarding forwarding;
    private final int family;
    private final int first;
    private final boolean again;
    private final RouteCounters.Part counters;
    private final Targets targets;
    private final long[] leaves = new long[Frame.CAPACITY];
    /** Keeps what only brings counters near from being left out. */
    long touched;

    /** Where packets go that are not rewritten, and why one is dropped that is looked up for ever. */
    public record Targets(int drop, int punt, int loadBalance, int lookup, int rewrite, DropReason loop) {
        public Targets(final Family.Nodes nodes, final DropReason loop) {
            this(
                    nodes.drop().target(),
                    nodes.punt().target(),
                    nodes.loadBalance().target(),
                    nodes.lookup().target(),
                    nodes.rewrite().target(),
                    loop);
        }
    }

    /**
     * A lookup.
     *
     * @param family number of the family, by which interfaces are bound to tables.
     * @param first index of the table that is always there.
     * @param again whether packets come with the table that they want.
     */
    public Ip4LookupNode(
            final Mtrie mtrie,
            final Forwarding forwarding,
            final int family,
            final int first,
            final boolean again,
            final RouteCounters.Part counters,
            final Targets targets) {
        this.mtrie = mtrie;
        this.forwarding = forwarding;
        this.family = family;
        this.first = first;
        this.again = again;
        this.counters = counters;
        this.targets = targets;
    }

    @Override
    public void process(final Frame frame) {
        if (again) {
            inWantedTables(frame);
        } else if (Memory.getLong(mtrie.several()) != 0) {
            inTablesOfInterfaces(frame);
        } else if (isTrain(frame)) {
            inTrains(frame);
        } else if (mtrie.large()) {
            inLargeTable(frame);
        } else {
            inOneTable(frame);
        }
    }

    /**
     * The same for a table that goes far beyond the caches, in steps that do little else than read from it: the shorter a step's
     * loop, the more packets' reads a core has under way at once. All slots first, then all counters, then the rest.
     */
    private void inLargeTable(final Frame frame) {
        final int[] packets = frame.indices();
        final int size = frame.size();
        final long[] found = leaves;
        final long root = mtrie.root(first);
        final long plies = mtrie.plies();
        for (int i = 0; i < size; i++) {
            found[i] = Mtrie.slot(root, plies, Ip4Header.destination(Buffer.data(Buffer.address(packets[i]))));
        }
        long entries = 0;
        for (int i = 0; i < size; i++) {
            final long entry = Memory.getLong(found[i]);
            found[i] = entry;
            entries |= entry;
        }
        if (entries < 0) {
            for (int i = 0; i < size; i++) {
                found[i] = Mtrie.leaf(found[i], plies, Ip4Header.destination(Buffer.data(Buffer.address(packets[i]))));
            }
        }
        final long counts = counters.words();
        long seen = 0;
        for (int i = 0; i < size; i++) {
            seen += Memory.getLong(counts + Forwarding.counterOffset(found[i]));
        }
        touched = seen;
        final long words = forwarding.words();
        long any = 0;
        for (int i = 0; i < size; i++) {
            final long buffer = Buffer.address(packets[i]);
            final long head = Buffer.head(buffer);
            final long leaf = found[i];
            final long way = Memory.getLong(words + Forwarding.wordOffset(leaf));
            Buffer.adjacencyAndError(buffer, way);
            final long counter = counts + Forwarding.counterOffset(leaf);
            final long count = Memory.getLong(counter) + RouteCounters.ONE_PACKET + Buffer.headLength(head);
            Memory.putLong(counter, count);
            any |= head;
            if (Forwarding.hasTarget(way) || (count & RouteCounters.FULL) != 0) {
                unusual(frame, i, buffer, first, counter, Forwarding.target(way));
            }
        }
        if ((Buffer.headFlags(any) & Buffer.NEXT_PRESENT) != 0) {
            countRestOfChains(frame, root, plies);
        }
    }

    private void inOneTable(final Frame frame) {
        final int[] packets = frame.indices();
        final long root = mtrie.root(first);
        final long plies = mtrie.plies();
        final long words = forwarding.words();
        final long counts = counters.words();
        long any = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = Buffer.address(packets[i]);
            final long head = Buffer.head(buffer);
            final long leaf = Mtrie.lookup(root, plies, Ip4Header.destination(Buffer.headData(buffer, head)));
            final long way = Memory.getLong(words + Forwarding.wordOffset(leaf));
            Buffer.adjacencyAndError(buffer, way);
            final long counter = counts + Forwarding.counterOffset(leaf);
            final long count = Memory.getLong(counter) + RouteCounters.ONE_PACKET + Buffer.headLength(head);
            Memory.putLong(counter, count);
            any |= head;
            if (Forwarding.hasTarget(way) || (count & RouteCounters.FULL) != 0) {
                unusual(frame, i, buffer, first, counter, Forwarding.target(way));
            }
        }
        if ((Buffer.headFlags(any) & Buffer.NEXT_PRESENT) != 0) {
            countRestOfChains(frame, root, plies);
        }
    }

    private static int destination(final Frame frame, final int i) {
        return Ip4Header.destination(Buffer.data(frame.buffer(i)));
    }

    /** Whether the packets may well be of one flow: those of a bulk transfer come in trains. */
    private static boolean isTrain(final Frame frame) {
        final int last = frame.size() - 1;
        final int destination = destination(frame, last);
        return destination == destination(frame, 0) && destination == destination(frame, last >> 1);
    }

    /** The same, looking each destination up, and counting for it, that is not the one before. */
    private void inTrains(final Frame frame) {
        final int[] packets = frame.indices();
        final int size = frame.size();
        final long root = mtrie.root(first);
        final long plies = mtrie.plies();
        for (int i = 0; i < size; ) {
            final int destination = destination(frame, i);
            final long leaf = Mtrie.lookup(root, plies, destination);
            final long way = Memory.getLong(forwarding.words() + Forwarding.wordOffset(leaf));
            final long counter = counters.words() + Forwarding.counterOffset(leaf);
            final int from = i;
            long bytes = 0;
            long any = 0;
            do {
                final long buffer = Buffer.address(packets[i]);
                final long head = Buffer.head(buffer);
                if (Ip4Header.destination(Buffer.headData(buffer, head)) != destination) {
                    break;
                }
                Buffer.adjacencyAndError(buffer, way);
                bytes += Buffer.headLength(head);
                any |= head;
            } while (++i < size);
            if ((Buffer.headFlags(any) & Buffer.NEXT_PRESENT) != 0) {
                bytes += lengthsAfterFirst(frame, from, i);
            }
            counters.add(counter, (i - from) * RouteCounters.ONE_PACKET + bytes);
            for (int k = from; Forwarding.hasTarget(way) && k < i; k++) {
                unusual(frame, k, Buffer.address(packets[k]), first, counter, Forwarding.target(way));
            }
        }
    }

    private static long lengthsAfterFirst(final Frame frame, final int from, final int end) {
        long rest = 0;
        for (int i = from; i < end; i++) {
            rest += Buffer.lengthAfterFirst(frame.buffer(i));
        }
        return rest;
    }

    /** Counts the bytes that lie behind the first buffers of chains, which the loops leave out. */
    private void countRestOfChains(final Frame frame, final long root, final long plies) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int rest = Buffer.lengthAfterFirst(buffer);
            if (rest > 0) {
                final long leaf = Mtrie.lookup(root, plies, Ip4Header.destination(Buffer.data(buffer)));
                counters.add(counters.words() + Forwarding.counterOffset(leaf), rest);
            }
        }
    }

    private void inTablesOfInterfaces(final Frame frame) {
        final long tables = forwarding.bindings(family);
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int wanted = Buffer.txInterface(buffer);
            final int rx = Buffer.rxInterface(buffer) & Forwarding.MAX_INTERFACES - 1;
            one(frame, i, buffer, wanted < 0 ? Memory.getInt(tables + rx * 4L) : wanted);
        }
    }

    private void inWantedTables(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            int target = targets.lookup();
            for (int k = 0; k < MAX_AGAIN && target == targets.lookup(); k++) {
                target = one(frame, i, buffer, forwarding.word(Buffer.adjacency(buffer)));
            }
            // The default of both nodes is ip4-rewrite; what an earlier lookup had sent elsewhere goes there all the
            // same.
            if (target == targets.lookup()) {
                frame.drop(i, targets.loop());
            } else if (target == 0) {
                frame.send(i, targets.rewrite());
            }
        }
    }

    /** Looks one packet up in a table; returns where it goes. */
    private int one(final Frame frame, final int i, final long buffer, final int table) {
        final long root = mtrie.root(table);
        if (root == 0) {
            frame.drop(i, targets.loop());
            return targets.drop();
        }
        final long leaf = Mtrie.lookup(root, mtrie.plies(), Ip4Header.destination(Buffer.data(buffer)));
        final long way = forwarding.at(Forwarding.index(leaf));
        Buffer.adjacency(buffer, Forwarding.object(way));
        final long counter = counters.words() + Forwarding.counterOffset(leaf);
        counters.add(counter, RouteCounters.ONE_PACKET + Buffer.packetLength(buffer));
        return unusual(frame, i, buffer, table, counter, Forwarding.target(way));
    }

    private int unusual(
            final Frame frame, final int i, final long buffer, final int table, final long counter, final int target) {
        if ((Memory.getLong(counter) & RouteCounters.FULL) != 0) {
            counters.spill(counter);
        }
        int to = target;
        if (to == targets.loadBalance()) {
            final int hash = FlowHash.ip4(buffer, forwarding.flowFields(table), forwarding.flowSeed());
            final int chosen = forwarding.choose(Buffer.adjacency(buffer), hash);
            Buffer.adjacency(buffer, chosen);
            to = forwarding.lookupTarget(chosen);
        }
        if (to == targets.drop() || to == targets.punt()) {
            Buffer.error(buffer, Memory.getInt(forwarding.line(Buffer.adjacency(buffer)) + Forwarding.REASON));
        }
        if (to != 0) {
            frame.send(i, to);
        }
        return to;
    }
}
