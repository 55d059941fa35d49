package io.weir.fib;

/**
 * The longest-prefix structure of a family, as the tables write it: workers read it meanwhile, and see each prefix as it was
 * or as it is. A leaf names a forwarding index and a counter: {@link Forwarding#leaf}. Only main calls.
 */
public interface Lookup {
    /**
     * Makes room for a table, in which every address leads to a leaf.
     *
     * @param index {@link Table#index}.
     */
    void open(int index, long leaf);

    /** A table goes: no packet is looked up in it any more. */
    void close(int index);

    /**
     * Whether so many neighbouring prefixes of one length can be entered.
     *
     * @param count how many, from this one on.
     */
    boolean roomFor(int index, Prefix first, int count);

    /** Enters a prefix, or changes its leaf. */
    void put(int index, long high, long low, int length, long leaf);

    /** Gives memory back that no worker can hold any more; returns whether there is more to give back, now or later. */
    default boolean reclaim() {
        return false;
    }

    /** Takes a prefix out: the one that covers it shows through. */
    void remove(int index, long high, long low, int length, long cover, int coverLength);
}
