package io.weir.table;

import io.weir.memory.Memory;

/**
 * Sessions by fixed-size keys, with fixed-size values, millions of them, in memory outside the heap. One thread owns a table,
 * as a rule a worker: it looks up, adds, removes, touches and lets expire. Main makes it and closes it, gives it memory
 * ({@link #provision}), and reads it while the owner writes ({@link #cursor}, {@link #statistics}).
 *
 * <p>A session is named by the number of its entry, which it keeps until it goes; then another may get it. What its key and
 * value are is its user's; both are read and written at their addresses. {@code Entries} and {@code TableIndex} draw how they
 * lie in memory, and how a reader sees them whole.
 *
 * <p>A turn of the owner with a vector of packets:
 *
 * <pre>
 *   table.expire(worker.nowNs(), 64, expiry);          // the clock, a few expiries, a bit of growth
 *   ... write the key of packet i to keys + i * keyBytes ...
 *   table.hash(keys, count, hashes);
 *   table.lookup(keys, hashes, count, entries);
 *   for each packet:
 *       entries[i] != 0:  table.touch(entries[i]), and use table.value(entries[i])
 *       else:             entry = table.insert(key, hashes[i], timeoutNs)
 *                         if it is above 0: write the value, then table.endChange(entry)
 * </pre>
 *
 * Nothing is allocated on the heap after it was made, nothing ever moves, nothing is swept: each call does a bounded amount.
 */
public final class SessionTable implements AutoCloseable {
    /** Five times what a doubling needs to end before the next; more would make turns longer in which many come. */
    private static final int SPLITS_PER_INSERT = 1;

    private static final int SPLITS_PER_TURN = 16;

    private final TableMemory memory;
    private final TableShape shape;
    private final Entries entries;
    private final TableIndex index;
    private final KeyHash hash;
    private final EntryWheel wheel;
    private final GroupLookup lookup;
    /** By second keys; these are null without any. */
    private final TableIndex otherIndex;

    private final GroupLookup otherLookup;
    private final long control;
    private boolean closed;

    private SessionTable(final TableMemory memory, final TableShape shape) {
        this.memory = memory;
        this.shape = shape;
        control = memory.control;
        entries = new Entries(memory);
        hash = new KeyHash(shape.keyBytes(), control + TableMemory.SECRETS);
        index = new TableIndex(memory, memory.index, entries, null);
        wheel = new EntryWheel(this, memory, entries);
        lookup = new GroupLookup(entries, index, shape.keyBytes());
        otherIndex = shape.other() == null ? null : new TableIndex(memory, memory.otherIndex, entries, hash);
        otherLookup = otherIndex == null ? null : new GroupLookup(entries, otherIndex, OtherKey.BYTES);
    }

    /**
     * An empty table. Address space for all that it may hold is reserved, memory is taken as it fills.
     *
     * @throws java.io.UncheckedIOException when the system refuses.
     */
    public static SessionTable create(final TableShape shape) {
        final SessionTable made = new SessionTable(TableMemory.make(shape), shape);
        made.wheel.clear();
        return made;
    }

    /**
     * Takes a table over from the version of a plugin that has exported it: the same memory, with all that is in it. The
     * version before goes on with its own {@code SessionTable} until the barrier, this one after it. Each closes its own,
     * whatever becomes of the upgrade; the memory goes with the last.
     *
     * @param wanted what this version knows; its limit may be lower than that of the table.
     * @throws IllegalArgumentException with one sentence, when the table is of another layout or shape, or gone.
     */
    public static SessionTable attach(final TableState state, final TableShape wanted) {
        return new SessionTable(TableMemory.find(state, wanted).use(), wanted);
    }

    /** What {@link #attach} takes. Nothing changes by it: this goes on until it is closed. */
    public TableState exportState() {
        return new TableState(TableMemory.LAYOUT, control, memory.shape);
    }

    /** Has done with it: the memory goes when all others have, cursors and other versions. Main, when its owner has stopped. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.release();
        }
    }

    /** Hash of the key at an address, under secrets of this table: what strangers choose can't crowd it. */
    public int hash(final long key) {
        return hash.of(key);
    }

    /** Hashes of {@code count} keys, one behind the other. */
    public void hash(final long keys, final int count, final int[] hashes) {
        hash.of(keys, count, hashes);
    }

    /** The entry of a key with this hash, or 0. */
    public int find(final long key, final int keyHash) {
        return index.find(key, keyHash);
    }

    /**
     * Looks up {@code count} keys, one behind the other, overlapping their ways to memory.
     *
     * @param entriesFound the entry of each key, or 0.
     * @return how many are there.
     */
    public int lookup(final long keys, final int[] hashes, final int count, final int[] entriesFound) {
        return lookup.lookup(keys, hashes, count, entriesFound);
    }

    /** Hash of the second key at an address. */
    public int hashOther(final long key) {
        return hash.of(Memory.getLong(key), Memory.getLong(key + 8));
    }

    /** Hashes of {@code count} second keys, one behind the other. */
    public void hashOther(final long keys, final int count, final int[] hashes) {
        for (int i = 0; i < count; i++) {
            hashes[i] = hashOther(keys + (long) i * OtherKey.BYTES);
        }
    }

    /** The entry of a second key with this hash, or 0. Only of tables that have them. */
    public int findOther(final long key, final int keyHash) {
        return otherIndex.find(key, keyHash);
    }

    /** As {@link #lookup}, by second keys. Only of tables that have them. */
    public int lookupOther(final long keys, final int[] hashes, final int count, final int[] entriesFound) {
        return otherLookup.lookup(keys, hashes, count, entriesFound);
    }

