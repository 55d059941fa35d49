package io.weir.nat64.internal.file;

import io.weir.memory.Memory;

/**
 * How a binding or a session lies in a file, numbers in the machine's order.
 *
 * <pre>
 *   0            16     18         19     20     24      28     30     32        36   40      44
 *   +------------+------+----------+------+------+-------+------+------+---------+----+-------+---+
 *   | client     | port | protocol | kind | pool | server| pool | srv  | prefix/ |age | state | - |
 *   |            |      |          |      |      |       | port | port | table   | s  | flags |   |
 *   +------------+------+----------+------+------+-------+------+------+---------+----+-------+---+
 *   kinds: 1 a binding (table), 2 one of the operator's, 3 a session (prefix); the last is 4: how many there are, and a checksum
 * </pre>
 */
final class SavedEntry {
    static final int BYTES = 48;

    static final int BINDING = 1;
    static final int STATIC = 2;
    static final int SESSION = 3;
    static final int END = 4;

    private SavedEntry() {}

    static void write(
            final long at,
            final int kind,
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int pool,
            final int poolPort,
            final int where) {
        Memory.putLongBe(at, high);
        Memory.putLongBe(at + 8, low);
        Memory.putShort(at + 16, port);
        Memory.putByte(at + 18, protocol);
        Memory.putByte(at + 19, kind);
        Memory.putInt(at + 20, pool);
        Memory.putInt(at + 24, 0);
        Memory.putShort(at + 28, poolPort);
        Memory.putShort(at + 30, 0);
        Memory.putInt(at + 32, where);
        Memory.putInt(at + 36, 0);
        Memory.putLong(at + 40, 0);
    }

    /** What a session has besides. */
    static void session(final long at, final int server, final int serverPort, final int age, final int state) {
        Memory.putInt(at + 24, server);
        Memory.putShort(at + 30, serverPort);
        Memory.putInt(at + 36, age);
        Memory.putInt(at + 40, state);
    }

    /** The last one. */
    static void end(final long at, final long entries, final int checksum) {
        write(at, END, entries, 0, 0, 0, checksum, 0, 0);
    }

    static long high(final long at) {
        return Memory.getLongBe(at);
    }

    static long low(final long at) {
        return Memory.getLongBe(at + 8);
    }

    static int port(final long at) {
        return Memory.getShort(at + 16) & 0xffff;
    }

    static int protocol(final long at) {
        return Memory.getUnsignedByte(at + 18);
    }

    static int kind(final long at) {
        return Memory.getUnsignedByte(at + 19);
    }

    static int pool(final long at) {
        return Memory.getInt(at + 20);
    }

    static int server(final long at) {
        return Memory.getInt(at + 24);
    }

    static int poolPort(final long at) {
        return Memory.getShort(at + 28) & 0xffff;
    }

    static int serverPort(final long at) {
        return Memory.getShort(at + 30) & 0xffff;
    }

    /** Number of the prefix, or of the table, in the file's own list. */
    static int where(final long at) {
        return Memory.getInt(at + 32);
    }

    static int age(final long at) {
        return Memory.getInt(at + 36);
    }

    static int state(final long at) {
        return Memory.getInt(at + 40);
    }
}
