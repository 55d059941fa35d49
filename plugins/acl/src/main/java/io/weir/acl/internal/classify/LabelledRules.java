package io.weir.acl.internal.classify;

import io.weir.acl.internal.rule.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rules in their order, with labels that grow along it. Labels may leave gaps, into which rules come later without others
 * having to be labelled anew.
 *
 * @param rules null where a rule says nothing.
 * @param labels one for each, none negative.
 */
public record LabelledRules(List<Rule> rules, int[] labels) {
    /** Those whose labels are their numbers in the list. */
    public static LabelledRules numbered(final List<Rule> rules) {
        return new LabelledRules(rules, IntStream.range(0, rules.size()).toArray());
    }

    /** The rule with a label, or null. */
    Rule of(final int label) {
        final int number = Arrays.binarySearch(labels, label);
        return number < 0 ? null : rules.get(number);
    }

    /** Those with some labels that there are, which grow. */
    LabelledRules only(final int[] some, final int count) {
        final int[] chosen = Arrays.copyOf(some, count);
        return new LabelledRules(IntStream.of(chosen).mapToObj(this::of).toList(), chosen);
    }
}
