package io.weir.nat64.internal.state;

import java.security.SecureRandom;

/**
 * Chooses addresses and ports of the pool for a worker's clients, and takes them back: single ports, those of a client's blocks, those
 * that follow from its address, and the address alone where a protocol has no ports. Each call takes a bounded time, however full the
 * pool is. Only that worker calls.
 */
final class PortChoice implements AutoCloseable {
    /** Addresses of the pool that are tried when a client's own has no port left. */
    private static final int TRIES = 8;

    /** The same of protocols that have no ports, where each takes a look at one bit. */
    private static final int PLAIN_TRIES = 256;

    /** Set in no port below 1,024 alone: makes one of those like a higher one, of equal parity. */
    private static final int SERVICES = 1_024;

    private static final long OF_BLOCK = 1L << 32;

    private final Clients clients;
    private final PortBlocks blocks;
    private final int thread;
    private final int threads;
    private final ExhaustedPorts exhausted = new ExhaustedPorts();
    /** Where an xorshift generator stands: strangers know none of its numbers. */
    private long chance = new SecureRandom().nextLong() | 1;

    PortChoice(final Clients clients, final PortBlocks blocks, final int thread, final int threads) {
        this.clients = clients;
        this.blocks = blocks;
        this.thread = thread;
        this.threads = threads;
    }

    /** The time of this turn. */
    void time(final long nowNs) {
        exhausted.time(nowNs);
    }

    /** Place of the address that was chosen. */
    static int place(final long chosen) {
        return (int) chosen >>> 16;
    }

    /** Port that was chosen. */
    static int port(final long chosen) {
        return (int) chosen & 0xffff;
    }

    /** Flags of {@link BindingTable} that go with it. */
    static int flags(final long chosen) {
        return (chosen & OF_BLOCK) == 0 ? 0 : BindingTable.OF_BLOCK;
    }

    private static long chosen(final int place, final int port, final boolean ofBlock) {
        return (long) place << 16 | port | (ofBlock ? OF_BLOCK : 0);
    }

    private int random() {
        chance ^= chance << 13;
        chance ^= chance >>> 7;
        chance ^= chance << 17;
        return (int) (chance >>> 20);
    }

    /**
     * Takes a port for a client.
     *
     * @param key of the binding that is to have it: see {@link BindingTable}.
     * @param client its entry.
     * @return what was chosen, or a {@link NoSession}.
     */
    long take(final PoolTable pool, final Limits limits, final long key, final int client) {
        final FixedRange range = pool.fixed(BindingTable.high(key), BindingTable.low(key));
        final int[] open = pool.openFor(BindingTable.table(key));
        if (open.length == 0 && range == null) {
            return NoSession.NO_POOL;
        }
        if (Protocol.isUnknown(BindingTable.protocol(key))) {
            return takePlain(pool, range, open, key, client);
        }
        return range == null ? take(pool, limits, open, key, client) : takeFixed(pool, limits, range, key, client);
    }

    private long take(final PoolTable pool, final Limits limits, final int[] open, final long key, final int client) {
        final int random = random();
        final int index = Protocol.index(BindingTable.protocol(key));
        final int port = BindingTable.port(key);
        final boolean ofBlock = limits.blockPorts() > 0;
        int at = first(pool, open, client);
        for (int i = 0; i < TRIES && i < open.length; i++) {
            final int place = open[at];
            final boolean full = exhausted.has(place, index);
            final int taken = ofBlock
                    ? blocks.take(pool, limits, place, index, port, full, client, random)
                    : Ports.take(pool.ports(place, index), like(pool, place, port), full, thread, threads, random);
            if (taken >= 0) {
                return chosen(place, taken, ofBlock);
            }
            if (taken == PortBlocks.LIMIT) {
                return NoSession.CLIENT_LIMIT;
            }
            exhausted.add(place, index);
            at = at + 1 == open.length ? 0 : at + 1;
        }
        return NoSession.NO_PORT;
    }

    /** A port of the block that follows from the client's address. */
    private long takeFixed(
            final PoolTable pool, final Limits limits, final FixedRange range, final long key, final int client) {
        final long high = BindingTable.high(key);
        final long low = BindingTable.low(key);
        final int place = pool.find(range.address(high, low));
        if (place == PoolTable.NONE) {
            return NoSession.NO_POOL;
        }
        final int taken = blocks.takeFixed(
                pool,
                limits,
                place,
                range.firstPort(high, low),
                Protocol.index(BindingTable.protocol(key)),
                BindingTable.port(key),
                client,
                random());
        if (taken < 0) {
            return taken == PortBlocks.LIMIT ? NoSession.CLIENT_LIMIT : NoSession.NO_PORT;
        }
        return chosen(place, taken, true);
    }

    /** The port itself, of a protocol that has none, on one of these addresses: that of no block, as blocks are of ports. */
    private long takePlain(
            final PoolTable pool, final FixedRange range, final int[] open, final long key, final int client) {
        final int port = BindingTable.port(key);
        final int index = Protocol.index(BindingTable.protocol(key));
        if (range != null) {
            final int place = pool.find(range.address(BindingTable.high(key), BindingTable.low(key)));
            if (place == PoolTable.NONE) {
                return NoSession.NO_POOL;
            }
            return takePlain(pool, place, index, port) ? chosen(place, port, false) : NoSession.NO_PORT;
        }
        int at = first(pool, open, client);
        for (int i = 0; i < PLAIN_TRIES && i < open.length; i++) {
            if (takePlain(pool, open[at], index, port)) {
                return chosen(open[at], port, false);
            }
            at = at + 1 == open.length ? 0 : at + 1;
        }
        return NoSession.NO_PORT;
    }

