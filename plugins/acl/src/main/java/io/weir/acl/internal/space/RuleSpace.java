package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Rules as sets of packets: tells of any set which of them is the first that its parts match. Immutable. */
final class RuleSpace {
    /** No rule. */
    static final int NONE = -1;

    private static final BitSet NOBODY = new BitSet();

    private final List<Rule> rules;
    private final Box[] whole;
    /** Of fragments without ports; null where a rule doesn't count for them. */
    private final Box[] later;

    /** Takes parts. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Takes a part.
         *
         * @param rule the first that all of it matches, or {@link #NONE}.
         * @return whether to go on.
         */
        boolean part(Box box, int rule);
    }

    private record Work(Box box, int from) {}

    /**
     * Of these rules.
     *
     * @param matchLater whether fragments without ports match rules that ask for ports.
     */
    RuleSpace(final List<Rule> rules, final boolean matchLater) {
        this.rules = rules;
        whole = new Box[rules.size()];
        later = new Box[rules.size()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Box.of(rules.get(i), false);
            later[i] = matchLater || !rules.get(i).asksForMore() ? Box.of(rules.get(i), true) : null;
        }
    }

    List<Rule> rules() {
        return rules;
    }

    /** What a rule matches of packets that there can be, as boxes that don't meet. */
    List<Box> of(final int rule) {
        final List<Box> boxes = new ArrayList<>();
        for (final Box there : Universe.of(rules.get(rule).ip6())) {
            final Box mine = there.later() ? later[rule] : whole[rule];
            if (mine != null && mine.meets(there)) {
                boxes.add(there.both(mine));
            }
        }
        return boxes;
    }

    /**
     * Parts a set by the first rule of some in a row that each part matches. What is far down comes first, so that little is kept.
     *
     * @param from the first rule that is asked.
     * @param to behind the last.
     * @return whether it came to the end: the visitor wanted all, and the budget was enough.
     */
    boolean each(final Box box, final int from, final int to, final Budget budget, final Visitor visitor) {
        return each(box, from, to, NOBODY, budget, visitor);
    }

    /** The same, as if some rules were not there. */
    boolean each(
            final Box box,
            final int from,
            final int to,
            final BitSet absent,
            final Budget budget,
            final Visitor visitor) {
        final Deque<Work> stack = new ArrayDeque<>();
        stack.push(new Work(box, from));
        while (!stack.isEmpty()) {
            final Work work = stack.pop();
            final Box[] boxes = work.box.later() ? later : whole;
            int rule = work.from;
            while (rule < to && (boxes[rule] == null || !boxes[rule].meets(work.box) || absent.get(rule))) {
                if (!budget.take()) {
                    return false;
                }
                rule++;
            }
            if (!budget.take()) {
                return false;
            }
            if (rule == to) {
                if (!visitor.part(work.box, NONE)) {
                    return false;
                }
                continue;
            }
            final int next = rule + 1;
            final Box both = work.box.without(boxes[rule], piece -> stack.push(new Work(piece, next)));
            if (!visitor.part(both, rule)) {
                return false;
            }
        }
        return true;
    }
}
