package io.weir.nat64.internal.state;

import io.weir.memory.Memory;
import io.weir.table.OtherKey;
import io.weir.table.TableShape;

/**
 * How a session lies in its table: by the flow as the client has it, and as the server has it, in one line of the cache.
 *
 * <pre>
 *   key     0            16     18       19        22        24       28     30         31
 *           +------------+------+--------+---------+---------+--------+------+----------+---+
 *           | client     | port | prefix | since   | table   | server | port | protocol | - |
 *           +------------+------+--------+---------+---------+--------+------+----------+---+
 *                                        ` ignored '
 *   value   32         36     38      39      40
 *           +----------+------+-------+-------+   the client's address in network order, numbers in the machine's;
 *           | pool     | port | state |   -   |   second key: 16 bytes from 24 on, the last two are not compared
 *           +----------+------+-------+-------+   since: seconds, of the worker's clock, modulo 2^24
 * </pre>
 */
public final class SessionEntry {
    public static final int KEY_BYTES = 32;
    public static final int VALUE_BYTES = 8;

    static final int LAYOUT = 2;

    private static final int LONGEST_AGE = 0xff_ff00;
    private static final int PORT = 16;
    private static final int PREFIX = 18;
    private static final int TABLE = 22;
    private static final int SERVER = 24;
    private static final int SERVER_PORT = 28;
    private static final int PROTOCOL = 30;
    private static final int STATE = 38;
    private static final int POOL_PORT = 4;
    private static final long FREE_OF_THIRD_WORD = 0x0000_ffff_ff00_0000L;
    private static final long FREE_OF_SECOND_KEY = 0xffff_0000_0000_0000L;

    private SessionEntry() {}

    /** A table for so many. */
    static TableShape shape(final int limit) {
        return new TableShape(
                KEY_BYTES, VALUE_BYTES, LAYOUT, limit, new OtherKey(SERVER, FREE_OF_THIRD_WORD, FREE_OF_SECOND_KEY));
    }

    /**
     * Writes the key of a packet from a client.
     *
     * @param source address of the client as it stands in the packet.
     * @param table index of the client's table of IPv6: those of two tables may have the same address.
     */
    public static void writeKey(
            final long key,
            final long source,
            final int port,
            final int table,
            final int prefix,
            final int server,
            final int serverPort,
            final int protocol) {
        Memory.putLong(key, Memory.getLong(source));
        Memory.putLong(key + 8, Memory.getLong(source + 8));
        Memory.putLong(key + PORT, port | prefix << 16 | (long) table << 48);
        Memory.putLong(key + SERVER, serverWord(server, serverPort, protocol));
    }

    /** Writes the second key: that of a packet from a server. */
    public static void writeOther(
            final long key,
            final int server,
            final int serverPort,
            final int protocol,
            final int poolAddress,
            final int poolPort) {
        Memory.putLong(key, serverWord(server, serverPort, protocol));
        Memory.putLong(key + 8, poolWord(poolAddress, poolPort));
    }

    private static long serverWord(final int server, final int port, final int protocol) {
        return server & 0xffff_ffffL | (long) (port | protocol << 16) << 32;
    }

    private static long poolWord(final int address, final int port) {
        return address & 0xffff_ffffL | (long) port << 32;
    }

    /** Writes the value of a new one. */
    static void write(final long value, final int poolAddress, final int poolPort) {
        Memory.putLong(value, poolWord(poolAddress, poolPort));
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

    /** Number of the prefix under which the client knows the server. */
    public static int prefix(final long key) {
        return Memory.getUnsignedByte(key + PREFIX);
    }

    /** Index of the client's table of IPv6, in which its answers are looked up. */
    public static int table(final long key) {
        return Memory.getShort(key + TABLE) & 0xffff;
    }

    /** Address of the server. */
    public static int server(final long key) {
        return Memory.getInt(key + SERVER);
    }

    /** Port of the server. */
    public static int serverPort(final long key) {
        return Memory.getShort(key + SERVER_PORT) & 0xffff;
    }

    /** Number of the protocol in IPv4. */
    public static int protocol(final long key) {
        return Memory.getUnsignedByte(key + PROTOCOL);
    }

    /** Address of the pool. */
    public static int poolAddress(final long value) {
        return Memory.getInt(value);
    }

    /** Port of that. */
    public static int poolPort(final long value) {
        return Memory.getShort(value + POOL_PORT) & 0xffff;
    }

    /** State of TCP: {@link TcpState}. */
    public static int state(final long key) {
        return Memory.getUnsignedByte(key + STATE);
    }

    static void state(final long key, final int state) {
        Memory.putByte(key + STATE, state);
    }

    /** When it began, in seconds modulo 2^24. */
    public static int since(final long key) {
        return Memory.getInt(key + PREFIX) >>> 8;
    }

    /** How long ago it began, in seconds, by the time of now; clocks of workers may differ a little. */
    public static int age(final long key, final int nowSeconds) {
        final int age = nowSeconds - since(key) & 0xff_ffff;
        return age > LONGEST_AGE ? 0 : age;
    }

    static void since(final long key, final int seconds) {
        Memory.putInt(key + PREFIX, Memory.getInt(key + PREFIX) & 0xff | seconds << 8);
    }
}
