package io.weir.nat64.internal.state;

import io.weir.memory.Memory;
import io.weir.table.OtherKey;
import io.weir.table.TableShape;

/**
 * How a binding (an entry of the BIB) lies in its table: by the client's transport address, and by the pool's.
 *
 * <pre>
 *   key     0            16     18         19      20      22      24
 *           +------------+------+----------+-------+-------+-------+
 *           | client     | port | protocol | flags | table | place |     addresses in network order, numbers in the machine's
 *           +------------+------+----------+-------+-------+-------+
 *                                          `ignored'       `ignored'
 *   value   24           28     30         31    32         36            40
 *           +------------+------+----------+-----+----------+-------------+
 *           | pool       | port | protocol |  -  | sessions | client      |     place: of the address in the pool
 *           +------------+------+----------+-----+----------+-------------+     client: its entry in {@link Clients}
 *           `-------- second key, 16 bytes: the last 8 are not compared --
 * </pre>
 */
public final class BindingTable {
    public static final int KEY_BYTES = 24;
    public static final int VALUE_BYTES = 16;

    static final int LAYOUT = 2;

    /** Given by the operator: it stays without sessions. */
    public static final int STATIC = 1;

    /** Restored from a file: it waits for its sessions, which are there too. */
    static final int RESTORED = 2;

    /** Its port is of a block of its client's. */
    static final int OF_BLOCK = 4;

    private static final int PORT = 16;
    private static final int PROTOCOL = 18;
    private static final int FLAGS = 19;
    private static final int TABLE = 20;
    private static final int PLACE = 22;
    private static final int POOL_PORT = 4;
    private static final int SESSIONS = 8;
    private static final int CLIENT = 12;
    private static final long FREE_OF_THIRD_WORD = 0xffff_0000_ff00_0000L;

    private BindingTable() {}

    /** A table for so many. */
    static TableShape shape(final int limit) {
        return new TableShape(KEY_BYTES, VALUE_BYTES, LAYOUT, limit, new OtherKey(KEY_BYTES, FREE_OF_THIRD_WORD, -1L));
    }

    /** Writes a key. */
    static void writeKey(
            final long key, final long high, final long low, final int port, final int protocol, final int table) {
        Memory.putLongBe(key, high);
        Memory.putLongBe(key + 8, low);
        Memory.putLong(key + PORT, (port & 0xffffL) | (long) protocol << 16 | (table & 0xffffL) << 32);
    }

    /** Writes a second key. */
    static void writeOther(final long key, final int address, final int port, final int protocol) {
        Memory.putInt(key, address);
        Memory.putInt(key + POOL_PORT, (port & 0xffff) | protocol << 16);
        Memory.putLong(key + 8, 0);
    }

    /** Writes the rest of a new one, whose key is there. */
    static void write(
            final long key,
            final long value,
            final int address,
            final int port,
            final int place,
            final int client,
            final int flags) {
        writeOther(value, address, port, protocol(key));
        Memory.putInt(value + CLIENT, client);
        Memory.putShort(key + PLACE, place);
        Memory.putByte(key + FLAGS, flags);
    }

    /** Upper half of the client's address. */
    public static long high(final long key) {
        return Memory.getLongBe(key);
    }

    /** Lower half of the client's address. */
    public static long low(final long key) {
        return Memory.getLongBe(key + 8);
    }

    /** Port of the client. */
    public static int port(final long key) {
        return Memory.getShort(key + PORT) & 0xffff;
    }

    /** Number of the protocol in IPv4. */
    public static int protocol(final long key) {
        return Memory.getUnsignedByte(key + PROTOCOL);
    }

    /** Index of the client's table. */
    public static int table(final long key) {
        return Memory.getShort(key + TABLE) & 0xffff;
    }

    /** Address of the pool. */
    public static int poolAddress(final long value) {
        return Memory.getInt(value);
    }

    /** Port of that. */
    public static int poolPort(final long value) {
        return Memory.getShort(value + POOL_PORT) & 0xffff;
    }

    /** Place of the address in the pool. */
    static int place(final long key) {
        return Memory.getShort(key + PLACE) & 0xffff;
    }

    /** Entry of the client. */
    static int client(final long value) {
        return Memory.getInt(value + CLIENT);
    }

    /** How many sessions it has. */
    public static int sessions(final long value) {
        return Memory.getInt(value + SESSIONS);
    }

    static void sessions(final long value, final int count) {
        Memory.putInt(value + SESSIONS, count);
    }

    /** Whether the operator gave it. */
    public static boolean isStatic(final long key) {
        return (Memory.getUnsignedByte(key + FLAGS) & STATIC) != 0;
    }

    /** Whether it waits for its sessions. */
    static boolean isRestored(final long key) {
        return (Memory.getUnsignedByte(key + FLAGS) & RESTORED) != 0;
    }

    /** Whether its port is of a block of its client's. */
    static boolean isOfBlock(final long key) {
        return (Memory.getUnsignedByte(key + FLAGS) & OF_BLOCK) != 0;
    }

    /** It is neither the operator's nor a file's any more. */
    static void ordinary(final long key) {
        Memory.putByte(key + FLAGS, Memory.getUnsignedByte(key + FLAGS) & OF_BLOCK);
    }
}
