package io.weir.benchmarks.acl.rival;

/** A way to find the first rule of a list that a packet matches. For one thread. */
public interface Rival extends AutoCloseable {
    /** What it is called in tables. */
    String name();

    /**
     * Finds the first rule that each packet matches.
     *
     * @param keys address of the first {@link io.weir.acl.internal.classify.Key}, the others lie behind it.
     * @param count packets, a vector at most.
     * @param matched gets the rules' numbers in the list; -1 where none matches.
     */
    void first(long keys, int count, int[] matched);

    /** Bytes that it takes. */
    long bytes();

    @Override
    void close();
}
