package io.weir.nat64.internal.state;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.IpProtocol;
import io.weir.table.OtherKey;
import io.weir.table.SessionTable;

/** Begins sessions of a worker's clients (RFC 6146, 3.5), and binds their ports where they aren't. Only that worker calls. */
public final class SessionStart implements AutoCloseable {
    private final ClientState state;
    private final SessionTable sessions;
    private final Bindings bindings;
    private final Permits permits;
    private final SharedState shared;
    private final long key = OffHeap.allocate(SessionEntry.KEY_BYTES);
    private final long other = OffHeap.allocate(OtherKey.BYTES);

    SessionStart(final ClientState state, final Permits permits) {
        this.state = state;
        this.permits = permits;
        sessions = state.sessions();
        bindings = state.ownBindings();
        shared = state.shared();
    }

    /**
     * Begins a session for a packet from a client for which there is none, and binds the client's port if it isn't.
     *
     * @param source address of the client's address, in the packet.
     * @param flags of TCP.
     * @return its entry; one that a packet before has begun; or a {@link NoSession}.
     */
    public int fromClient(
            final long source,
            final int port,
            final int prefix,
            final int clientTable,
            final int server,
            final int serverPort,
            final int protocol,
            final int flags) {
        SessionEntry.writeKey(key, source, port, clientTable, prefix, server, serverPort, protocol);
        final int hash = sessions.hash(key);
        final int present = sessions.find(key, hash);
        if (present != 0) {
            state.packet(present, true, flags);
            return present;
        }
        if (mayNotBegin(protocol, flags)) {
            return NoSession.NOT_SYN;
        }
        if (sessions.size() >= shared.limits().sessions()) {
            return NoSession.FULL;
        }
        final long high = Memory.getLongBe(source);
        final long low = Memory.getLongBe(source + 8);
        bindings.mean(high, low, port, protocol, clientTable);
        int binding = bindings.find();
        if (binding == 0) {
            binding = bindings.bind(shared.pool(), shared.limits());
            if (binding < 0) {
                return binding;
            }
        }
        if (bindings.sessionsOfClient(binding) >= shared.limits().sessionsPerClient()) {
            bindings.count(shared.pool(), shared.limits(), binding, 0);
            return NoSession.CLIENT_SESSIONS;
        }
        return begin(binding, key, hash, server, serverPort, protocol, TcpState.V6_INIT);
    }

    /** The client's port for a packet of a protocol that has none: its server's, or that of all servers if the operator has bound it. */
    public int plainPort(final long source, final int port, final int protocol, final int clientTable) {
        bindings.mean(
                Memory.getLongBe(source), Memory.getLongBe(source + 8), PlainPort.any(protocol), protocol, clientTable);
        return bindings.find() == 0 ? port : PlainPort.any(protocol);
    }

    /**
     * Begins a session for a packet from a server to an address and port of the pool, if they are bound.
     *
     * @return as {@link #fromClient}.
     */
    public int fromServer(
            final int server,
            final int serverPort,
            final int poolAddress,
            final int poolPort,
            final int protocol,
            final int flags) {
        SessionEntry.writeOther(other, server, serverPort, protocol, poolAddress, poolPort);
        final int present = sessions.findOther(other, sessions.hashOther(other));
        if (present != 0) {
            state.packet(present, false, flags);
            return present;
        }
        int binding = bindings.findOther(poolAddress, poolPort, protocol);
        if (binding == 0 && shared.isShadow()) {
            binding = state.given().bindShadow(poolAddress, poolPort, protocol);
        }
        if (binding == 0) {
            return NoSession.NO_BINDING;
        }
        if (mayNotBegin(protocol, flags)) {
            return NoSession.NOT_SYN;
        }
        if (!lets(binding, server, poolAddress, poolPort, protocol)) {
            return NoSession.FILTERED;
        }
        if (sessions.size() >= shared.limits().sessions()) {
            return NoSession.FULL;
        }
        if (bindings.sessionsOfClient(binding) >= shared.limits().sessionsPerClient() / 2) {
            return NoSession.CLIENT_SESSIONS;
        }
        final long client = bindings.table().key(binding);
        final int prefix = shared.prefixFor(BindingTable.table(client), server);
        if (prefix < 0) {
            return NoSession.NO_PREFIX;
        }
        SessionEntry.writeKey(
                key,
                client,
                BindingTable.port(client),
                BindingTable.table(client),
                prefix,
                server,
                serverPort,
                protocol);
        return begin(binding, key, sessions.hash(key), server, serverPort, protocol, TcpState.V4_INIT);
    }

    private boolean mayNotBegin(final int protocol, final int flags) {
        return protocol == IpProtocol.TCP && (flags & TcpState.WATCHED) != TcpState.SYN && !shared.isShadow();
    }

    /** Whether a server may begin a session with a client's port: with one of the operator's bindings anybody may. */
    boolean lets(final int binding, final int server, final int poolAddress, final int poolPort, final int protocol) {
        return !shared.limits().addressDependent()
                || BindingTable.isStatic(bindings.table().key(binding))
                || permits.has(server, poolAddress, poolPort, protocol);
    }

    /** Begins a session of a binding, by its key. Returns its entry or {@link NoSession#FULL}; then the binding may have ended. */
    int begin(
            final int binding,
            final long key,
            final int hash,
            final int server,
            final int serverPort,
            final int protocol,
            final int tcp) {
        final long bound = bindings.table().value(binding);
        final int poolAddress = BindingTable.poolAddress(bound);
        final int poolPort = BindingTable.poolPort(bound);
        SessionEntry.writeOther(other, server, serverPort, protocol, poolAddress, poolPort);
        final int twin = sessions.findOther(other, sessions.hashOther(other));
        if (twin != 0) {
            // The same server by another prefix: what comes back can go one way only, and goes the way of the newer
            // one.
            state.end(twin, binding);
        }
        final int entry = sessions.insert(key, hash, shared.timeouts().first(protocol));
        if (entry > 0) {
            SessionEntry.write(sessions.value(entry), poolAddress, poolPort);
            if (!sessions.putOther(entry)) {
                bindings.count(shared.pool(), shared.limits(), binding, 0);
                return NoSession.FULL;
            }
            if (shared.limits().addressDependent() && !permits.add(server, poolAddress, poolPort, protocol)) {
                sessions.remove(entry);
            } else {
                final long at = sessions.key(entry);
                SessionEntry.state(at, protocol == IpProtocol.TCP ? tcp : TcpState.NONE);
                SessionEntry.since(at, state.nowSeconds());
                sessions.endChange(entry);
                bindings.count(shared.pool(), shared.limits(), binding, 1);
                state.log().session(true, entry);
                return entry;
            }
        }
        bindings.count(shared.pool(), shared.limits(), binding, 0);
        return NoSession.FULL;
    }

    @Override
    public void close() {
        OffHeap.free(key);
        OffHeap.free(other);
    }
}
