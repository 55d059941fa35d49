package io.weir.acl.internal.policy;

/** All policies at one moment, by interface. Immutable: a node asks one table about all packets of a frame. */
public final class PolicyTable {
    static final PolicyTable EMPTY = new PolicyTable(0, new Policy[0], new Policy[0], new Policy[0], new int[0]);

    private final int version;
    private final Policy[] input;
    private final Policy[] output;
    private final Policy[] contexts;
    /** By interface; 0 where no policy reflects. */
    private final int[] generations;

    PolicyTable(
            final int version,
            final Policy[] input,
            final Policy[] output,
            final Policy[] contexts,
            final int... generations) {
        this.version = version;
        this.input = input;
        this.output = output;
        this.contexts = contexts;
        this.generations = generations;
    }

    /** Each table has another one. */
    public int version() {
        return version;
    }

    /** The policy of packets that come in by an interface or leave by it, or null. */
    public Policy of(final boolean leaving, final int swIfIndex) {
        final Policy[] policies = leaving ? output : input;
        return swIfIndex >= 0 && swIfIndex < policies.length ? policies[swIfIndex] : null;
    }

    /** What other plugins ask in the context with a number, or null. */
    public Policy context(final int number) {
        return number < contexts.length ? contexts[number] : null;
    }

    /**
     * Which sessions of an interface count: those that began under this number. 0 if there are none, since a policy of neither
     * direction reflects.
     */
    public int generation(final int swIfIndex) {
        return swIfIndex >= 0 && swIfIndex < generations.length ? generations[swIfIndex] : 0;
    }
}
