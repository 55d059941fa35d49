package io.weir.memory;

import org.agrona.UnsafeApi;

/**
 * What a packet buffer holds, read and written through the buffer's address. A buffer is named by a 32-bit index
 * (what frames and free lists hold) or by its address (what accessors take); {@link #address} turns one into the other.
 *
 * <pre>
 *   0      104          192               272        400               2448   2496
 *   +--------+------------+-----------------+----------+-----------------+-----+
 *   | kept   | metadata   | scratch         | headroom | data            |guard|
 *   | rte_mbuf            | declared fields | 128      | 2048            |     |
 *   +--------+------------+-----------------+----------+-----------------+-----+
 *                                                      ^ current data 0
 * </pre>
 *
 * The stride is an odd number of cache lines, so that the same line of neighbouring buffers spreads over all sets of a
 * cache; data begins 16 bytes into a line, so that an IPv4 header and the Ethernet header in front of it share one,
 * both when the packet was received as a frame and when an Ethernet header is prepended to it.
 *
 * <p>A packet longer than a buffer is a chain: {@link #next} links, {@link #lengthAfterFirst} of the head counts the
 * bytes of all but the first. Called by the thread that owns the buffer.
 *
 * <p>Of {@code struct rte_mbuf} three fields mean something here too: the number of owners is counted in its {@code refcnt},
 * and a buffer that the host owns has one segment and no next there, as native code expects of one that is free.
 */
public final class Buffer {
    /** Distance of two buffers, in bytes: 39 cache lines. */
    public static final int STRIDE_BYTES = 2_496;
    /**
     * Offset of the metadata, whose first 24 bytes lie in the second line of {@code struct rte_mbuf}, in its dynamic fields: a
     * driver has touched that line anyway. The rest of what lies before 128 is kept for that structure.
     */
    public static final int METADATA_OFFSET = 104;
    /** Offset of the fields that {@code Registrar.scratch} hands out. */
    public static final int SCRATCH_OFFSET = 192;
    /** Bytes of declared scratch per packet. */
    public static final int SCRATCH_BYTES = 80;
    /** Room in front of the data for headers. */
    public static final int HEADROOM_BYTES = 128;
    /** Offset of the byte that current data 0 means. */
    public static final int DATA_OFFSET = 400;
    /** Bytes of packet that one buffer takes behind its headroom. */
    public static final int DATA_BYTES = 2_048;
    /** Longest packet that a chain may hold: the largest IPv4 packet and its Ethernet header with two VLAN tags. */
    public static final int MAX_PACKET_BYTES = 65_535 + 22;

    /** Flag: {@link #next} names the next buffer of the chain. */
    public static final int NEXT_PRESENT = 1;
    /** Flag: the packet is traced, {@link #traceHandle} names its trace. */
    public static final int TRACED = 1 << 1;
    /** Flag: more than one owner, {@link #references} counts them. */
    public static final int SHARED = 1 << 2;
    /** Flag: the device has verified the IPv4 header checksum. */
    public static final int IP_CHECKSUM_GOOD = 1 << 3;
    /** Flag: the device has verified the TCP or UDP checksum, or the sender vouches for it. */
    public static final int L4_CHECKSUM_GOOD = 1 << 4;
    /** Flag: the TCP or UDP checksum is to be filled in from {@link #checksumStart} on; the pseudo header is in. */
    public static final int L4_CHECKSUM_PARTIAL = 1 << 5;
    /** Flag: a large TCP segment, to be cut into segments with {@link #gsoSize} bytes of payload. */
    public static final int GSO = 1 << 6;
    /** Flag: made by this host, not received. */
    public static final int LOCALLY_ORIGINATED = 1 << 7;
    /** Flag: {@link #layers} says where the headers lie; see {@code io.weir.net.Layers}. */
    public static final int LAYERS_KNOWN = 1 << 8;
    /** Flag: came in a frame to a group of hosts, a link-layer broadcast or multicast. */
    public static final int LINK_GROUP = 1 << 9;
    /** Flag: its source counts on the link alone that it came from, so it isn't forwarded to another. */
    public static final int LINK_SCOPE = 1 << 10;

    /** Flag of a buffer that lies in a cache or in the pool; it then has no other. */
    static final int FREE = 1 << 31;

    /** The first 8 bytes of the metadata of a free buffer: an empty packet without properties, for who still reads it. */
    private static final long FREE_MARK = (long) FREE << 32 | DATA_OFFSET;

