package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rules of a list are in another one in the same order; a packet that is decided about otherwise matches one of the others.
 * Immutable.
 */
public final class Alignment {
    private final List<Rule> before;
    private final List<Rule> after;
    private final BitSet kept = new BitSet();
    private final BitSet keptAfter = new BitSet();

    /** Of two lists. */
    public Alignment(final List<Rule> before, final List<Rule> after) {
        this.before = before;
        this.after = after;
        longest(places());
    }

    /** For each rule of the later list its place in the earlier one, or -1; equal ones go together in their order. */
    private int[] places() {
        final Map<Rule, Deque<Integer>> places = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            places.computeIfAbsent(before.get(i), rule -> new ArrayDeque<>(1)).add(i);
        }
        final int[] found = new int[after.size()];
        for (int i = 0; i < found.length; i++) {
            final Deque<Integer> same = places.get(after.get(i));
            found[i] = same == null || same.isEmpty() ? -1 : same.remove();
        }
        return found;
    }

    /** Keeps the longest row of places that grow. */
    private void longest(final int... places) {
        final int[] ends = new int[places.length];
        final int[] from = new int[places.length];
        int length = 0;
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                int low = 0;
                int high = length;
                while (low < high) {
                    final int middle = low + high >>> 1;
                    if (places[ends[middle]] < places[i]) {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
                from[i] = low == 0 ? -1 : ends[low - 1];
                ends[low] = i;
                length = Math.max(length, low + 1);
            }
        }
        for (int i = length == 0 ? -1 : ends[length - 1]; i >= 0; i = from[i]) {
            keptAfter.set(i);
            kept.set(places[i]);
        }
    }

    /** Numbers of rules of the earlier list that are gone or elsewhere. */
    public int[] removed() {
        return others(kept, before.size());
    }

    /** Numbers of rules of the later list that are new or elsewhere. */
    public int[] added() {
        return others(keptAfter, after.size());
    }

    private static int[] others(final BitSet some, final int size) {
        final BitSet others = new BitSet();
        others.set(0, size);
        others.andNot(some);
        return others.stream().toArray();
    }

    /** How many rules both begin with. */
    int same() {
        return Math.min(kept.nextClearBit(0), keptAfter.nextClearBit(0));
    }

    /** All rules that are not in both. */
    List<Rule> changed() {
        final List<Rule> changed = new ArrayList<>();
        Arrays.stream(removed()).mapToObj(before::get).forEach(changed::add);
        Arrays.stream(added()).mapToObj(after::get).forEach(changed::add);
        return changed;
    }
}
