package io.weir.acl.internal.macip;

import java.util.BitSet;
import java.util.List;

/** A list as workers ask it. Immutable. */
final class MacipPolicy {
    private final int index;
    private final MacipMatcher matcher;
    private final BitSet permits = new BitSet();
    private final int[] slots;

    /**
     * Compiles a list.
     *
     * @param slots where each rule is counted.
     */
    MacipPolicy(final MacipList list, final int... slots) {
        index = list.index();
        matcher = new MacipMatcher(list.rules());
        this.slots = slots;
        final List<MacipRule> rules = list.rules();
        for (int i = 0; i < rules.size(); i++) {
            permits.set(i, rules.get(i).permit());
        }
    }

    /** Number of the list. */
    int index() {
        return index;
    }

    /** The first rule that matches a sender, or {@link MacipMatcher#NONE}. */
    int first(final boolean ip6, final long mac, final long high, final long low) {
        return matcher.first(ip6, mac, high, low);
    }

    /** Whether a rule lets on what it matches. */
    boolean permits(final int rule) {
        return permits.get(rule);
    }

    /** Where a rule is counted. */
    int slot(final int rule) {
        return slots[rule];
    }

    /** Where each rule is counted. */
    int[] slots() {
        return slots.clone();
    }

    /** Bytes that it takes. */
    long bytes() {
        return matcher.bytes() + (long) slots.length * Integer.BYTES + permits.size() / Byte.SIZE;
    }
}
