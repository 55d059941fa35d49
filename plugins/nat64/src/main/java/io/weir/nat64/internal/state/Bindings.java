package io.weir.nat64.internal.state;

import io.weir.memory.OffHeap;
import io.weir.table.OtherKey;
import io.weir.table.SessionTable;
import java.security.SecureRandom;

/**
 * The bindings of a worker's clients (BIBs of RFC 6146, 3.1): one address and port of the pool for each address and port of a
 * client, whoever it sends to. Each call takes a bounded time, however full the pool is. Only that worker calls.
 */
final class Bindings implements AutoCloseable {
    /** Addresses of the pool that are tried when a client's own has no port left. */
    private static final int TRIES = 8;

    /** The same of protocols that have no ports, where each takes a look at one bit. */
    private static final int PLAIN_TRIES = 256;

    private static final long LONG = 1L << 43;
    /** Set in no port below 1,024 alone: makes one of those like a higher one, of equal parity. */
    private static final int SERVICES = 1_024;

    private final SessionTable table;
    private final Clients clients;
    private final StateLog log;
    private final PortBlocks blocks;
    private final int thread;
    private final int threads;
    private final ExhaustedPorts exhausted = new ExhaustedPorts();
    private final long key = OffHeap.allocate(BindingTable.KEY_BYTES);
    private final long other = OffHeap.allocate(OtherKey.BYTES);
    /** Where an xorshift generator stands: strangers know none of its numbers. */
    private long chance = new SecureRandom().nextLong() | 1;

    /**
     * Of a thread.
     *
     * @param threads how many share out ports; this one's number among them is {@code thread}.
     */
    Bindings(final Tables tables, final Clients clients, final StateLog log, final int thread, final int threads) {
        table = tables.bindings();
        this.clients = clients;
        this.log = log;
        blocks = new PortBlocks(tables.blocks(), clients, log, thread, threads);
        this.thread = thread;
        this.threads = threads;
    }

    /** The time of this turn. */
    void time(final long nowNs) {
        exhausted.time(nowNs);
    }

    SessionTable table() {
        return table;
    }

    /** Blocks of ports that clients have. */
    PortBlocks blocks() {
        return blocks;
    }

    /** Which client's port is meant by the calls that follow. */
    void mean(final long high, final long low, final int port, final int protocol, final int clientTable) {
        BindingTable.writeKey(key, high, low, port, protocol, clientTable);
    }

    /** The binding of that port, or 0. */
    int find() {
        return table.find(key, table.hash(key));
    }

    /** The binding that has an address and port of the pool, or 0. */
    int findOther(final int address, final int port, final int protocol) {
        BindingTable.writeOther(other, address, port, protocol);
        return table.findOther(other, table.hashOther(other));
    }

    /**
     * Binds that port, which isn't bound.
     *
     * @return its entry, or a {@link NoSession}.
     */
    int bind(final PoolTable pool, final Limits limits) {
        final FixedRange range = pool.fixed(BindingTable.high(key), BindingTable.low(key));
        final int[] open = pool.openFor(BindingTable.table(key));
        if (open.length == 0 && range == null) {
            return NoSession.NO_POOL;
        }
        if (table.size() >= limits.bindings()) {
            return NoSession.FULL;
        }
        final int client = clients.of(BindingTable.high(key), BindingTable.low(key), limits.clientBits());
        if (client == 0) {
            return NoSession.FULL;
        }
        final int made = clients.bindings(client) >= limits.perClient()
                ? NoSession.CLIENT_LIMIT
                : Protocol.isUnknown(BindingTable.protocol(key))
                        ? bindPlain(pool, range, open, client)
                        : range == null ? bind(pool, limits, open, client) : bind(pool, limits, range, client);
        clients.tidy(client);
        return made;
    }

    private int random() {
        chance ^= chance << 13;
        chance ^= chance >>> 7;
        chance ^= chance << 17;
        return (int) (chance >>> 20);
    }

