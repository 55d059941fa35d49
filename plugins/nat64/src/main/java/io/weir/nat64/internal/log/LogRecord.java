package io.weir.nat64.internal.log;

import io.weir.memory.Memory;
import io.weir.nat64.internal.state.Protocol;

/**
 * How an event lies in a ring, behind 8 bytes of its header: one line of the cache in all, numbers in the machine's order.
 *
 * <pre>
 *   0      8              24       28     32     34     36       38         40      44       45      46        48      56
 *   +------+--------------+--------+------+------+------+--------+----------+-------+--------+-------+---------+-------+
 *   | time | client       | server | pool | port | pool | server | protocol | table | prefix | quota |    -    | limit |
 *   |      | (two longs)  |        |      |      | port | port   |          |       |        |       |         |       |
 *   +------+--------------+--------+------+------+------+--------+----------+-------+--------+-------+---------+-------+
 *   time: nanoseconds of the workers' clock; table: index; prefix: number; of a port block: first (port) and last (server port)
 * </pre>
 */
final class LogRecord {
    static final int BYTES = 56;

    private static final int CLIENT = 8;
    private static final int SERVER = 24;
    private static final int PORTS = 32;
    private static final int PLACE = 40;
    private static final int LIMIT = 48;

    private LogRecord() {}

    static void write(
            final long at,
            final long timeNs,
            final long high,
            final long low,
            final int server,
            final int poolAddress,
            final long ports,
            final long place,
            final long limit) {
        Memory.putLong(at, timeNs);
        Memory.putLong(at + CLIENT, high);
        Memory.putLong(at + CLIENT + 8, low);
        Memory.putLong(at + SERVER, server & 0xffff_ffffL | (long) poolAddress << 32);
        Memory.putLong(at + PORTS, ports);
        Memory.putLong(at + PLACE, place);
        Memory.putLong(at + LIMIT, limit);
    }

    /** Ports and protocol in a word. */
    static long ports(final int port, final int poolPort, final int serverPort, final int protocol) {
        final long client = Protocol.port(protocol, port) & 0xffff;
        final long pool = Protocol.port(protocol, poolPort) & 0xffffL;
        return client | pool << 16 | (serverPort & 0xffffL) << 32 | (long) protocol << 48;
    }

    /** The first and the last port of a block, as such a word. */
    static long block(final int first, final int last) {
        return first & 0xffffL | (first & 0xffffL) << 16 | (last & 0xffffL) << 32;
    }

    /** Where the client is, in a word. */
    static long place(final int table, final int prefix, final int quota) {
        return table & 0xffff_ffffL | (prefix & 0xffL) << 32 | (quota & 0xffL) << 40;
    }

    static long timeNs(final long at) {
        return Memory.getLong(at);
    }

    static long high(final long at) {
        return Memory.getLong(at + CLIENT);
    }

    static long low(final long at) {
        return Memory.getLong(at + CLIENT + 8);
    }

    static int server(final long at) {
        return Memory.getInt(at + SERVER);
    }

    static int poolAddress(final long at) {
        return Memory.getInt(at + SERVER + 4);
    }

    static int port(final long at) {
        return Memory.getShort(at + PORTS) & 0xffff;
    }

    static int poolPort(final long at) {
        return Memory.getShort(at + PORTS + 2) & 0xffff;
    }

    static int serverPort(final long at) {
        return Memory.getShort(at + PORTS + 4) & 0xffff;
    }

    static int protocol(final long at) {
        return Memory.getUnsignedByte(at + PORTS + 6);
    }

    static int table(final long at) {
        return Memory.getInt(at + PLACE);
    }

    static int prefix(final long at) {
        return Memory.getUnsignedByte(at + PLACE + 4);
    }

    static int quota(final long at) {
        return Memory.getUnsignedByte(at + PLACE + 5);
    }

    static int limit(final long at) {
        return (int) Memory.getLong(at + LIMIT);
    }
}
