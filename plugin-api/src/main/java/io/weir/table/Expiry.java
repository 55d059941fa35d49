package io.weir.table;

/** Is asked when a session's time is over. */
@FunctionalInterface
public interface Expiry {
    /** What lets a session go. */
    long OVER = 0;

    /**
     * A session's time is over. It is still whole, and goes when this has returned; it must not be removed here. Others may be.
     * If it throws, the session goes all the same. On the table's owner.
     *
     * @param entry its number.
     * @return {@link #OVER}, or for how long it stays, in nanoseconds.
     */
    long expired(SessionTable table, int entry);
}
