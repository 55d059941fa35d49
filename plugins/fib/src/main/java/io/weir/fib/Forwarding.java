package io.weir.fib;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;

/**
 * What workers read of forwarding. A lookup ends in a leaf, which names a <em>forwarding index</em>; the word at that index
 * says where the packet goes now, so what a route leads through changes by one store, in whatever number of routes it is:
 *
 * <pre>
 *   63               32 31     0
 *   +------------------+--------+
 *   | target           | object |   target: the node that takes the packet, 0 for the family's rewrite node
 *   +------------------+--------+
 * </pre>
 *
 * A lookup writes the word as it is into the packet's {@code Buffer.adjacency} and the field behind it, {@code Buffer.error}, which
 * means nothing before a packet is dropped. The object, which nodes find in the adjacency, is a line of 64 bytes:
 *
 * <pre>
 *   0        24              40   44    48       52      54        56                 64
 *   +--------+---------------+----+-----+--------+-------+---------+------------------+
 *   | rewrite, right-aligned | tx | MTU | output | bytes | own MTU | next hop, word,  |
 *   |                        |    |     |        |      mask       | reason, buckets  |
 *   +--------+---------------+----+-----+--------+-------+---------+------------------+
 *   Ethernet without tags: 2 bytes free, destination, source, type: two 8-byte words at 24 and 32
 *   own MTU: of packets that this host sends, as it may have learnt that less gets through
 * </pre>
 *
 * <p>Why a worker never sees half a change: each of the two words of an Ethernet header holds what changes alone, the first
 * the neighbour's MAC address, the second that of the interface; each MTU is one store; interface, output and word of an object
 * never change. A neighbour that becomes known gets its header first and its word (release) after, and who reads lines begins
 * each frame with an acquire fence. What is given back is used again only after a quiescence; packets that wait in
 * another thread's queue name objects that may be others' by then, so who takes them from there asks the tables.
 *
 * <p>All methods but the constructor may be called by any thread; none of them is virtual.
 */
public final class Forwarding {
    /** Most objects and path lists together, a power of two. */
    public static final int CAPACITY = 1 << 18;

    /** Most buckets of a load balance. */
    public static final int MAX_BUCKETS = 256;

    /** Bytes of a load balance's buckets, which the interfaces follow that they lead out of: each once, in order. */
    public static final int BLOCK_BYTES = 2 * MAX_BUCKETS * Integer.BYTES;

    /** Offset of those interfaces. */
    public static final int BLOCK_INTERFACES = MAX_BUCKETS * Integer.BYTES;

    /** Bytes of the blocks of all load balances, a power of two. */
    public static final int BLOCKS_BYTES = CAPACITY / 16 * BLOCK_BYTES;

    /** What of the offset of a block counts, whatever is there in the line of another kind of object. */
    private static final long BLOCKS_MASK = BLOCKS_BYTES - BLOCK_BYTES;

    /** Bytes of an object's line, as a shift. */
    public static final int LINE_SHIFT = 6;
    /** Longest rewrite. */
    public static final int MAX_REWRITE_BYTES = 40;

    /** Offset behind the last byte of the rewrite. */
    public static final int REWRITE_END = 40;

    /** Of a load balance, how many interfaces it leads out of: it has no rewrite. */
    public static final int INTERFACES = 0;

    public static final int TX = 40;
    public static final int MTU = 44;
    public static final int OUTPUT = 48;
    public static final int REWRITE_BYTES = 52;
    public static final int OWN_MTU = 54;
    public static final int BUCKET_MASK = 52;
    public static final int WORD = 56;
    public static final int REASON = 56;
    public static final int BUCKETS = 56;
    public static final int NEXT_HOP = 56;

    private final long words;
    private final long lines;
    private final long buckets;
    private final long bindings;
    private final long flowFields;
    private final long flowSeed;
    private final RouteCounters routes;
    private final RouteCounters adjacencies;

    /** For the fib plugin: tables lie at these addresses. */
    public Forwarding(
            final long words,
            final long lines,
            final long buckets,
            final long bindings,
            final long flowFields,
            final long flowSeed,
            final RouteCounters routes,
            final RouteCounters adjacencies) {
        this.words = words;
        this.lines = lines;
        this.buckets = buckets;
        this.bindings = bindings;
        this.flowFields = flowFields;
        this.flowSeed = flowSeed;
        this.routes = routes;
        this.adjacencies = adjacencies;
    }

    /** A leaf: offsets of a word and of a counter. It is never negative, so that a structure may tell it from a pointer. */
    public static long leaf(final int forwarding, final int route) {
        return (long) forwarding << 35 | (long) route << 3;
    }

    /** The forwarding index in a leaf. */
    public static int index(final long leaf) {
        return (int) (leaf >>> 35);
    }

    /** Offset, from {@link #words} on, of the word that a leaf names. */
    public static long wordOffset(final long leaf) {
        return leaf >>> 32;
    }

    /** Offset of the route's 8-byte counter. */
    public static long counterOffset(final long leaf) {
        return leaf & 0xffff_ffffL;
    }

