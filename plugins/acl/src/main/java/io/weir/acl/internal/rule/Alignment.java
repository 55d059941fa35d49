package io.weir.acl.internal.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which rules of a list are in another one in the same order; a packet that is decided about otherwise matches one of the others.
 * Immutable.
 */
public final class Alignment {
    private final List<Rule> before;
    private final List<Rule> after;
    /** What both begin with. */
    private final int head;

    /** By rule of the later list its number in the earlier one, or -1. */
    private final int[] from;

    private final BitSet kept = new BitSet();

    /** Of two lists. */
    public Alignment(final List<Rule> before, final List<Rule> after) {
        this.before = before;
        this.after = after;
        from = new int[after.size()];
        final int shorter = Math.min(before.size(), after.size());
        int same = 0;
        while (same < shorter && before.get(same).equals(after.get(same))) {
            keep(same, same);
            same++;
        }
        head = same;
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
            keep(before.size() - tail, after.size() - tail);
        }
        longest(places(before.size() - tail, after.size() - tail));
    }

    private void keep(final int earlier, final int later) {
        from[later] = earlier;
        kept.set(earlier);
    }

    /** For each rule between, from {@link #head} on, its place in the earlier list, or -1; equal ones go together in their order. */
    private int[] places(final int beforeEnd, final int afterEnd) {
        final Map<Rule, Deque<Integer>> places = new HashMap<>();
        for (int i = head; i < beforeEnd; i++) {
            places.computeIfAbsent(before.get(i), rule -> new ArrayDeque<>(1)).add(i);
        }
        final int[] found = new int[afterEnd - head];
        for (int i = 0; i < found.length; i++) {
            final Deque<Integer> same = places.get(after.get(head + i));
            found[i] = same == null || same.isEmpty() ? -1 : same.remove();
        }
        return found;
    }

    /** Keeps the longest row of places that grow. */
    private void longest(final int... places) {
        final int[] ends = new int[places.length];
        final int[] behind = new int[places.length];
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
                behind[i] = low == 0 ? -1 : ends[low - 1];
                ends[low] = i;
                length = Math.max(length, low + 1);
            }
        }
        Arrays.fill(from, head, head + places.length, -1);
        for (int i = length == 0 ? -1 : ends[length - 1]; i >= 0; i = behind[i]) {
            keep(places[i], head + i);
        }
    }

    /** By rule of the later list its number in the earlier one, or -1; they grow. */
    public int[] from() {
        return from.clone();
    }

    /** How many rules go or come. */
    public int changes() {
        return before.size() + after.size() - 2 * kept.cardinality();
    }

    /** Numbers of rules of the earlier list that are gone or elsewhere. */
    public int[] removed() {
        return IntStream.range(0, before.size()).filter(i -> !kept.get(i)).toArray();
    }

    /** Numbers of rules of the later list that are new or elsewhere. */
    public int[] added() {
        return IntStream.range(0, from.length).filter(i -> from[i] < 0).toArray();
    }

    /** How many rules both begin with. */
    public int same() {
        return head;
    }

    /** All rules that are not in both. */
    public List<Rule> changed() {
        final List<Rule> changed = new ArrayList<>();
        Arrays.stream(removed()).mapToObj(before::get).forEach(changed::add);
        Arrays.stream(added()).mapToObj(after::get).forEach(changed::add);
        return changed;
    }
}
