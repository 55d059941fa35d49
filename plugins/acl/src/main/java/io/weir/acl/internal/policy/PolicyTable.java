package io.weir.acl.internal.policy;

/** All policies at one moment, by interface. Immutable: a node asks one table about all packets of a frame. */
public final class PolicyTable {
    static final PolicyTable EMPTY = new PolicyTable(new Policy[0], new Policy[0], new boolean[0]);

    private final Policy[] input;
    private final Policy[] output;
    private final boolean[] reflexive;

    PolicyTable(final Policy[] input, final Policy[] output, final boolean[] reflexive) {
        this.input = input;
        this.output = output;
        this.reflexive = reflexive;
    }

    /** The policy of packets that come in by an interface or leave by it, or null. */
    public Policy of(final boolean leaving, final int swIfIndex) {
        final Policy[] policies = leaving ? output : input;
        return swIfIndex >= 0 && swIfIndex < policies.length ? policies[swIfIndex] : null;
    }

    /** Whether an interface may have sessions: a policy of one direction reflects. */
    public boolean reflexive(final int swIfIndex) {
        return swIfIndex >= 0 && swIfIndex < reflexive.length && reflexive[swIfIndex];
    }
}
