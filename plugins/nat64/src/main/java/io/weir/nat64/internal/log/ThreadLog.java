package io.weir.nat64.internal.log;

import io.weir.plugin.HandedMemory;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Where a worker writes down what becomes of its clients' bindings and sessions. It costs a branch while nothing is logged, and never
 * waits. Only that worker calls, or main at a barrier, but for what is said to be main's.
 */
public final class ThreadLog implements AutoCloseable {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long NEVER = Long.MIN_VALUE;
    /** Places for clients that are refused: one event a second for each, however many clients share it. */
    private static final int CLIENTS = 64;

    private static final int EXHAUSTED = CLIENTS;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private final LogRings rings;
    private final long[] saidNs = new long[CLIENTS + EventType.Quota.PER_CLIENT];
    private LongSupplier clock = System::nanoTime;
    private volatile LogRing ring;

    ThreadLog(final LogRings rings) {
        this.rings = rings;
        Arrays.fill(saidNs, NEVER);
    }

    /** By which clock events happen. Before the first. */
    public void clock(final LongSupplier nowNs) {
        clock = nowNs;
    }

    /** Has a ring. Main only. */
    void prepare() {
        if (ring == null) {
            ring = LogRing.create();
        }
    }

    void attach(final HandedMemory memory) {
        ring = LogRing.attach(memory);
    }

    HandedMemory handed() {
        return ring == null ? null : ring.handed();
    }

    /** The ring, or null while nothing was ever logged. Any thread. */
    LogRing ring() {
        return ring;
    }

    long lost() {
        final LogRing now = ring;
        return now == null ? 0 : now.lost();
    }

    long waiting() {
        final LogRing now = ring;
        return now == null ? 0 : now.waiting();
    }

    /** Whether bindings are logged. */
    public boolean bindings() {
        return (rings.kinds() & EventKinds.BINDINGS) != 0;
    }

    /** Whether sessions are logged. */
    public boolean sessions() {
        return (rings.kinds() & EventKinds.SESSIONS) != 0;
    }

    /** Whether blocks of ports are logged. */
    public boolean blocks() {
        return (rings.kinds() & EventKinds.BLOCKS) != 0;
    }

    /**
     * A binding was made, or has ended.
     *
     * @param table index of the client's table.
     */
    public void binding(
            final boolean made,
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int table,
            final int poolAddress,
            final int poolPort) {
        write(
                made ? EventType.BINDING_MADE : EventType.BINDING_ENDED,
                high,
                low,
                0,
                poolAddress,
                LogRecord.ports(port, poolPort, 0, protocol),
                LogRecord.place(table, 0, 0),
                0);
    }

    /**
     * A session has begun, or ended.
     *
     * @param prefix number of the prefix under which the client knows the server.
     */
    public void session(
            final boolean made,
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int table,
            final int prefix,
            final int server,
            final int serverPort,
            final int poolAddress,
            final int poolPort) {
        write(
                made ? EventType.SESSION_MADE : EventType.SESSION_ENDED,
                high,
                low,
                server,
                poolAddress,
                LogRecord.ports(port, poolPort, serverPort, protocol),
                LogRecord.place(table, prefix, 0),
                0);
    }

    /** A client was given all ports of an address from one to another, of all protocols, or has them no more. */
    public void block(
            final boolean made,
            final long high,
            final long low,
            final int table,
            final int poolAddress,
            final int first,
            final int last) {
        write(
                made ? EventType.BLOCK_MADE : EventType.BLOCK_ENDED,
                high,
                low,
                0,
                poolAddress,
                LogRecord.block(first, last),
                LogRecord.place(table, 0, 0),
                0);
    }

    /** No address of the pool has a port for a client. Written down once a second at most. */
    public void exhausted(final long high, final long low) {
        if (rings.kinds() != 0 && due(EXHAUSTED)) {
            write(EventType.ADDRESSES_EXHAUSTED, high, low, 0, 0, 0, 0, 0);
        }
    }

    /** There is no room for more than this. Written down once a second at most, of a client once a second for each. */
    public void quota(final int quota, final int limit, final long high, final long low) {
        final int place = quota == EventType.Quota.PER_CLIENT
                ? (int) (((high ^ low * MIX) * MIX) >>> Long.SIZE - Integer.numberOfTrailingZeros(CLIENTS))
                : EXHAUSTED + quota;
        if (rings.kinds() != 0 && due(place)) {
            write(EventType.QUOTA_EXCEEDED, high, low, 0, 0, 0, LogRecord.place(0, 0, quota), limit);
        }
    }

    private boolean due(final int place) {
        final long nowNs = clock.getAsLong();
        if (saidNs[place] != NEVER && nowNs - saidNs[place] < SECOND_NS) {
            return false;
        }
        saidNs[place] = nowNs;
        return true;
    }

    private void write(
            final int event,
            final long high,
            final long low,
            final int server,
            final int poolAddress,
            final long ports,
            final long place,
            final long limit) {
        final LogRing to = ring;
        final long at = to.claim(event);
        if (at != 0) {
            LogRecord.write(at, clock.getAsLong(), high, low, server, poolAddress, ports, place, limit);
            to.commit();
        }
    }

    /** Gives the memory back. Main only. */
    @Override
    public void close() {
        final LogRing gone = ring;
        ring = null;
        if (gone != null) {
            gone.close();
        }
    }
}
