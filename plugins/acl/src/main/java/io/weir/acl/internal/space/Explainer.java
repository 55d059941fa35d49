package io.weir.acl.internal.space;

import io.weir.acl.internal.rule.Action;
import io.weir.acl.internal.rule.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds rules of a list that do nothing, by what others together match; fragments without ports count as well. How much is compared
 * for a rule is bounded, since what rules leave of each other may fall into more parts than can be looked at.
 */
public final class Explainer {
    private static final long MOST_FOR_A_RULE = 1_000_000;

    /** What a rule is. */
    public enum Kind {
        /** Packets would fare otherwise without it. */
        NEEDED,
        /** No packet comes to it, and earlier rules do with all of its packets what it says. */
        REDUNDANT,
        /** No packet comes to it, and earlier rules do something else with all of its packets. */
        CONTRADICTORY,
        /** No packet comes to it, and earlier rules do with some of its packets what it says. */
        UNREACHABLE,
        /** Packets come to it, but later rules would do the same with all of them. */
        SUPERFLUOUS,
        /** It would take too long to say. */
        UNKNOWN
    }

    /**
     * What was found out about a rule.
     *
     * @param by rules that make it so, lowest first.
     */
    public record Finding(int rule, Kind kind, List<Integer> by) {}

    private final List<Rule> rules;
    private final RuleSpace space;
    private final Runnable pause;
    private final long most;
    /** No packet comes to them. */
    private final BitSet unreached = new BitSet();

    private long spent;

    /**
     * About a list.
     *
     * @param matchLater whether fragments without ports match rules that ask for ports.
     * @param most comparisons in all.
     * @param pause called now and then.
     */
    public Explainer(final List<Rule> rules, final boolean matchLater, final long most, final Runnable pause) {
        this.rules = rules;
        this.pause = pause;
        this.most = most;
        space = new RuleSpace(rules, matchLater);
    }

    /** All rules, in their order. */
    public List<Finding> all() {
        final List<Finding> findings = new ArrayList<>();
        for (int rule = 0; rule < rules.size(); rule++) {
            final Finding finding = reached(rule);
            findings.add(finding);
            unreached.set(rule, finding.kind != Kind.NEEDED && finding.kind != Kind.UNKNOWN);
        }
        // Once all are known to which nothing comes: none is left out for the sake of one of those.
        findings.replaceAll(finding -> finding.kind == Kind.NEEDED ? needed(finding.rule) : finding);
        return findings;
    }

    private Budget budget() {
        return new Budget(Math.max(0, Math.min(MOST_FOR_A_RULE, most - spent)), pause);
    }

    /** Whether packets come to a rule, as far as can be told. */
    private Finding reached(final int rule) {
        final Budget budget = budget();
        final int single = single(rule, budget);
        final TreeSet<Integer> by = new TreeSet<>();
        boolean reached = false;
        if (single >= 0) {
            by.add(single);
        } else {
            for (final Box box : space.of(rule)) {
                final boolean covered = space.each(box, 0, rule, budget, (part, first) -> {
                    if (first != RuleSpace.NONE) {
                        by.add(first);
                    }
                    return first != RuleSpace.NONE;
                });
                if (!covered) {
                    reached = true;
                    break;
                }
            }
        }
        spent += budget.used();
        if (budget.spent()) {
            return new Finding(rule, Kind.UNKNOWN, List.of());
        }
        return reached ? new Finding(rule, Kind.NEEDED, List.of()) : new Finding(rule, kind(rule, by), List.copyOf(by));
    }

    /** The first rule before one that alone matches all that it matches, or -1. */
    private int single(final int rule, final Budget budget) {
        for (int i = 0; i < rule && budget.take(); i++) {
            if (rules.get(i).covers(rules.get(rule))) {
                return i;
            }
        }
        return -1;
    }

    private Kind kind(final int rule, final Set<Integer> by) {
        final Action action = rules.get(rule).action();
        final long same =
                by.stream().filter(each -> rules.get(each).action() == action).count();
        return same == by.size() ? Kind.REDUNDANT : same == 0 ? Kind.CONTRADICTORY : Kind.UNREACHABLE;
    }

    /** Whether a rule that packets come to could be left out. */
    private Finding needed(final int rule) {
        final Budget budget = budget();
        final TreeSet<Integer> by = new TreeSet<>();
        // Of two that say the same one stays. One that says otherwise, to which nothing comes now, would be come to.
        final BitSet absent = unreached.stream()
                .filter(other -> rules.get(other).action() == rules.get(rule).action())
                .collect(BitSet::new, BitSet::set, BitSet::or);
        boolean superfluous = true;
        for (final Box box : space.of(rule)) {
            superfluous = superfluous
                    && space.each(
                            box,
                            0,
                            rule,
                            budget,
                            (part, first) -> first != RuleSpace.NONE || sameLater(part, rule, absent, by, budget));
        }
        spent += budget.used();
        if (budget.spent()) {
            return new Finding(rule, Kind.UNKNOWN, List.of());
        }
        return superfluous
                ? new Finding(rule, Kind.SUPERFLUOUS, List.copyOf(by))
                : new Finding(rule, Kind.NEEDED, List.of());
    }

    /** Whether rules behind one do the same with a part. */
    private boolean sameLater(
            final Box part, final int rule, final BitSet absent, final Set<Integer> by, final Budget budget) {
        final Action action = action(rule, part);
        return space.each(part, rule + 1, rules.size(), absent, budget, (box, later) -> {
            if (later == RuleSpace.NONE || action(later, box) != action) {
                return false;
            }
            by.add(later);
            return true;
        });
    }

    private Action action(final int rule, final Box box) {
        return rules.get(rule).action(box.later());
    }
}