    /** Binds a port of the block that follows from the client's address. */
    private int bind(final PoolTable pool, final Limits limits, final FixedRange range, final int client) {
        final long high = BindingTable.high(key);
        final long low = BindingTable.low(key);
        final int place = pool.find(range.address(high, low));
        if (place == PoolTable.NONE) {
            return NoSession.NO_POOL;
        }
        final int index = Protocol.index(BindingTable.protocol(key));
        final int taken = blocks.takeFixed(
                pool, limits, place, range.firstPort(high, low), index, BindingTable.port(key), client, random());
        return taken < 0
                ? taken == PortBlocks.LIMIT ? NoSession.CLIENT_LIMIT : NoSession.NO_PORT
                : insertOfBlock(pool, limits, client, taken, place, index);
    }

    private int insert(final PoolTable pool, final int client, final int port, final int place, final int index) {
        final int entry = insert(client, pool.address(place), port, place, 0);
        if (entry <= 0) {
            Ports.giveBack(pool.ports(place, index), port);
            return NoSession.FULL;
        }
        clients.place(client, place);
        return entry;
    }

    private int insertOfBlock(
            final PoolTable pool,
            final Limits limits,
            final int client,
            final int port,
            final int place,
            final int index) {
        final int entry = insert(client, pool.address(place), port, place, BindingTable.OF_BLOCK);
        if (entry <= 0) {
            Ports.giveBack(pool.ports(place, index), port);
            blocks.giveBack(pool, limits, pool.address(place), port);
            return NoSession.FULL;
        }
        clients.place(client, place);
        return entry;
    }

    private int bind(final PoolTable pool, final Limits limits, final int[] open, final int client) {
        final int random = random();
        final int index = Protocol.index(BindingTable.protocol(key));
        final int port = BindingTable.port(key);
        int at = first(open, client);
        for (int i = 0; i < TRIES && i < open.length; i++) {
            final int place = open[at];
            final long ports = pool.ports(place, index);
            final boolean ofBlock = limits.blockPorts() > 0;
            final boolean full = exhausted.has(place, index);
            final int taken = ofBlock
                    ? blocks.take(pool, limits, place, index, port, full, client, random)
                    : Ports.take(ports, like(pool, place, port), full, thread, threads, random);
            if (taken >= 0 && ofBlock) {
                return insertOfBlock(pool, limits, client, taken, place, index);
            }
            if (taken >= 0) {
                return insert(pool, client, taken, place, index);
            }
            if (taken == PortBlocks.LIMIT) {
                return NoSession.CLIENT_LIMIT;
            }
            exhausted.add(place, index);
            at = at + 1 == open.length ? 0 : at + 1;
        }
        return NoSession.NO_PORT;
    }

    /** Binds the port itself, of a protocol that has none, on one of these addresses: that of no block, as blocks are of ports. */
    private int bindPlain(final PoolTable pool, final FixedRange range, final int[] open, final int client) {
        if (range != null) {
            final int place = pool.find(range.address(BindingTable.high(key), BindingTable.low(key)));
            return place == PoolTable.NONE ? NoSession.NO_POOL : bindPlain(pool, place, client);
        }
        int at = first(open, client);
        for (int i = 0; i < PLAIN_TRIES && i < open.length; i++) {
            final int made = bindPlain(pool, open[at], client);
            if (made != NoSession.NO_PORT) {
                return made;
            }
            at = at + 1 == open.length ? 0 : at + 1;
        }
        return NoSession.NO_PORT;
    }

    /** This host keeps such protocols for itself where the address is its own too. */
    private int bindPlain(final PoolTable pool, final int place, final int client) {
        final int port = BindingTable.port(key);
        final long ports = pool.ports(place, Protocol.index(BindingTable.protocol(key)));
        if (pool.isShared(place) || !Ports.take(ports, port, thread)) {
            return NoSession.NO_PORT;
        }
        final int entry = insert(client, pool.address(place), port, place, 0);
        if (entry <= 0) {
            Ports.giveBack(ports, port);
            return NoSession.FULL;
        }
        // The client's own address may be another's for this server alone: that is no reason to leave it.
        if (clients.place(client) == PoolTable.NONE) {
            clients.place(client, place);
        }
        return entry;
    }

