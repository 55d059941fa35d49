package io.weir.benchmarks.acl.rival;

/** What generated classes are. */
interface CompiledRules {
    /** {@link Rival#first}. */
    void first(long keys, int count, int[] matched);
}