    /**
     * Most buffers that a packet may be made of. Who walks a chain stops there, for one that was made into a circle has no end.
     */
    public static final int MAX_CHAIN = 1_024;

    /** Kept as the distance of current data from the buffer's address, which has no sign: a load extends it for nothing. */
    private static final int CURRENT_DATA = METADATA_OFFSET;

    private static final int LENGTH = METADATA_OFFSET + 2;
    private static final int FLAGS = METADATA_OFFSET + 4;
    private static final int RX_INTERFACE = METADATA_OFFSET + 8;
    private static final int TX_INTERFACE = METADATA_OFFSET + 12;
    private static final int ADJACENCY = METADATA_OFFSET + 16;
    private static final int ERROR = METADATA_OFFSET + 20;
    private static final int NEXT = METADATA_OFFSET + 24;
    private static final int LENGTH_AFTER_FIRST = METADATA_OFFSET + 28;
    private static final int LAYERS = METADATA_OFFSET + 32;
    private static final int CHECKSUM_START = METADATA_OFFSET + 36;
    private static final int CHECKSUM_OFFSET = METADATA_OFFSET + 38;
    private static final int GSO_SIZE = METADATA_OFFSET + 40;
    private static final int GSO_TYPE = METADATA_OFFSET + 42;
    private static final int TRACE_HANDLE = METADATA_OFFSET + 44;
    /** Within {@code struct rte_mbuf}: refcnt, so that owners in native code and here count in one place. */
    private static final int REFERENCES = 18;
    /** Within {@code struct rte_mbuf}: nb_segs. */
    private static final int SEGMENTS = 20;
    /** Within {@code struct rte_mbuf}: next. */
    private static final int NEXT_SEGMENT = 64;

    /**
     * Where the region begins. Not final on purpose: C2 would add the constant to the offset of each field, and load the sum, 64
     * bits of it, anew for each access; so it stays in a register and the offsets become part of the instructions.
     */
    @SuppressWarnings("FieldMayBeFinal")
    private static long base = BufferRegion.BASE;

    private Buffer() {}

    /** Address of the buffer with this index. */
    public static long address(final int index) {
        return base + ((long) index << BufferRegion.INDEX_SHIFT);
    }

    /** Index of the buffer at this address. */
    public static int index(final long buffer) {
        return (int) (buffer - base >> BufferRegion.INDEX_SHIFT);
    }

    /** Address of the first byte of the packet: where the header of the current layer begins. */
    public static long data(final long buffer) {
        return buffer + (Memory.getShort(buffer + CURRENT_DATA) & 0xffff);
    }

    /**
     * Makes the buffer hold a packet of one buffer that has no other property yet: no flags, no tx interface.
     *
     * @param currentData offset of its first byte, from -{@link #HEADROOM_BYTES} on.
     * @param length its bytes.
     * @param rxInterface sw_if_index that it came in by.
     */
    public static void begin(final long buffer, final int currentData, final int length, final int rxInterface) {
        Memory.putLong(buffer + CURRENT_DATA, currentData + DATA_OFFSET & 0xffffL | (length & 0xffffL) << 16);
        Memory.putLong(buffer + RX_INTERFACE, rxInterface & 0xffffffffL | 0xffffffffL << 32);
    }

    /**
     * Current data, length and flags in one load, for loops that need more than one of them: see {@link #headData},
     * {@link #headLength}, {@link #headFlags}.
     */
    public static long head(final long buffer) {
        return Memory.getLong(buffer + CURRENT_DATA);
    }

    /** Address of the first byte of the packet, from what {@link #head} returned. */
    public static long headData(final long buffer, final long head) {
        return buffer + (head & 0xffff);
    }

    /** Offset of the first byte of the packet, from what {@link #head} returned; see {@link #currentData}. */
    public static int headCurrentData(final long head) {
        return (int) (head & 0xffff) - DATA_OFFSET;
    }

    /** Bytes in this buffer, from what {@link #head} returned. */
    public static int headLength(final long head) {
        return (int) head >>> 16;
    }

    /** Whether the buffer is free, so that who reads it should not have it; from what {@link #head} returned. */
    public static boolean headIsFree(final long head) {
        return head < 0;
    }

    /** Whether the buffer is free, so that who reads it should not have it. */
    public static boolean isFree(final long buffer) {
        return flags(buffer) < 0;
    }

    /** Marks a buffer as free and makes it an empty packet. */
    static void markFree(final long buffer) {
        Memory.putLong(buffer + CURRENT_DATA, FREE_MARK);
    }

