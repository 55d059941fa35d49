package io.weir.acl.internal.policy;

import java.util.List;

/** What packets of an interface and a direction are held against. Immutable, shared by interfaces with the same lists. */
public final class Policy {
    private final List<CompiledList> lists;
    private final boolean reflects;

    Policy(final List<CompiledList> lists, final boolean reflects) {
        this.lists = lists;
        this.reflects = reflects;
    }

    /** Lists in the order in which they are asked; what none of them knows is denied. */
    public List<CompiledList> lists() {
        return lists;
    }

    /** Whether a rule of them begins sessions. */
    public boolean reflects() {
        return reflects;
    }
}
