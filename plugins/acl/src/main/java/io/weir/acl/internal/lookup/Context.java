package io.weir.acl.internal.lookup;

import io.weir.acl.LookupContext;
import io.weir.acl.internal.policy.Policy;
import io.weir.acl.internal.policy.PolicyTable;
import java.util.List;

/** A context as its user has it. Main changes it; workers ask for {@link #policy}. */
final class Context implements LookupContext {
    private final Contexts contexts;
    private final int index;
    private final User user;
    private final String purpose;
    private List<Integer> lists = List.of();
    private volatile boolean open = true;

    Context(final Contexts contexts, final int index, final User user, final String purpose) {
        this.contexts = contexts;
        this.index = index;
        this.user = user;
        this.purpose = purpose;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public List<Integer> lists() {
        return lists;
    }

    @Override
    public void lists(final List<Integer> indices) {
        if (!open) {
            throw new IllegalStateException("lookup context " + index + " is closed");
        }
        contexts.change(this, List.copyOf(indices));
        lists = List.copyOf(indices);
    }

    @Override
    public void close() {
        if (open) {
            // First, as its number may be another one's soon.
            open = false;
            contexts.remove(this);
            lists = List.of();
        }
    }

    /** What its packets are held against, or null: nothing matches. Any thread. */
    Policy policy(final PolicyTable table) {
        return open ? table.context(index) : null;
    }

    User user() {
        return user;
    }

    String purpose() {
        return purpose;
    }
}