    /** Which port one is to be like: ports of services stay with this host where the address is its own too. */
    private static int like(final PoolTable pool, final int place, final int port) {
        return pool.isShared(place) ? port | SERVICES : port;
    }

    /** How many bindings a client has, and how many sessions. */
    int[] ofClient(final Limits limits, final long high, final long low) {
        final int client = clients.find(high, low, limits.clientBits());
        return client == 0 ? new int[2] : new int[] {clients.bindings(client), clients.sessions(client)};
    }

    /** How many sessions the client of a binding has. */
    int sessionsOfClient(final int entry) {
        return clients.sessions(BindingTable.client(table.value(entry)));
    }

    /** The place of the address that {@link #bind} would take a port of now, or a {@link NoSession}. Changes nothing. */
    int forecast(final PoolTable pool, final Limits limits) {
        final FixedRange range = pool.fixed(BindingTable.high(key), BindingTable.low(key));
        final int[] open = pool.openFor(BindingTable.table(key));
        if (open.length == 0 && range == null) {
            return NoSession.NO_POOL;
        }
        if (table.size() >= limits.bindings()) {
            return NoSession.FULL;
        }
        final long high = BindingTable.high(key);
        final long low = BindingTable.low(key);
        final int client = clients.find(high, low, limits.clientBits());
        if (client != 0 && clients.bindings(client) >= limits.perClient()) {
            return NoSession.CLIENT_LIMIT;
        }
        final int index = Protocol.index(BindingTable.protocol(key));
        if (range != null) {
            final int place = pool.find(range.address(high, low));
            final int word = range.firstPort(high, low) >>> 6;
            return place == PoolTable.NONE
                    ? NoSession.NO_POOL
                    : Ports.hasRoomWithin(pool.ports(place, index), word, word + (limits.blockPorts() >>> 6))
                            ? place
                            : NoSession.CLIENT_LIMIT;
        }
        int at = client == 0
                ? Integer.remainderUnsigned(clients.chance(high, low, limits.clientBits()), open.length)
                : first(open, client);
        for (int i = 0; i < TRIES && i < open.length; i++) {
            final int found = limits.blockPorts() > 0
                    ? blocks.forecast(pool, limits, open[at], index, client)
                    : Ports.hasRoom(
                                    pool.ports(open[at], index),
                                    like(pool, open[at], BindingTable.port(key)),
                                    thread,
                                    threads)
                            ? 0
                            : PortBlocks.NONE;
            if (found == PortBlocks.LIMIT) {
                return NoSession.CLIENT_LIMIT;
            }
            if (found == 0) {
                return open[at];
            }
            at = at + 1 == open.length ? 0 : at + 1;
        }
        return NoSession.NO_PORT;
    }

    /** Where the address is that a client has, if it is still given out: where its hash leads to, or a little behind. */
    private int first(final int[] open, final int client) {
        final int own = clients.place(client);
        final int home =
                Integer.remainderUnsigned(clients.table().hash(clients.table().key(client)), open.length);
        for (int i = 0; own != PoolTable.NONE && i < TRIES && i < open.length; i++) {
            final int at = (home + i) % open.length;
            if (open[at] == own) {
                return at;
            }
        }
        return home;
    }

    private int insert(final int client, final int address, final int poolPort, final int place, final int flags) {
        final int entry = table.insert(key, table.hash(key), LONG);
        if (entry <= 0) {
            return 0;
        }
        BindingTable.write(table.key(entry), table.value(entry), address, poolPort, place, client, flags);
        if (!table.putOther(entry)) {
            return 0;
        }
        table.endChange(entry);
        clients.count(client, 1);
        log.binding(true, entry);
        return entry;
    }

    /** A session more or less; one that has none left, and isn't the operator's, ends. */
    void count(final PoolTable pool, final Limits limits, final int entry, final int more) {
        final long at = table.key(entry);
        final long value = table.value(entry);
        final int now = BindingTable.sessions(value) + more;
        BindingTable.sessions(value, now);
        clients.countSessions(BindingTable.client(value), more);
        if (now == 0 && !BindingTable.isStatic(at) && !BindingTable.isRestored(at)) {
            remove(pool, limits, entry);
        }
    }