    /** A word. */
    public static long word(final int target, final int object) {
        return (long) target << 32 | object;
    }

    /** The target in a word. */
    public static int target(final long word) {
        return (int) (word >>> 32);
    }

    /** Whether a word names another target than the family's rewrite node. */
    public static boolean hasTarget(final long word) {
        return word > Integer.MAX_VALUE;
    }

    /** The object in a word. */
    public static int object(final long word) {
        return (int) word;
    }

    /** Address of the word of index 0. */
    public long words() {
        return words;
    }

    /** The word of a forwarding index; of any other number, that of some index. */
    public long at(final int forwarding) {
        return Memory.getLong(words + ((long) (forwarding & CAPACITY - 1) << 3));
    }

    /** Where packets that take a forwarding index are sent; 0 for the family's rewrite node. */
    public int lookupTarget(final int forwarding) {
        return target(at(forwarding));
    }

    /**
     * Address of an object's line; for any other number, of some line: what is in a packet may be written by any node, and must lead
     * nowhere but into this table.
     */
    public long line(final int object) {
        return lines + ((long) (object & CAPACITY - 1) << LINE_SHIFT);
    }

    /** Address of the line of object 0. */
    public long lines() {
        return lines;
    }

    /** The interface that an object leaves by, or -1. */
    public int tx(final int object) {
        return Memory.getInt(line(object) + TX);
    }

    /** Largest layer-3 packet that an object takes. */
    public int mtu(final int object) {
        return Memory.getInt(line(object) + MTU);
    }

    /** Largest layer-3 packet that a packet's object takes of such as this one: the host's own may be held to less. */
    public int mtuOf(final long buffer) {
        final long line = line(Buffer.adjacency(buffer));
        return Buffer.has(buffer, Buffer.LOCALLY_ORIGINATED)
                ? Short.toUnsignedInt(Memory.getShort(line + OWN_MTU))
                : Memory.getInt(line + MTU);
    }

    /** Of a neighbour, the upper half of its address. */
    public long nextHop(final int object) {
        return Memory.getLong(line(object) + NEXT_HOP);
    }

    /** What a path to a node, or to another table, carries. */
    public int word(final int object) {
        return Memory.getInt(line(object) + WORD);
    }

    /** The object that a flow takes of a load balance. */
    public int choose(final int balance, final int hash) {
        final long line = line(balance);
        final int bucket = hash & Memory.getInt(line + BUCKET_MASK);
        return Memory.getInt(
                buckets + (Memory.getLong(line + BUCKETS) & BLOCKS_MASK) + (bucket & MAX_BUCKETS - 1) * 4L);
    }

    /**
     * Whether a way leads out of an interface, which is what a strict check of the reverse path asks of the route to a packet's source
     * (RFC 3704, 2.2; VPP: fib_urpf_list.c). Of a load balance the interfaces are searched, not the buckets.
     *
     * @param loadBalance target of the family's load balance.
     */
    public boolean leadsOutOf(final int forwarding, final int swIfIndex, final int loadBalance) {
        final long word = at(forwarding);
        final long line = line(object(word));
        if (target(word) != loadBalance) {
            return Memory.getInt(line + TX) == swIfIndex;
        }
        final long list = buckets + (Memory.getLong(line + BUCKETS) & BLOCKS_MASK) + BLOCK_INTERFACES;
        int low = 0;
        int high = Math.min(Memory.getInt(line + INTERFACES), MAX_BUCKETS) - 1;
        while (low <= high) {
            final int middle = low + high >>> 1;
            final int there = Memory.getInt(list + middle * 4L);
            if (there == swIfIndex) {
                return true;
            }
            if (there < swIfIndex) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** Most interfaces that tables are noted for. */
    public static final int MAX_INTERFACES = 1 << 16;
    /** Most families. */
    public static final int MAX_FAMILIES = 4;

    /** Address of a family's {@link Table#index} by sw_if_index, an int each. */
    public long bindings(final int family) {
        return bindings + (long) family * MAX_INTERFACES * Integer.BYTES;
    }

    /** {@link Table#index} of the table that packets from an interface are looked up in. */
    public int table(final int family, final int swIfIndex) {
        return Memory.getInt(bindings(family) + (swIfIndex & MAX_INTERFACES - 1L) * Integer.BYTES);
    }

    /** Most tables of all families together, a power of two. */
    public static final int MAX_TABLES = 1 << 10;

    /** The fields by which a table's flows are told apart: {@link io.weir.net.FlowHash}. For any other number, those of some table. */
    public int flowFields(final int table) {
        return Memory.getInt(flowFields + (table & MAX_TABLES - 1L) * Integer.BYTES);
    }

    /** The seed of the hash by which flows are shared out among paths. */
    public long flowSeed() {
        return flowSeed;
    }

    /** A thread's counters of routes: by {@link #counterOffset}. */
    public RouteCounters.Part routeCounters(final int thread) {
        return routes.on(thread);
    }

    /** A thread's counters of objects. */
    public RouteCounters.Part objectCounters(final int thread) {
        return adjacencies.on(thread);
    }
}
