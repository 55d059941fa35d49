package io.weir.acl.internal.classify;

import java.util.List;

/** What rules of a tree have in common. */
record Condition(Aspect aspect, boolean narrow) {
    boolean holds(final Boxes boxes, final int rule) {
        return aspect.narrow(boxes, rule) == narrow;
    }

    /** Whether a rule belongs to a tree. */
    static boolean allHold(final List<Condition> conditions, final Boxes boxes, final int rule) {
        return conditions.stream().allMatch(each -> each.holds(boxes, rule));
    }
}