    /** A session less, while it goes on all the same. */
    void countOneLess(final int entry) {
        final long value = table.value(entry);
        BindingTable.sessions(value, BindingTable.sessions(value) - 1);
        clients.countSessions(BindingTable.client(value), -1);
    }

    private void remove(final PoolTable pool, final Limits limits, final int entry) {
        final long at = table.key(entry);
        final long value = table.value(entry);
        final int place = BindingTable.place(at);
        if (pool.has(place, BindingTable.poolAddress(value))) {
            final int index = Protocol.index(BindingTable.protocol(at));
            Ports.giveBack(pool.ports(place, index), BindingTable.poolPort(value));
            exhausted.remove(place, index);
        }
        if (BindingTable.isOfBlock(at)) {
            blocks.giveBack(pool, limits, BindingTable.poolAddress(value), BindingTable.poolPort(value));
        }
        clients.count(BindingTable.client(value), -1);
        log.binding(false, entry);
        table.remove(entry);
    }

    /**
     * The operator binds that port, or a file. It counts as one of its client's, but no limit keeps it from being bound.
     *
     * @param flags of {@link BindingTable}.
     * @return its entry; 0 if there is no room, or the client's port or the pool's is bound already.
     */
    int bindTo(final PoolTable pool, final Limits limits, final int address, final int poolPort, final int flags) {
        final int place = pool.find(address);
        if (place == PoolTable.NONE) {
            return 0;
        }
        final long ports = pool.ports(place, Protocol.index(BindingTable.protocol(key)));
        final int client = clients.of(BindingTable.high(key), BindingTable.low(key), limits.clientBits());
        if (client == 0) {
            return 0;
        }
        int entry = 0;
        if (Ports.take(ports, poolPort, thread)) {
            // The operator's ports are told apart by the configuration; a file's are of its client's blocks.
            final boolean restored = flags == BindingTable.RESTORED;
            final boolean plain = Protocol.isUnknown(BindingTable.protocol(key));
            final boolean ofBlock = limits.blockPorts() > 0 && restored && !plain;
            if (plain && restored && !mayHave(pool, place)) {
                entry = 0;
            } else if (!ofBlock) {
                entry = insert(client, address, poolPort, place, flags);
            } else if (mayHave(pool, place, poolPort) && blocks.claim(pool, limits, place, poolPort, client)) {
                entry = insert(client, address, poolPort, place, flags | BindingTable.OF_BLOCK);
                if (entry <= 0) {
                    blocks.giveBack(pool, limits, address, poolPort);
                }
            }
            if (entry <= 0) {
                Ports.giveBack(ports, poolPort);
            }
        }
        clients.tidy(client);
        return entry;
    }

    /** Whether an address may be that client's: one that clients own parts of is theirs alone. */
    private boolean mayHave(final PoolTable pool, final int place) {
        final FixedRange range = pool.fixed(BindingTable.high(key), BindingTable.low(key));
        return !pool.isFixed(place)
                || range != null && range.address(BindingTable.high(key), BindingTable.low(key)) == pool.address(place);
    }

    /** Whether a port may be that client's: one of an address that clients own parts of is its owner's alone. */
    private boolean mayHave(final PoolTable pool, final int place, final int poolPort) {
        if (!pool.isFixed(place)) {
            return true;
        }
        final long high = BindingTable.high(key);
        final long low = BindingTable.low(key);
        final FixedRange range = pool.fixed(high, low);
        return range != null
                && range.address(high, low) == pool.address(place)
                && poolPort >= range.firstPort(high, low)
                && poolPort < range.firstPort(high, low) + range.blockPorts();
    }

    /** A binding is the operator's no longer; it ends with its last session. */
    void release(final PoolTable pool, final Limits limits, final int entry) {
        BindingTable.ordinary(table.key(entry));
        count(pool, limits, entry, 0);
    }

    @Override
    public void close() {
        table.close();
        blocks.close();
        OffHeap.free(key);
        OffHeap.free(other);
    }
}
