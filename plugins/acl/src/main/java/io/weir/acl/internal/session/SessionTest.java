package io.weir.acl.internal.session;

/** Tells which sessions stay. On the worker that has them. */
@FunctionalInterface
public interface SessionTest {
    /** Whether the session with this key and value, at their addresses, stays. */
    boolean stays(long key, long value);
}
