package io.weir.benchmarks.acl.rival;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;

/**
 * A table of a tuple space outside the heap, at most half full: slots of eight bytes, in order from where their hash says. A slot
 * has sixteen bits of the hash, how many rules share it, and which record is their first.
 */
final class TupleTable implements AutoCloseable {
    private static final int RULES_SHIFT = 32;
    private static final int TAG_SHIFT = 48;
    private static final int MOST_RULES = 0xffff;

    final int first;
    private final boolean ip6;
    private final long[] masks;
    private final long upperMask;
    private final long slots;
    private final int shift;
    private final int size;

    TupleTable(final boolean ip6, final Tuple tuple, final int keys, final int first) {
        this.ip6 = ip6;
        this.first = first;
        masks = new long[ip6 ? 4 : 1];
        for (int word = 0; word < masks.length; word++) {
            masks[word] = PackedRules.mask(ip6, tuple.source(), tuple.destination(), word);
        }
        upperMask = tuple.upperMask();
        final int bits = 33 - Integer.numberOfLeadingZeros(Math.max(1, keys));
        size = 1 << bits;
        shift = 64 - bits;
        slots = OffHeap.allocate((long) size << 3);
    }

    /** Adds the rules of a key. */
    void put(final long hash, final int record, final int rules) {
        if (rules > MOST_RULES) {
            throw new IllegalArgumentException(rules + " rules share a slot");
        }
        int slot = (int) (hash >>> shift);
        while (Memory.getLong(slots + ((long) slot << 3)) != 0) {
            slot = slot + 1 & size - 1;
        }
        final long word = hash << TAG_SHIFT | (long) rules << RULES_SHIFT | record;
        Memory.putLong(slots + ((long) slot << 3), word);
    }

    /** The hash of what of a key counts here. */
    long hash(final long key) {
        return ip6 ? hash6(key) : hash4(key);
    }

    long hash4(final long key) {
        return mix((Memory.getLong(key) & masks[0]) * 0x9e3779b97f4a7c15L
                ^ (Memory.getLong(key + 8) & upperMask) * 0xd6e8feb86659fd93L);
    }

    long hash6(final long key) {
        final long source = (Memory.getLong(key) & masks[0]) * 0x9e3779b97f4a7c15L
                + (Memory.getLong(key + 8) & masks[1]) * 0xc2b2ae3d27d4eb4fL;
        final long destination = (Memory.getLong(key + 16) & masks[2]) * 0x165667b19e3779f9L
                + (Memory.getLong(key + 24) & masks[3]) * 0xff51afd7ed558ccdL;
        return mix(source + destination ^ (Memory.getLong(key + 32) & upperMask) * 0xd6e8feb86659fd93L);
    }

    private static long mix(final long hash) {
        final long mixed = (hash ^ hash >>> 29) * 0xbf58476d1ce4e5b9L;
        return mixed ^ mixed >>> 32;
    }

    /** What the first slot of a hash holds. */
    long slot(final long hash) {
        return Memory.getLong(slots + (hash >>> shift << 3));
    }

    /** The number of the first rule that a key matches, or -1. Slots of other keys may have its tag. */
    int match(final long hash, final long key, final PackedRules rules) {
        int slot = (int) (hash >>> shift);
        long word = slot(hash);
        while (word != 0) {
            if (word >>> TAG_SHIFT == (hash & 0xffff)) {
                final int label = rules.first((int) word, (int) (word >>> RULES_SHIFT) & MOST_RULES, key);
                if (label >= 0) {
                    return label;
                }
            }
            slot = slot + 1 & size - 1;
            word = Memory.getLong(slots + ((long) slot << 3));
        }
        return -1;
    }

    long bytes() {
        return (long) size << 3;
    }

    @Override
    public void close() {
        OffHeap.free(slots);
    }
}
