package io.weir.acl.internal.classify;

import java.util.List;

/** What rules of a tree have in common. */
record Condition(Aspect aspect, boolean narrow) {
    boolean holds(final Boxes boxes, final int rule) {
        return aspect.narrow(boxes, rule) == narrow;
    }

    /** Whether a rule belongs to a tree. */
    static boolean allHold(final List<Condition> conditions, final Boxes boxes, final int rule) {
        // Asked of each rule of a list: a stream for each would be half of what compiling leaves behind.
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(boxes, rule)) {
                return false;
            }
        }
        return true;
    }
}
