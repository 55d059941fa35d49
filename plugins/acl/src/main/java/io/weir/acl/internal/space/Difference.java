package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Alignment;
import io.weir.acl.internal.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * What packets are decided about otherwise by one row of rules than by another. Only what rules match that are not in both is looked
 * at, so a change of a few rules of many is found soon. What is compared and kept is bounded. Immutable.
 */
public final class Difference {
    private static final int MOST_PARTS = 10_000;

    private final RuleSpace before;
    private final RuleSpace after;
    private final boolean denied;
    private final Budget budget;
    private final int same;
    private final List<Change> parts = new ArrayList<>();
    private final List<Change> changes;
    private final boolean complete;

    /**
     * Compares.
     *
     * @param matchLater whether fragments without ports match rules that ask for ports.
     * @param denied whether what no rule matches is denied, and not asked about elsewhere.
     * @param most comparisons.
     * @param pause called now and then.
     */
    public Difference(
            final List<Rule> before,
            final List<Rule> after,
            final boolean matchLater,
            final boolean denied,
            final long most,
            final Runnable pause) {
        this.before = new RuleSpace(before, matchLater);
        this.after = new RuleSpace(after, matchLater);
        this.denied = denied;
        budget = new Budget(most, pause);
        final Alignment alignment = new Alignment(before, after);
        same = alignment.same();
        complete = compare(new RuleSpace(alignment.changed(), matchLater));
        changes = Merging.of(parts);
    }

    /** Parts that don't meet, with what becomes of them. */
    public List<Change> changes() {
        return changes;
    }

    /** Whether these are all. */
    public boolean complete() {
        return complete;
    }

    /** How much was compared. */
    public long compared() {
        return budget.used();
    }

    private boolean compare(final RuleSpace changed) {
        for (int rule = 0; rule < changed.rules().size(); rule++) {
            for (final Box box : changed.of(rule)) {
                // What an earlier one matches was looked at.
                if (!changed.each(box, 0, rule, budget, (part, first) -> first != RuleSpace.NONE || compare(part))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean compare(final Box box) {
        return before.each(box, 0, before.rules().size(), budget, (part, first) -> {
            if (first != RuleSpace.NONE && first < same) {
                return true;
            }
            final Action was = action(before, first, part);
            return after.each(part, same, after.rules().size(), budget, (rest, now) -> {
                final Action is = action(after, now, rest);
                if (was != is) {
                    parts.add(new Change(rest.later() ? rest : Universe.opened(rest), was, is));
                }
                return parts.size() < MOST_PARTS;
            });
        });
    }

    private Action action(final RuleSpace space, final int rule, final Box box) {
        if (rule != RuleSpace.NONE) {
            return space.rules().get(rule).action(box.later());
        }
        return denied ? Action.DENY : null;
    }
}