    /**
     * Adds a session, with a value of zeros, and begins to change it: write its value, then call {@link #endChange}, or it will
     * never be listed.
     *
     * @param timeoutNs how long it lasts untouched; 13 days at most.
     * @return its number; or less than 0, the number negated, if the key is there already (a packet before in the vector);
     *     or 0, counted, if there is no room.
     */
    public int insert(final long key, final int keyHash, final long timeoutNs) {
        final int present = index.find(key, keyHash);
        if (present != 0) {
            return -present;
        }
        final int size = size();
        final int entry = size >= shape.limit() ? 0 : entries.take();
        if (entry == 0) {
            count(TableMemory.REFUSED);
            return 0;
        }
        if (!index.put(keyHash, entry)) {
            entries.giveBack(entry);
            count(TableMemory.CROWDED);
            return 0;
        }
        entries.fill(entry, key, keyHash);
        wheel.add(entry, timeoutNs);
        Memory.putInt(control + TableMemory.SIZE, size + 1);
        count(TableMemory.INSERTED);
        index.grow(SPLITS_PER_INSERT);
        return entry;
    }

    /**
     * Has an entry that was just inserted found by its second key too, which has been written by now, and shall stay while it is
     * there. Right behind {@link #insert}, in tables that have second keys.
     *
     * <p>That no other entry has the key its user sees to.
     *
     * @return false, counted, if there is no room where its hash leads to: then the entry is gone again.
     */
    public boolean putOther(final int entry) {
        final long first = entries.otherFirst(entry);
        final long second = entries.otherSecond(entry);
        if (otherIndex.put(hash.of(first, second), entry)) {
            otherIndex.grow(SPLITS_PER_INSERT);
            return true;
        }
        count(TableMemory.CROWDED);
        endOfOne(entry);
        return false;
    }

    /**
     * Takes a session out.
     *
     * @throws IllegalStateException for the one that {@link Expiry} is being asked about.
     */
    public void remove(final int entry) {
        if (entry == wheel.expiring()) {
            throw new IllegalStateException("session " + entry + " expires just now: return OVER");
        }
        count(TableMemory.REMOVED);
        end(entry);
    }

    void expired(final int entry) {
        count(TableMemory.EXPIRED);
        end(entry);
    }

    private void end(final int entry) {
        if (!entries.live(entry)) {
            throw new IllegalArgumentException("there is no session " + entry);
        }
        if (otherIndex != null) {
            otherIndex.remove(entry);
        }
        endOfOne(entry);
    }

    /** Ends an entry that is found by its first key only. */
    private void endOfOne(final int entry) {
        entries.end(entry);
        wheel.unlink(entry);
        index.remove(entries.hash(entry), entry);
        entries.giveBack(entry);
        Memory.putInt(control + TableMemory.SIZE, size() - 1);
    }

    /**
     * A packet has come: the session's time begins anew, unless {@link Expiry} has given it longer. A store to the line that its
     * key is in, at most once a millisecond.
     */
    public void touch(final int entry) {
        wheel.touch(entry);
    }

    /** Gives a session another timeout, from now on. */
    public void timeout(final int entry, final long timeoutNs) {
        wheel.timeout(entry, timeoutNs);
    }

    /** Address of a session's key; not to be changed. */
    public long key(final int entry) {
        return entries.key(entry);
    }

    /** Address of a session's value. Single words of it may be written at any time; see {@link #beginChange}. */
    public long value(final int entry) {
        return entries.value(entry);
    }

    /** What is written to the value until {@link #endChange} a cursor sees as a whole or not at all. */
    public void beginChange(final int entry) {
        entries.beginChange(entry);
    }

    /** Ends what {@link #insert} or {@link #beginChange} began. */
    public void endChange(final int entry) {
        entries.endChange(entry);
    }

    /**
     * Tells the table the time, once a turn, and lets sessions expire whose time is over. The index goes on growing, if it does.
     *
     * @param most how many steps it may take; a session that expires takes one, and one for each level of the wheel before
     *     (two or three in all). What isn't done the next calls do.
     * @return the steps that it took.
     */
    public int expire(final long nowNs, final int most, final Expiry expiry) {
        index.grow(SPLITS_PER_TURN);
        if (otherIndex != null) {
            otherIndex.grow(SPLITS_PER_TURN);
        }
        return wheel.expire(nowNs, most, expiry);
    }

    /**
     * Takes memory for what will come next, huge pages where there are any, so that the owner doesn't have to take a page
     * itself, a small one at a time. For main or a thread of its own, now and then; never the owner while packets wait.
     *
     * @param most bytes after which it stops, to go on with the next call; it may be 2 MB more.
     * @return the bytes that it took; 0 if there is enough.
     */
    public long provision(final long most) {
        return memory.provision(most);
    }

    /** Goes through it while the owner writes; to be closed. */
    public TableCursor cursor() {
        return new TableCursor(memory);
    }

    /** Sessions that are there. */
    public int size() {
        return Memory.getInt(control + TableMemory.SIZE);
    }

    /** What it was made for. */
    public TableShape shape() {
        return shape;
    }

    /** Bytes of memory that are in use for it, or were when it was larger. */
    public long bytes() {
        return memory.bytes();
    }

    /** What it has counted. */
    public TableStatistics statistics() {
        return new TableStatistics(
                size(),
                counter(TableMemory.INSERTED),
                counter(TableMemory.REMOVED),
                counter(TableMemory.EXPIRED),
                counter(TableMemory.REFUSED),
                counter(TableMemory.CROWDED),
                counter(TableMemory.COLLISIONS));
    }

    private long counter(final int offset) {
        return Memory.getLong(control + offset);
    }

    private void count(final int offset) {
        Memory.putLong(control + offset, counter(offset) + 1);
    }
}
