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
final class KeptSlots {
    private KeptSlots() {}

    /**
     * By rule: its slot, or -1 if it is new.
     *
     * @param from by rule its number in the list before, as far as it is known, or -1.
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
            moved(rules, before, found, slots);
        }
        return slots;
    }

    /** The same where nothing is known. */
    static int[] of(final List<Rule> rules, final Installed before) {
        return of(rules, before, none(rules.size()));
    }

    /** Of so many rules that all are new. */
    static int[] none(final int rules) {
        final int[] none = new int[rules];
        Arrays.fill(none, -1);
        return none;
    }

    private static void moved(final List<Rule> rules, final Installed before, final BitSet found, final int... slots) {
        final Map<Rule, Deque<Integer>> kept = HashMap.newHashMap(before.rules().size() - found.cardinality());
        for (int i = found.nextClearBit(0); i < before.rules().size(); i = found.nextClearBit(i + 1)) {
            kept.computeIfAbsent(before.rules().get(i), rule -> new ArrayDeque<>(1))
                    .add(before.slots()[i]);
        }
        for (int i = 0; i < slots.length; i++) {
            final Deque<Integer> same = slots[i] < 0 ? kept.get(rules.get(i)) : null;
            if (same != null && !same.isEmpty()) {
                slots[i] = same.remove();
            }
        }
    }
}
