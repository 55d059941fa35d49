package io.weir.ip4.internal.fib;

/** How main learns that no worker still holds something that it looked up before. */
@FunctionalInterface
public interface Quiescence {
    /** Returns after every worker has been between two loop turns. */
    void await(String why);
}
