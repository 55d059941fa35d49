package io.weir.nat64.internal.state;

import io.weir.memory.OffHeap;
import io.weir.table.OtherKey;
import io.weir.table.SessionTable;

/**
 * The bindings of a worker's clients (BIBs of RFC 6146, 3.1): one address and port of the pool for each address and port of a
 * client, whoever it sends to. Only that worker calls.
 */
final class Bindings implements AutoCloseable {
    private static final long LONG = 1L << 43;

    private final SessionTable table;
    private final Clients clients;
    private final StateLog log;
    private final PortChoice ports;
    private final long key = OffHeap.allocate(BindingTable.KEY_BYTES);
    private final long other = OffHeap.allocate(OtherKey.BYTES);

    /**
     * Of a thread.
     *
     * @param threads how many share out ports; this one's number among them is {@code thread}.
     */
    Bindings(final Tables tables, final Clients clients, final StateLog log, final int thread, final int threads) {
        table = tables.bindings();
        this.clients = clients;
        this.log = log;
        final PortBlocks blocks = new PortBlocks(tables.blocks(), clients, log, thread, threads);
        ports = new PortChoice(clients, blocks, thread, threads);
    }

    /** The time of this turn. */
    void time(final long nowNs) {
        ports.time(nowNs);
    }

    SessionTable table() {
        return table;
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
        if (table.size() >= limits.bindings()) {
            return NoSession.FULL;
        }
        final int client =
                clients.of(BindingTable.high(key), BindingTable.low(key), BindingTable.table(key), limits.clientBits());
        if (client == 0) {
            return NoSession.FULL;
        }
        final long chosen = clients.bindings(client) >= limits.perClient()
                ? NoSession.CLIENT_LIMIT
                : ports.take(pool, limits, key, client);
        final int made = chosen < 0 ? (int) chosen : insert(pool, limits, client, chosen, 0);
        // Of protocols without ports the client's own address may be another's for this server alone: no reason to
        // leave it.
        if (made > 0 && (clients.place(client) == PoolTable.NONE || !Protocol.isUnknown(BindingTable.protocol(key)))) {
            clients.place(client, PortChoice.place(chosen));
        }
        clients.tidy(client);
        return made;
    }

    /** How many bindings a client has, and how many sessions. */
    int[] ofClient(final Limits limits, final long high, final long low, final int clientTable) {
        final int client = clients.find(high, low, clientTable, limits.clientBits());
        return client == 0 ? new int[2] : new int[] {clients.bindings(client), clients.sessions(client)};
    }

    /** How many sessions the client of a binding has. */
    int sessionsOfClient(final int entry) {
        return clients.sessions(BindingTable.client(table.value(entry)));
    }

    /** The place of the address that {@link #bind} would take a port of now, or a {@link NoSession}. Changes nothing. */
    int forecast(final PoolTable pool, final Limits limits) {
        if (table.size() >= limits.bindings()) {
            return NoSession.FULL;
        }
        final int client = clients.find(
                BindingTable.high(key), BindingTable.low(key), BindingTable.table(key), limits.clientBits());
        return client != 0 && clients.bindings(client) >= limits.perClient()
                ? NoSession.CLIENT_LIMIT
                : ports.forecast(pool, limits, key, client);
    }

    /** Notes what was chosen for a client, or gives it back if there is no room. */
    private int insert(
            final PoolTable pool, final Limits limits, final int client, final long chosen, final int flags) {
        final int place = PortChoice.place(chosen);
        final int port = PortChoice.port(chosen);
        final int entry = table.insert(key, table.hash(key), LONG);
        if (entry > 0) {
            BindingTable.write(
                    table.key(entry),
                    table.value(entry),
                    pool.address(place),
                    port,
                    place,
                    client,
                    flags | PortChoice.flags(chosen));
            if (table.putOther(entry)) {
                table.endChange(entry);
                clients.count(client, 1);
                log.binding(true, entry);
                return entry;
            }
        }
        ports.giveBack(
                pool,
                limits,
                place,
                pool.address(place),
                port,
                BindingTable.protocol(key),
                PortChoice.flags(chosen) != 0);
        return NoSession.FULL;
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
        ports.giveBack(
                pool,
                limits,
                BindingTable.place(at),
                BindingTable.poolAddress(value),
                BindingTable.poolPort(value),
                BindingTable.protocol(at),
                BindingTable.isOfBlock(at));
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
        final int client =
                clients.of(BindingTable.high(key), BindingTable.low(key), BindingTable.table(key), limits.clientBits());
        if (client == 0) {
            return 0;
        }
        final boolean restored = flags == BindingTable.RESTORED;
        final long chosen = ports.take(pool, limits, place, poolPort, key, client, restored);
        final int entry = chosen < 0 ? 0 : Math.max(0, insert(pool, limits, client, chosen, flags));
        if (entry > 0 && restored && clients.place(client) == PoolTable.NONE) {
            clients.place(client, place);
        }
        clients.tidy(client);
        return entry;
    }

    /** A binding is the operator's no longer; it ends with its last session. */
    void release(final PoolTable pool, final Limits limits, final int entry) {
        BindingTable.ordinary(table.key(entry));
        count(pool, limits, entry, 0);
    }

    @Override
    public void close() {
        table.close();
        ports.close();
        OffHeap.free(key);
        OffHeap.free(other);
    }
}
