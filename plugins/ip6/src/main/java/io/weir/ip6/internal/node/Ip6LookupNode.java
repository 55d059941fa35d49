package io.weir.ip6.internal.node;

import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.RouteCounters;
import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.ip6.internal.iface.LinkScope;
import io.weir.ip6.internal.lookup.Ip6Trie;
import io.weir.ip6.internal.lookup.VectorLookup;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.net.FlowHash;
import io.weir.net.Ip6Header;

/**
 * Node ip6-lookup: finds the route of each destination, counts it, and notes the object that it leads to (VPP: ip6_forward.h). A
 * packet to a known neighbour is left to the default, ip6-rewrite; what else there is, the word of the route's forwarding
 * index says. As long as there is one table alone, no packet is asked which one it wants.
 *
 * <p>Node lookup-ip6-dst is the same for packets whose route says that they are to be looked up in another table, and node
 * ip6-link-local for those to fe80::/10, which are looked up once more with the link that they came by.
 */
public final class Ip6LookupNode implements PacketNode {
    /** How often a packet is looked up again (VPP: MAX_LUKPS_PER_PACKET). */
    private static final int MAX_AGAIN = 4;

    private final Ip6Trie trie;
    private final Forwarding forwarding;
    private final Tables tables;
    private final Kind kind;
    private final RouteCounters.Part counters;
    private final Targets targets;
    private final VectorLookup vectors = new VectorLookup(Frame.CAPACITY);
    private final long[] leaves = new long[Frame.CAPACITY];
    /** Keeps what only brings counters near from being left out. */
    long touched;

    /** In which tables packets are looked up. */
    public enum Kind {
        /** That of their interface. */
        OF_INTERFACE,
        /** The one that their route names. */
        WANTED,
        /** That of their interface, by destination and link. */
        ON_LINK
    }

    /**
     * What there is to look up in.
     *
     * @param family number of the family, by which interfaces are bound to tables.
     * @param first index of the table that is always there.
     */
    public record Tables(int family, int first) {}

    /** Where packets go that are not rewritten, and why they are dropped that may go no further. */
    public record Targets(
            int drop,
            int local,
            int punt,
            int loadBalance,
            int lookup,
            int rewrite,
            int onLink,
            DropReason loop,
            DropReason offLink) {
        /**
         * Those of a family.
         *
         * @param onLink ip6-link-local itself, where all links lead whose own addresses aren't in the table.
         */
        public Targets(final Family.Nodes nodes, final Next onLink, final DropReason loop, final DropReason offLink) {
            this(
                    nodes.drop().target(),
                    nodes.local().target(),
                    nodes.punt().target(),
                    nodes.loadBalance().target(),
                    nodes.lookup().target(),
                    nodes.rewrite().target(),
                    onLink.target(),
                    loop,
                    offLink);
        }
    }

    public Ip6LookupNode(
            final Ip6Trie trie,
            final Forwarding forwarding,
            final Tables tables,
            final Kind kind,
            final RouteCounters.Part counters,
            final Targets targets) {
        this.trie = trie;
        this.forwarding = forwarding;
        this.tables = tables;
        this.kind = kind;
        this.counters = counters;
        this.targets = targets;
    }

    @Override
    public void process(final Frame frame) {
        switch (kind) {
            case WANTED -> inWantedTables(frame);
            case ON_LINK -> onLinks(frame);
            case OF_INTERFACE -> {
                if (Memory.getLong(trie.several()) != 0) {
                    inTablesOfInterfaces(frame);
                } else if (isTrain(frame)) {
                    inTrains(frame);
                } else {
                    inOneTable(frame);
                }
            }
        }
    }

