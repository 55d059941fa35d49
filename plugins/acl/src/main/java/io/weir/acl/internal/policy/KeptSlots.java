package io.weir.acl.internal.policy;

import io.weir.acl.internal.rule.Rule;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where rules of a list go on being counted since they were in the list before, wherever in it. */
public final class KeptSlots {
    private KeptSlots() {}

    /** By rule of any kind: the slot of one that equals it in the list before, or -1 if it is new. */
    public static <R> int[] of(final List<R> rules, final List<R> before, final int... slotsBefore) {
        final int[] slots = none(rules.size());
        moved(rules, before, new BitSet(), slotsBefore, slots);
        return slots;
    }

    /**
     * By rule: its slot, or -1 if it is new.
     *
     * @param from by rule its number in the list before, or -1 if it is new or moved.
     */
    static int[] of(final List<Rule> rules, final Installed before, final int... from) {
        final int[] slots = new int[from.length];
        final BitSet found = new BitSet();
        int left = 0;
        for (int i = 0; i < from.length; i++) {
            if (from[i] < 0) {
                slots[i] = -1;
                left++;
            } else {
                slots[i] = before.slots()[from[i]];
                found.set(from[i]);
            }
        }
        if (left > 0 && found.cardinality() < before.rules().size()) {
            moved(rules, before.rules(), found, before.slots(), slots);
        }
        return slots;
    }

    /** Of so many rules that all are new. */
    static int[] none(final int rules) {
        final int[] none = new int[rules];
        Arrays.fill(none, -1);
        return none;
    }

    private static <R> void moved(
            final List<R> rules,
            final List<R> before,
            final BitSet found,
            final int[] slotsBefore,
            final int... slots) {
        final Map<R, Deque<Integer>> kept = HashMap.newHashMap(before.size() - found.cardinality());
        for (int i = found.nextClearBit(0); i < before.size(); i = found.nextClearBit(i + 1)) {
            kept.computeIfAbsent(before.get(i), rule -> new ArrayDeque<>(1)).add(slotsBefore[i]);
        }
        for (int i = 0; i < slots.length; i++) {
            final Deque<Integer> same = slots[i] < 0 ? kept.get(rules.get(i)) : null;
            if (same != null && !same.isEmpty()) {
                slots[i] = same.remove();
            }
        }
    }
}