    /** Flags, from what {@link #head} returned. */
    public static int headFlags(final long head) {
        return (int) (head >>> 32);
    }

    /** Writes current data and length moved by {@code bytes}, as {@link #advance} does, from what {@link #head} returned. */
    public static void headAdvance(final long buffer, final long head, final int bytes) {
        Memory.putInt(buffer + CURRENT_DATA, moved((int) head, bytes));
    }

    public static int currentData(final long buffer) {
        return (Memory.getShort(buffer + CURRENT_DATA) & 0xffff) - DATA_OFFSET;
    }

    /** Bytes of the packet in this buffer, from current data on. */
    public static int length(final long buffer) {
        return Memory.getShort(buffer + LENGTH) & 0xffff;
    }

    public static void length(final long buffer, final int bytes) {
        Memory.putShort(buffer + LENGTH, bytes);
    }

    /** Moves the start of the packet by {@code bytes}: forward to strip a header, back (negative) to prepend one. */
    public static void advance(final long buffer, final int bytes) {
        // One word for both, so that a reader of either doesn't wait for two narrow stores to be merged.
        Memory.putInt(buffer + CURRENT_DATA, moved(Memory.getInt(buffer + CURRENT_DATA), bytes));
    }

    /** Length in the upper half and current data in the lower, moved: where one grows the other shrinks. */
    private static int moved(final int word, final int bytes) {
        return word - bytes * 0xffff;
    }

    public static int flags(final long buffer) {
        return Memory.getInt(buffer + FLAGS);
    }

    public static void flags(final long buffer, final int flags) {
        Memory.putInt(buffer + FLAGS, flags);
    }

    public static boolean has(final long buffer, final int flag) {
        return (flags(buffer) & flag) != 0;
    }

    public static void set(final long buffer, final int flag) {
        flags(buffer, flags(buffer) | flag);
    }

    public static void clear(final long buffer, final int flag) {
        flags(buffer, flags(buffer) & ~flag);
    }

    /** The sw_if_index that the packet came in by. */
    public static int rxInterface(final long buffer) {
        return Memory.getInt(buffer + RX_INTERFACE);
    }

    public static void rxInterface(final long buffer, final int swIfIndex) {
        Memory.putInt(buffer + RX_INTERFACE, swIfIndex);
    }

    /** The sw_if_index that the packet leaves by; before the rewrite, -1 or the table to look up in. */
    public static int txInterface(final long buffer) {
        return Memory.getInt(buffer + TX_INTERFACE);
    }

    public static void txInterface(final long buffer, final int swIfIndex) {
        Memory.putInt(buffer + TX_INTERFACE, swIfIndex);
    }

    /** The adjacency that the lookup chose. */
    public static int adjacency(final long buffer) {
        return Memory.getInt(buffer + ADJACENCY);
    }

    public static void adjacency(final long buffer, final int index) {
        Memory.putInt(buffer + ADJACENCY, index);
    }

    /**
     * Writes the adjacency, and in the upper half the {@link #error}, by one store: what a lookup finds for most packets is one
     * word of both.
     */
    public static void adjacencyAndError(final long buffer, final long word) {
        Memory.putLong(buffer + ADJACENCY, word);
    }

    /** Id of the drop reason; meaningful for a packet on its way to a drop or punt node. */
    public static int error(final long buffer) {
        return Memory.getInt(buffer + ERROR);
    }

    public static void error(final long buffer, final int reason) {
        Memory.putInt(buffer + ERROR, reason);
    }

    /** Index of the next buffer of the chain, with {@link #NEXT_PRESENT}. */
    public static int next(final long buffer) {
        return Memory.getInt(buffer + NEXT);
    }

    /** How many buffers the packet is made of that begins with this index; {@link #MAX_CHAIN} at most. */
    public static int chainLength(final int head) {
        int length = 1;
        long buffer = address(head);
        while (length < MAX_CHAIN && has(buffer, NEXT_PRESENT)) {
            buffer = address(next(buffer));
            length++;
        }
        return length;
    }

    /** Links {@code index} behind this buffer. */
    public static void next(final long buffer, final int index) {
        Memory.putInt(buffer + NEXT, index);
        set(buffer, NEXT_PRESENT);
    }

    /** In the head of a chain: bytes in all buffers but the first. */
    public static int lengthAfterFirst(final long buffer) {
        return has(buffer, NEXT_PRESENT) ? Memory.getInt(buffer + LENGTH_AFTER_FIRST) : 0;
    }

