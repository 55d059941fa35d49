package io.weir.nat64.internal.state;

import io.weir.memory.OffHeap;
import io.weir.table.SessionTable;

/**
 * What becomes part of a {@link ClientState} without a packet: bindings of the operator, bindings and sessions from a file. Called as
 * that is, by its worker, unless said otherwise.
 */
public final class GivenState implements AutoCloseable {
    /** The client's port has a binding. */
    public static final int CLIENT_BOUND = -1;

    /** The pool's port has one. */
    public static final int POOL_BOUND = -2;

    /** Where clients are that are made up: 2001:db8::/64. */
    private static final long DOCUMENTATION = 0x2001_0db8L << 32;

    private final ClientState state;
    private final Bindings bindings;
    private final SharedState shared;
    private final long key = OffHeap.allocate(SessionEntry.KEY_BYTES);

    GivenState(final ClientState state) {
        this.state = state;
        bindings = state.ownBindings();
        shared = state.shared();
    }

    /**
     * A binding of the operator's. At the barrier.
     *
     * @return its entry; or {@link #CLIENT_BOUND}, {@link #POOL_BOUND} if the client's port, or the pool's, is bound already.
     */
    public int bindStatic(
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int clientTable,
            final int address,
            final int poolPort) {
        bindings.mean(high, low, port, protocol, clientTable);
        if (bindings.find() != 0) {
            return CLIENT_BOUND;
        }
        final int made = bindings.bindTo(shared.pool(), shared.limits(), address, poolPort, BindingTable.STATIC);
        return made > 0 ? made : POOL_BOUND;
    }

    /** A binding of a client that is made up, as the one who has it live isn't known in shadow. Returns its entry, or 0. */
    int bindShadow(final int address, final int poolPort, final int protocol) {
        return Math.max(0, bindStatic(DOCUMENTATION, address, poolPort, protocol, 0, address, poolPort));
    }

    /** Takes a binding of the operator's away: it ends with its sessions. At the barrier. */
    public boolean releaseStatic(final int address, final int poolPort, final int protocol) {
        final int entry = bindings.findOther(address, poolPort, protocol);
        return entry != 0 && releaseStatic(entry);
    }

    /** The same by its entry. On the worker. */
    boolean releaseStatic(final int entry) {
        if (!BindingTable.isStatic(bindings.table().key(entry))) {
            return false;
        }
        bindings.release(shared.pool(), shared.limits(), entry);
        return true;
    }

    /** A binding from a file; it stays until {@link #settle}. Returns whether it is there now. */
    public boolean restoreBinding(
            final long high,
            final long low,
            final int port,
            final int protocol,
            final int clientTable,
            final int address,
            final int poolPort) {
        bindings.mean(high, low, port, protocol, clientTable);
        final int present = bindings.find();
        if (present != 0) {
            final long bound = bindings.table().value(present);
            return BindingTable.poolAddress(bound) == address && BindingTable.poolPort(bound) == poolPort;
        }
        return bindings.table().size() < shared.limits().bindings()
                && bindings.bindTo(shared.pool(), shared.limits(), address, poolPort, BindingTable.RESTORED) > 0;
    }

    /** A session from a file, whose binding is there; its time begins anew. Returns whether it is there now. */
    public boolean restoreSession(
            final long high,
            final long low,
            final int port,
            final int prefix,
            final int server,
            final int serverPort,
            final int protocol,
            final int address,
            final int poolPort,
            final int age,
            final int tcp) {
        final SessionTable sessions = state.sessions();
        final int binding = bindings.findOther(address, poolPort, protocol);
        if (binding == 0 || sessions.size() >= shared.limits().sessions()) {
            return false;
        }
        final long client = bindings.table().key(binding);
        if (BindingTable.high(client) != high || BindingTable.low(client) != low || BindingTable.port(client) != port) {
            return false;
        }
        SessionEntry.writeKey(key, client, port, BindingTable.table(client), prefix, server, serverPort, protocol);
        final int hash = sessions.hash(key);
        if (sessions.find(key, hash) != 0) {
            return true;
        }
        if (bindings.sessionsOfClient(binding) >= shared.limits().sessionsPerClient()) {
            return false;
        }
        final int entry = state.start().begin(binding, key, hash, server, serverPort, protocol, tcp);
        if (entry > 0) {
            final long at = sessions.key(entry);
            SessionEntry.since(at, state.nowSeconds() - age);
            if (TcpState.lasts(SessionEntry.state(at))) {
                sessions.timeout(entry, shared.timeouts().tcpEstablishedNs());
            }
        }
        return entry > 0;
    }

    /** All sessions of a binding from a file are there: it ends with them, or now. */
    public void settle(final int entry) {
        if (BindingTable.isRestored(bindings.table().key(entry))) {
            bindings.release(shared.pool(), shared.limits(), entry);
        }
    }

    @Override
    public void close() {
        OffHeap.free(key);
    }
}