    /**
     * All leaves first, then the rest: the shorter the loop that waits for the table, the more packets' reads a core has under way
     * at once.
     */
    private void inOneTable(final Frame frame) {
        final int[] packets = frame.indices();
        final int size = frame.size();
        final long[] found = leaves;
        final long root = trie.root(tables.first());
        final long counts = counters.words();
        if (trie.large()) {
            vectors.find(root, packets, size, found);
            long seen = 0;
            for (int i = 0; i < size; i++) {
                seen += Memory.getLong(counts + Forwarding.counterOffset(found[i]));
            }
            touched = seen;
        } else if (!areNear(frame) || !findNear(frame, root)) {
            for (int i = 0; i < size; i++) {
                final long header = Buffer.data(Buffer.address(packets[i]));
                found[i] = Ip6Trie.lookup(root, Ip6Header.destinationHigh(header), Ip6Header.destinationLow(header));
            }
        }
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
                unusual(frame, i, buffer, tables.first(), counter, Forwarding.target(way));
            }
        }
        if ((Buffer.headFlags(any) & Buffer.NEXT_PRESENT) != 0) {
            countRestOfChains(frame);
        }
    }

    /** Whether the packets may well be for one network, whose hosts come to their leaves the same way but for its end. */
    private static boolean areNear(final Frame frame) {
        final int last = frame.size() - 1;
        final long high = high(frame.buffer(last));
        return high(frame.buffer(0)) == high && high(frame.buffer(last >> 1)) == high;
    }

    /** Goes the way that all destinations have in common once, and the rest for each; returns false if not all are near. */
    private boolean findNear(final Frame frame, final long root) {
        final int[] packets = frame.indices();
        final int size = frame.size();
        final long first = Buffer.data(frame.buffer(0));
        final long high = Ip6Header.destinationHigh(first);
        final long low = Ip6Header.destinationLow(first);
        long highs = 0;
        long lows = 0;
        for (int i = 1; i < size; i++) {
            final long header = Buffer.data(Buffer.address(packets[i]));
            highs |= Ip6Header.destinationHigh(header) ^ high;
            lows |= Ip6Header.destinationLow(header) ^ low;
        }
        if (highs != 0) {
            return false;
        }
        final long common = Ip6Trie.common(root, high, low, Long.SIZE + Long.numberOfLeadingZeros(lows));
        final long[] found = leaves;
        for (int i = 0; i < size; i++) {
            final long header = Buffer.data(Buffer.address(packets[i]));
            found[i] = Ip6Trie.leaf(common, Ip6Header.destinationHigh(header), Ip6Header.destinationLow(header));
        }
        return true;
    }

    /** Whether the packets may well be of one flow: those of a bulk transfer come in trains. */
    private static boolean isTrain(final Frame frame) {
        final int last = frame.size() - 1;
        final long header = Buffer.data(frame.buffer(last));
        final long high = Ip6Header.destinationHigh(header);
        final long low = Ip6Header.destinationLow(header);
        return isTo(Buffer.data(frame.buffer(0)), high, low) && isTo(Buffer.data(frame.buffer(last >> 1)), high, low);
    }

    private static boolean isTo(final long header, final long high, final long low) {
        return Ip6Header.destinationHigh(header) == high && Ip6Header.destinationLow(header) == low;
    }

    /** The same, looking each destination up, and counting for it, that is not the one before. */
    private void inTrains(final Frame frame) {
        final int[] packets = frame.indices();
        final int size = frame.size();
        final long root = trie.root(tables.first());
        for (int i = 0; i < size; ) {
            final long first = Buffer.data(frame.buffer(i));
            final long high = Ip6Header.destinationHigh(first);
            final long low = Ip6Header.destinationLow(first);
            final long leaf = Ip6Trie.lookup(root, high, low);
            final long way = Memory.getLong(forwarding.words() + Forwarding.wordOffset(leaf));
            final long counter = counters.words() + Forwarding.counterOffset(leaf);
            final int from = i;
            long bytes = 0;
            long any = 0;
            do {
                final long buffer = Buffer.address(packets[i]);
                final long head = Buffer.head(buffer);
                if (!isTo(Buffer.headData(buffer, head), high, low)) {
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
                unusual(frame, k, Buffer.address(packets[k]), tables.first(), counter, Forwarding.target(way));
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

    /** Counts the bytes that lie behind the first buffers of chains, which the loop leaves out. */
    private void countRestOfChains(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final int rest = Buffer.lengthAfterFirst(frame.buffer(i));
            if (rest > 0) {
                counters.add(counters.words() + Forwarding.counterOffset(leaves[i]), rest);
            }
        }
    }

    private void inTablesOfInterfaces(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final int wanted = Buffer.txInterface(buffer);
            one(frame, i, buffer, wanted < 0 ? tableOfInterface(buffer) : wanted, high(buffer));
        }
    }

    private int tableOfInterface(final long buffer) {
        return forwarding.table(tables.family(), Buffer.rxInterface(buffer));
    }

    private static long high(final long buffer) {
        return Ip6Header.destinationHigh(Buffer.data(buffer));
    }

    private void inWantedTables(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            int target = targets.lookup();
            for (int k = 0; k < MAX_AGAIN && target == targets.lookup(); k++) {
                target = one(frame, i, buffer, forwarding.word(Buffer.adjacency(buffer)), high(buffer));
            }
            settle(frame, i, target);
        }
    }

    /** The default of all three nodes is ip6-rewrite; what an earlier lookup had sent elsewhere goes there all the same. */
    private void settle(final Frame frame, final int i, final int target) {
        if (target == targets.lookup()) {
            frame.drop(i, targets.loop());
        } else if (target == 0) {
            frame.send(i, targets.rewrite());
        }
    }

    private void onLinks(final Frame frame) {
        for (int i = 0, size = frame.size(); i < size; i++) {
            final long buffer = frame.buffer(i);
            final long high = LinkScope.on(high(buffer), Buffer.rxInterface(buffer));
            final int target = one(frame, i, buffer, tableOfInterface(buffer), high);
            final boolean own = Buffer.has(buffer, Buffer.LOCALLY_ORIGINATED);
            // The link may have no IPv6 any more by the time a packet of this host's goes out to it.
            if (target == targets.onLink() || target != targets.local() && !own) {
                frame.drop(i, targets.offLink());
            } else {
                settle(frame, i, target);
            }
        }
    }

    /** Looks one packet up in a table; returns where it goes. */
    private int one(final Frame frame, final int i, final long buffer, final int table, final long high) {
        final long root = trie.root(table);
        if (root == 0) {
            frame.drop(i, targets.loop());
            return targets.drop();
        }
        final long leaf = Ip6Trie.lookup(root, high, Ip6Header.destinationLow(Buffer.data(buffer)));
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
            final int chosen = forwarding.choose(
                    Buffer.adjacency(buffer),
                    FlowHash.ip6(buffer, forwarding.flowFields(table), forwarding.flowSeed()));
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
