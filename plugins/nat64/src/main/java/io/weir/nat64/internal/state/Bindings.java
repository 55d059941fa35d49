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

    private static final long LONG = 1L << 43;

    private final SessionTable table;
    private final Clients clients;
    private final int thread;
    private final int threads;
    private final long key = OffHeap.allocate(BindingTable.KEY_BYTES);
    private final long other = OffHeap.allocate(OtherKey.BYTES);
    /** Where an xorshift generator stands: strangers know none of its numbers. */
    private long chance = new SecureRandom().nextLong() | 1;

    /**
     * Of a thread.
     *
     * @param threads how many share out ports; this one's number among them is {@code thread}.
     */
    Bindings(final SessionTable table, final Clients clients, final int thread, final int threads) {
        this.table = table;
        this.clients = clients;
        this.thread = thread;
        this.threads = threads;
    }

    SessionTable table() {
        return table;
    }

    /** The binding of a client's port, or 0. */
    int find(final long high, final long low, final int port, final int protocol, final int clientTable) {
        BindingTable.writeKey(key, high, low, port, protocol, clientTable);
        return table.find(key, table.hash(key));
    }

    /** The binding that has an address and port of the pool, or 0. */
    int findOther(final int address, final int port, final int protocol) {
        BindingTable.writeOther(other, address, port, protocol);
        return table.findOther(other, table.hashOther(other));
    }

    /**
     * Binds a client's port, which isn't bound.
     *
     * @return its entry, or a {@link NoSession}.
     */
    int bind(
            final PoolTable pool,
            final Limits limits,
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int clientTable) {
        final int[] open = pool.openFor(clientTable);
        if (open.length == 0) {
            return NoSession.NO_POOL;
        }
        if (table.size() >= limits.bindings()) {
            return NoSession.FULL;
        }
        final int client = clients.of(high, low, limits.clientBits());
        if (client == 0) {
            return NoSession.FULL;
        }
        final int made = clients.bindings(client) >= limits.perClient()
                ? NoSession.CLIENT_LIMIT
                : bind(pool, open, client, high, low, port, protocol, clientTable);
        clients.tidy(client);
        return made;
    }

    private int bind(
            final PoolTable pool,
            final int[] open,
            final int client,
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int clientTable) {
        chance ^= chance << 13;
        chance ^= chance >>> 7;
        chance ^= chance << 17;
        final int random = (int) (chance >>> 20);
        final int index = Protocol.index(protocol);
        int at = first(open, client);
        for (int i = 0; i < TRIES && i < open.length; i++) {
            final int place = open[at];
            final long ports = pool.ports(place, index);
            final int taken = Ports.take(ports, port, thread, threads, random);
            if (taken != Ports.NONE) {
                final int entry = insert(high, low, port, protocol, clientTable, pool.address(place), taken, place, 0);
                if (entry <= 0) {
                    Ports.giveBack(ports, taken);
                    return NoSession.FULL;
                }
                clients.place(client, place);
                clients.count(client, 1);
                return entry;
            }
            at = at + 1 == open.length ? 0 : at + 1;
        }
        return NoSession.NO_PORT;
    }

    /** How many bindings a client has. */
    int ofClient(final Limits limits, final long high, final long low) {
        final int client = clients.find(high, low, limits.clientBits());
        return client == 0 ? 0 : clients.bindings(client);
    }

    /** The place of the address that {@link #bind} would take a port of now, or a {@link NoSession}. Changes nothing. */
    int forecast(
            final PoolTable pool,
            final Limits limits,
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int clientTable) {
        final int[] open = pool.openFor(clientTable);
        if (open.length == 0) {
            return NoSession.NO_POOL;
        }
        if (table.size() >= limits.bindings()) {
            return NoSession.FULL;
        }
        final int client = clients.find(high, low, limits.clientBits());
        if (client != 0 && clients.bindings(client) >= limits.perClient()) {
            return NoSession.CLIENT_LIMIT;
        }
        int at = client == 0
                ? Integer.remainderUnsigned(clients.chance(high, low, limits.clientBits()), open.length)
                : first(open, client);
        for (int i = 0; i < TRIES && i < open.length; i++) {
            if (Ports.hasRoom(pool.ports(open[at], Protocol.index(protocol)), port, thread, threads)) {
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

    private int insert(
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int clientTable,
            final int address,
            final int poolPort,
            final int place,
            final int flags) {
        BindingTable.writeKey(key, high, low, port, protocol, clientTable);
        final int entry = table.insert(key, table.hash(key), LONG);
        if (entry <= 0) {
            return 0;
        }
        BindingTable.write(table.value(entry), address, poolPort, protocol, place, flags);
        if (!table.putOther(entry)) {
            return 0;
        }
        table.endChange(entry);
        return entry;
    }

    /** A session more or less; one that has none left, and isn't the operator's, ends. */
    void count(final PoolTable pool, final Limits limits, final int entry, final int more) {
        final long value = table.value(entry);
        final int now = BindingTable.sessions(value) + more;
        BindingTable.sessions(value, now);
        if (now == 0 && !BindingTable.isStatic(value) && !BindingTable.isRestored(value)) {
            remove(pool, limits, entry);
        }
    }

    private void remove(final PoolTable pool, final Limits limits, final int entry) {
        final long at = table.key(entry);
        final long value = table.value(entry);
        final int address = BindingTable.poolAddress(value);
        final int place = BindingTable.place(value);
        if (pool.has(place, address)) {
            Ports.giveBack(pool.ports(place, Protocol.index(BindingTable.protocol(at))), BindingTable.poolPort(value));
        }
        final int client = clients.find(BindingTable.high(at), BindingTable.low(at), limits.clientBits());
        if (client != 0) {
            clients.count(client, -1);
        }
        table.remove(entry);
    }

    /**
     * The operator binds a port. It counts as one of its client's, but no limit keeps it from being bound.
     *
     * @param flags of {@link BindingTable}.
     * @return its entry; 0 if there is no room, or the client's port or the pool's is bound already.
     */
    int bindStatic(
            final PoolTable pool,
            final Limits limits,
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int clientTable,
            final int address,
            final int poolPort,
            final int flags) {
        final int place = pool.find(address);
        if (place == PoolTable.NONE) {
            return 0;
        }
        final long ports = pool.ports(place, Protocol.index(protocol));
        final int client = clients.of(high, low, limits.clientBits());
        if (client == 0) {
            return 0;
        }
        int entry = 0;
        if (Ports.take(ports, poolPort, thread)) {
            entry = insert(high, low, port, protocol, clientTable, address, poolPort, place, flags);
            if (entry > 0) {
                clients.count(client, 1);
            } else {
                Ports.giveBack(ports, poolPort);
            }
        }
        clients.tidy(client);
        return entry;
    }

    /** A binding is the operator's no longer; it ends with its last session. */
    void releaseStatic(final PoolTable pool, final Limits limits, final int entry) {
        BindingTable.flags(table.value(entry), 0);
        count(pool, limits, entry, 0);
    }

    @Override
    public void close() {
        table.close();
        OffHeap.free(key);
        OffHeap.free(other);
    }
}
