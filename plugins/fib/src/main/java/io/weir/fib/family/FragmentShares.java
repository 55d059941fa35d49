package io.weir.fib.family;

import io.weir.memory.Memory;
import io.weir.net.FlowHash;

/**
 * Whose fragments take how much of one thread's room. While there is room anybody has it; when there is none, who has most gives way,
 * with what waits longest of it: so a source that floods takes the place of its own packets, and others keep theirs. Sources are told
 * apart by a secret hash, in classes first and then in groups of them, so that many addresses of one network are one that floods.
 *
 * <pre>
 *   0      8                      {@value #CLASSES} classes    {@value #GROUPS} groups
 *   +------+----------------------+-----+---------------------------------------+-----+
 *   | held | packets | held       | ... | packets | held | eldest | youngest     | ... |
 *   +------+----------------------+-----+---------------------------------------+-----+
 * </pre>
 *
 * It lies outside the heap, so that the next version of a plugin goes on with it. One thread; others may ask {@link #held}.
 */
final class FragmentShares {
    /** Classes of sources; and groups in each. */
    private static final int CLASSES = 64;

    private static final int GROUPS = CLASSES * CLASSES;
    private static final int CLASS_BYTES = 8;
    private static final int GROUP_BYTES = 16;
    private static final int FIRST_CLASS = 8;
    private static final int FIRST_GROUP = FIRST_CLASS + CLASSES * CLASS_BYTES;

    /** Bytes that a thread's take. */
    static final int BYTES = FIRST_GROUP + GROUPS * GROUP_BYTES + 63 & -64;

    private static final int PACKETS = 0;
    private static final int HELD = 4;
    private static final int ELDEST = 8;
    private static final int YOUNGEST = 12;
    /** What of an IPv4 address is left out of its network. */
    private static final int HOST_BITS = 8;

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final long memory;
    private final boolean ip6;

    /**
     * Those of a thread.
     *
     * @param memory of {@link #BYTES} bytes.
     * @param keyBytes of packets, which begin with their source: of IPv4 below 40.
     */
    FragmentShares(final long memory, final int keyBytes) {
        this.memory = memory;
        ip6 = keyBytes >= 40;
    }

    /** The group of the packet with a key. */
    int group(final long key) {
        final long address4 = Memory.getIntBe(key) & 0xffff_ffffL;
        final long network = ip6 ? Memory.getLong(key) : address4 >>> HOST_BITS;
        final long host = ip6 ? Memory.getLong(key + 8) : address4;
        final long coarse = mixed(network, FlowHash.SEED);
        return (int) (coarse >>> 58) * CLASSES
                + (int) (mixed(host ^ coarse, Long.rotateLeft(FlowHash.SEED, 32)) >>> 58);
    }

    private static long mixed(final long bits, final long seed) {
        final long once = (bits ^ seed) * GOLDEN;
        return (once ^ once >>> 32 ^ Long.rotateLeft(seed, 17)) * GOLDEN;
    }

    /** Buffers that wait in all; any thread. */
    int held() {
        return Memory.getInt(memory);
    }

    /** Counts buffers of a group that wait. */
    void hold(final int group, final int more) {
        add(memory, more);
        add(classOf(group) + HELD, more);
        add(at(group) + HELD, more);
    }

    /** Counts packets of a group. */
    void count(final int group, final int more) {
        add(classOf(group) + PACKETS, more);
        add(at(group) + PACKETS, more);
    }

    int eldest(final int group) {
        return Memory.getInt(at(group) + ELDEST);
    }

    void eldest(final int group, final int entry) {
        Memory.putInt(at(group) + ELDEST, entry);
    }

    int youngest(final int group) {
        return Memory.getInt(at(group) + YOUNGEST);
    }

    void youngest(final int group, final int entry) {
        Memory.putInt(at(group) + YOUNGEST, entry);
    }

    /** The group that has the most packets. */
    int mostPackets() {
        return most(PACKETS);
    }

    /** The group whose packets hold the most buffers. */
    int mostHeld() {
        return most(HELD);
    }

    private int most(final int field) {
        final int first = largest(memory + FIRST_CLASS + field, CLASS_BYTES) * CLASSES;
        return first + largest(at(first) + field, GROUP_BYTES);
    }

    private static int largest(final long fields, final int apart) {
        int largest = 0;
        int most = -1;
        for (int i = 0; i < CLASSES; i++) {
            final int has = Memory.getInt(fields + (long) i * apart);
            if (has > most) {
                most = has;
                largest = i;
            }
        }
        return largest;
    }

    /** How many groups there are. */
    static int groups() {
        return GROUPS;
    }

    private long classOf(final int group) {
        return memory + FIRST_CLASS + (long) (group / CLASSES) * CLASS_BYTES;
    }

    private long at(final int group) {
        return memory + FIRST_GROUP + (long) group * GROUP_BYTES;
    }

    private static void add(final long field, final int more) {
        Memory.putInt(field, Memory.getInt(field) + more);
    }
}
