package io.weir.nat64.internal.state;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.table.SessionTable;
import io.weir.table.TableShape;

/**
 * Clients of a worker that have bindings: how many, how many sessions, and which address of the pool they have, since all bindings of a client get the
 * same while it has room (paired pooling: RFC 4787, 4.1). Only that worker calls.
 *
 * <pre>
 *   key  16 bytes of address, those beyond the client's bits zero, index of the table 8
 *   value  place 4, bindings 4, sessions 4, first block of ports 4
 * </pre>
 */
final class Clients implements AutoCloseable {
    private static final int KEY_BYTES = 24;
    private static final int VALUE_BYTES = 16;
    private static final int LAYOUT = 3;
    private static final int TABLE = 16;
    private static final int PLACE = 0;
    private static final int BINDINGS = 4;
    private static final int SESSIONS = 8;
    private static final int BLOCKS = 12;
    private static final long LONG = 1L << 43;

    private final SessionTable table;
    private final long key = OffHeap.allocate(KEY_BYTES);

    Clients(final SessionTable table) {
        this.table = table;
    }

    static TableShape shape() {
        return new TableShape(KEY_BYTES, VALUE_BYTES, LAYOUT, Limits.MOST);
    }

    static long upper(final long word, final int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? word : word & -1L << Long.SIZE - bits;
    }

    private int hash(final long high, final long low, final int clientTable, final int bits) {
        Memory.putLong(key, upper(high, bits));
        Memory.putLong(key + 8, upper(low, bits - Long.SIZE));
        Memory.putLong(key + TABLE, clientTable);
        return table.hash(key);
    }

    /** The entry of a client, made if there is none; 0 if there is no room. */
    int of(final long high, final long low, final int clientTable, final int bits) {
        final int hash = hash(high, low, clientTable, bits);
        final int entry = Math.abs(table.insert(key, hash, LONG));
        if (entry != 0 && bindings(entry) == 0) {
            Memory.putInt(table.value(entry) + PLACE, PoolTable.NONE);
            Memory.putLong(table.value(entry) + SESSIONS, 0);
            table.endChange(entry);
        }
        return entry;
    }

    /** The entry of a client, or 0. */
    int find(final long high, final long low, final int clientTable, final int bits) {
        final int hash = hash(high, low, clientTable, bits);
        return table.find(key, hash);
    }

    /** By chance, as strangers don't know the table's secrets; the same for a client as long as the table lasts. */
    int chance(final long high, final long low, final int clientTable, final int bits) {
        return hash(high, low, clientTable, bits);
    }

    /** By a client's value. */
    static int placeOf(final long value) {
        return Memory.getInt(value + PLACE);
    }

    static int bindingsOf(final long value) {
        return Memory.getInt(value + BINDINGS);
    }

    static int sessionsOf(final long value) {
        return Memory.getInt(value + SESSIONS);
    }

    int bindings(final int entry) {
        return bindingsOf(table.value(entry));
    }

    int sessions(final int entry) {
        return sessionsOf(table.value(entry));
    }

    /** It has so many sessions more. */
    void countSessions(final int entry, final int more) {
        Memory.putInt(table.value(entry) + SESSIONS, sessions(entry) + more);
    }

    /** The first of its blocks of ports, an entry of {@link PortBlocks}; 0 if it has none. */
    int blocks(final int entry) {
        return Memory.getInt(table.value(entry) + BLOCKS);
    }

    void blocks(final int entry, final int first) {
        Memory.putInt(table.value(entry) + BLOCKS, first);
    }

    /** Place of its address, or {@link PoolTable#NONE}. */
    int place(final int entry) {
        return placeOf(table.value(entry));
    }

    void place(final int entry, final int place) {
        Memory.putInt(table.value(entry) + PLACE, place);
    }

    /** It has so many bindings more; without any it is forgotten. */
    void count(final int entry, final int more) {
        final int now = bindings(entry) + more;
        if (now == 0) {
            table.remove(entry);
        } else {
            Memory.putInt(table.value(entry) + BINDINGS, now);
        }
    }

    /** One that has no bindings is forgotten. */
    void tidy(final int entry) {
        if (bindings(entry) == 0) {
            table.remove(entry);
        }
    }

    /** Upper half of a client's address, by its key. */
    static long high(final long key) {
        return Memory.getLong(key);
    }

    /** Lower half, zero where the client has all of it. */
    static long low(final long key) {
        return Memory.getLong(key + 8);
    }

    /** Index of a client's table, by its key. */
    static int tableOf(final long key) {
        return Memory.getInt(key + TABLE);
    }

    SessionTable table() {
        return table;
    }

    @Override
    public void close() {
        table.close();
        OffHeap.free(key);
    }
}