    public static void lengthAfterFirst(final long buffer, final int bytes) {
        Memory.putInt(buffer + LENGTH_AFTER_FIRST, bytes);
    }

    /** Bytes of the whole packet. */
    public static int packetLength(final long buffer) {
        // One word holds length and flags: a packet of one buffer, the common kind, is done after a shift.
        final long word = Memory.getLong(buffer + CURRENT_DATA);
        final int first = (int) (word >>> 16) & 0xffff;
        return (word >>> 32 & NEXT_PRESENT) == 0 ? first : first + Memory.getInt(buffer + LENGTH_AFTER_FIRST);
    }

    /** With {@link #LAYERS_KNOWN}: where the headers lie, as {@code io.weir.net.Layers} packs it. */
    public static int layers(final long buffer) {
        return Memory.getInt(buffer + LAYERS);
    }

    /** Notes where the headers lie and sets {@link #LAYERS_KNOWN}. */
    public static void layers(final long buffer, final int layers) {
        Memory.putInt(buffer + LAYERS, layers);
        set(buffer, LAYERS_KNOWN);
    }

    /** With {@link #SHARED}: how many owners, each of which frees the buffer once. */
    public static int references(final long buffer) {
        return has(buffer, SHARED) ? Memory.getShort(buffer + REFERENCES) & 0xffff : 1;
    }

    /** What native code expects of a free buffer: one owner, one segment, no next. */
    static void single(final long buffer) {
        UnsafeApi.putShort(buffer + REFERENCES, (short) 1);
        UnsafeApi.putShort(buffer + SEGMENTS, (short) 1);
        UnsafeApi.putLong(buffer + NEXT_SEGMENT, 0);
    }

    /** Adds an owner. */
    static void share(final long buffer) {
        if (has(buffer, SHARED)) {
            UnsafeApi.getAndAddShort(null, buffer + REFERENCES, (short) 1);
        } else {
            Memory.putShort(buffer + REFERENCES, 2);
            set(buffer, SHARED);
        }
    }

    /** Takes an owner away; owners may be on several threads. Returns whether it was the last. */
    static boolean release(final long buffer) {
        if (!has(buffer, SHARED)) {
            return true;
        }
        final boolean last = UnsafeApi.getAndAddShort(null, buffer + REFERENCES, (short) -1) == 1;
        if (last) {
            single(buffer);
            clear(buffer, SHARED);
        }
        return last;
    }

    /** With {@link #L4_CHECKSUM_PARTIAL}: where summing begins, counted as current data is. */
    public static int checksumStart(final long buffer) {
        return Memory.getShort(buffer + CHECKSUM_START);
    }

    /** With {@link #L4_CHECKSUM_PARTIAL}: where the sum goes, in bytes behind {@link #checksumStart}. */
    public static int checksumOffset(final long buffer) {
        return Memory.getShort(buffer + CHECKSUM_OFFSET);
    }

    /** Asks for a layer-4 checksum and sets {@link #L4_CHECKSUM_PARTIAL}. */
    public static void partialChecksum(final long buffer, final int start, final int offset) {
        Memory.putShort(buffer + CHECKSUM_START, start);
        Memory.putShort(buffer + CHECKSUM_OFFSET, offset);
        set(buffer, L4_CHECKSUM_PARTIAL);
    }

    /** With {@link #GSO}: bytes of TCP payload per segment. */
    public static int gsoSize(final long buffer) {
        return Memory.getShort(buffer + GSO_SIZE) & 0xffff;
    }

    /** With {@link #GSO}: the kind of segments, {@code VIRTIO_NET_HDR_GSO_*}. */
    public static int gsoType(final long buffer) {
        return Memory.getShort(buffer + GSO_TYPE);
    }

    /** Marks a large segment and sets {@link #GSO}. */
    public static void gso(final long buffer, final int type, final int payloadBytes) {
        Memory.putShort(buffer + GSO_SIZE, payloadBytes);
        Memory.putShort(buffer + GSO_TYPE, type);
        set(buffer, GSO);
    }

    /** With {@link #TRACED}: which trace the packet writes to. */
    public static int traceHandle(final long buffer) {
        return Memory.getInt(buffer + TRACE_HANDLE);
    }

    /** Makes the packet a traced one. */
    public static void traceHandle(final long buffer, final int handle) {
        Memory.putInt(buffer + TRACE_HANDLE, handle);
        set(buffer, TRACED);
    }
}