    /** This host keeps such protocols for itself where the address is its own too. */
    private boolean takePlain(final PoolTable pool, final int place, final int index, final int port) {
        return !pool.isShared(place) && Ports.take(pool.ports(place, index), port, thread);
    }

    /** Which port one is to be like: ports of services stay with this host where the address is its own too. */
    private static int like(final PoolTable pool, final int place, final int port) {
        return pool.isShared(place) ? port | SERVICES : port;
    }

    /**
     * The place of the address that {@link #take} would take a port of now, or a {@link NoSession}. Changes nothing.
     *
     * @param client 0 if there is none yet.
     */
    int forecast(final PoolTable pool, final Limits limits, final long key, final int client) {
        final long high = BindingTable.high(key);
        final long low = BindingTable.low(key);
        final FixedRange range = pool.fixed(high, low);
        final int[] open = pool.openFor(BindingTable.table(key));
        if (open.length == 0 && range == null) {
            return NoSession.NO_POOL;
        }
        final int index = Protocol.index(BindingTable.protocol(key));
        if (range != null) {
            final int place = pool.find(range.address(high, low));
            final int word = range.firstPort(high, low) >>> 6;
            if (place == PoolTable.NONE) {
                return NoSession.NO_POOL;
            }
            return Ports.hasRoomWithin(pool.ports(place, index), word, word + (limits.blockPorts() >>> 6))
                    ? place
                    : NoSession.CLIENT_LIMIT;
        }
        int at = client == 0
                ? Integer.remainderUnsigned(
                        clients.chance(high, low, BindingTable.table(key), limits.clientBits()), open.length)
                : first(pool, open, client);
        for (int i = 0; i < TRIES && i < open.length; i++) {
            final int found = room(pool, limits, open[at], index, BindingTable.port(key), client);
            if (found != PortBlocks.NONE) {
                return found == PortBlocks.LIMIT ? NoSession.CLIENT_LIMIT : open[at];
            }
            at = at + 1 == open.length ? 0 : at + 1;
        }
        return NoSession.NO_PORT;
    }

    private int room(
            final PoolTable pool,
            final Limits limits,
            final int place,
            final int index,
            final int port,
            final int client) {
        if (limits.blockPorts() > 0) {
            return blocks.forecast(pool, limits, place, index, client);
        }
        return Ports.hasRoom(pool.ports(place, index), like(pool, place, port), thread, threads) ? 0 : PortBlocks.NONE;
    }

    /** Where the address is that a client has, if it is still given out to such; else where its hash leads to. */
    private int first(final PoolTable pool, final int[] open, final int client) {
        final int own = clients.place(client);
        final int position = pool.position(own);
        return position >= 0 && position < open.length && open[position] == own
                ? position
                : Integer.remainderUnsigned(clients.table().hash(clients.table().key(client)), open.length);
    }

    /**
     * Takes this port, as the operator or a file wants it. Where clients have blocks it is of one of its client's, or makes one that.
     *
     * @param restored whether a file does: no address that drains is given out, and no more blocks than a client may have.
     * @return what was chosen, or -1.
     */
    long take(
            final PoolTable pool,
            final Limits limits,
            final int place,
            final int port,
            final long key,
            final int client,
            final boolean restored) {
        final boolean plain = Protocol.isUnknown(BindingTable.protocol(key));
        final boolean ofBlock = !plain && blocks.covers(limits, port);
        final long ports = pool.ports(place, Protocol.index(BindingTable.protocol(key)));
        if (restored && isDraining(pool, place)
                || !mayHave(pool, place, key, ofBlock ? port : -1, restored)
                || !Ports.take(ports, port, thread)) {
            return -1;
        }
        if (ofBlock && !blocks.claim(pool, limits, place, port, client, restored)) {
            Ports.giveBack(ports, port);
            return -1;
        }
        return chosen(place, port, ofBlock);
    }

    private static boolean isDraining(final PoolTable pool, final int place) {
        return pool.position(place) < 0;
    }

    /** Whether a client may have a port, or the address if it is below 0: what clients own by their addresses is theirs alone. */
    private static boolean mayHave(
            final PoolTable pool, final int place, final long key, final int port, final boolean restored) {
        final long high = BindingTable.high(key);
        final long low = BindingTable.low(key);
        final FixedRange range = pool.fixed(high, low);
        if (!pool.isFixed(place) && (range == null || !restored)) {
            return true;
        }
        final int first = range == null ? 0 : range.firstPort(high, low);
        return range != null
                && range.address(high, low) == pool.address(place)
                && (port < 0 || port >= first && port < first + range.blockPorts());
    }

    /** Takes a port back, of an address that may be in the pool no longer. */
    void giveBack(
            final PoolTable pool,
            final Limits limits,
            final int place,
            final int address,
            final int port,
            final int protocol,
            final boolean ofBlock) {
        if (pool.has(place, address)) {
            final int index = Protocol.index(protocol);
            Ports.giveBack(pool.ports(place, index), port);
            exhausted.remove(place, index);
        }
        if (ofBlock) {
            blocks.giveBack(pool, limits, address, port);
        }
    }

    @Override
    public void close() {
        blocks.close();
    }
}
