package io.weir.nat64.internal.state;

/** Which sessions are meant. On the worker that has them. */
@FunctionalInterface
public interface SessionTest {
    /** All. */
    SessionTest ALL = (key, value) -> true;

    /** Whether a session is: see {@link SessionEntry}. */
    boolean fits(long key, long value);
}
