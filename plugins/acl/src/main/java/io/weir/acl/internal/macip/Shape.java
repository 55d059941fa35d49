package io.weir.acl.internal.macip;

import io.weir.acl.internal.rule.Subnet;
import java.util.Arrays;
import java.util.List;

/**
 * Rules of one family that look at the same bits: a hash table from these bits to the first rule that has them. Immutable once it is
 * made.
 */
final class Shape {
    private static final int KEY_WORDS = 3;
    private static final int FREE = -1;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final long macMask;
    private final long highMask;
    private final long lowMask;
    private final int first;
    /** MAC address and both halves of the address, slot by slot. */
    private final long[] keys;
    /** By slot. */
    private final int[] rules;

    private final int slots;

    /**
     * Makes the table.
     *
     * @param numbers of rules that differ in nothing but values, in their order.
     */
    Shape(final List<MacipRule> list, final List<Integer> numbers) {
        final MacipRule any = list.get(numbers.getFirst());
        macMask = any.mask();
        highMask = Subnet.highMask(any.source().length());
        lowMask = Subnet.lowMask(any.source().length());
        first = numbers.getFirst();
        // Half of it stays free at least, so what isn't there is soon known.
        slots = Integer.highestOneBit(numbers.size()) * 4;
        keys = new long[slots * KEY_WORDS];
        rules = new int[slots];
        Arrays.fill(rules, FREE);
        for (final int number : numbers) {
            final MacipRule rule = list.get(number);
            put(rule.mac(), rule.source().high(), rule.source().low(), number);
        }
    }

    private void put(final long mac, final long high, final long low, final int number) {
        final int slot = slot(mac, high, low);
        // An equal rule before it is the one that matches.
        if (rules[slot] == FREE) {
            rules[slot] = number;
            keys[slot * KEY_WORDS] = mac;
            keys[slot * KEY_WORDS + 1] = high;
            keys[slot * KEY_WORDS + 2] = low;
        }
    }

    /** The slot of a key, or the free one where it would be. */
    private int slot(final long mac, final long high, final long low) {
        long hash = (mac ^ Long.rotateLeft(high * MULTIPLIER, 31) ^ Long.rotateLeft(low * MULTIPLIER, 17)) * MULTIPLIER;
        hash ^= hash >>> 32;
        int slot = (int) (hash * MULTIPLIER >>> 33) & slots - 1;
        while (rules[slot] != FREE
                && (keys[slot * KEY_WORDS] != mac
                        || keys[slot * KEY_WORDS + 1] != high
                        || keys[slot * KEY_WORDS + 2] != low)) {
            slot = slot + 1 & slots - 1;
        }
        return slot;
    }

    /** The lowest number of its rules. */
    int first() {
        return first;
    }

    /** The first rule that matches, or -1. */
    int find(final long mac, final long high, final long low) {
        return rules[slot(mac & macMask, high & highMask, low & lowMask)];
    }

    /** Bytes that it takes. */
    long bytes() {
        return (long) keys.length * Long.BYTES + (long) rules.length * Integer.BYTES;
    }
}
