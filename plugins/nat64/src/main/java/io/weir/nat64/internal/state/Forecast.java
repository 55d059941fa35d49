package io.weir.nat64.internal.state;

import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.net.IpProtocol;
import io.weir.table.OtherKey;

/** Finds out what would become of a packet, and changes nothing. On the worker of its client, between two turns. */
public final class Forecast implements AutoCloseable {
    private final ClientState state;
    private final long source = OffHeap.allocate(16);
    private final long key = OffHeap.allocate(SessionEntry.KEY_BYTES);
    private final long other = OffHeap.allocate(OtherKey.BYTES);

    /** For what a worker remembers. */
    public Forecast(final ClientState state) {
        this.state = state;
    }

    /** A packet from a client; one of TCP is a SYN unless {@code begins} is false. */
    public Outlook fromClient(
            final long high,
            final long low,
            final int port,
            final int prefix,
            final int clientTable,
            final int server,
            final int serverPort,
            final int protocol,
            final boolean begins) {
        Memory.putLongBe(source, high);
        Memory.putLongBe(source + 8, low);
        SessionEntry.writeKey(key, source, port, clientTable, prefix, server, serverPort, protocol);
        final int entry = state.sessions().find(key, state.sessions().hash(key));
        if (entry != 0) {
            return ofSession(entry);
        }
        final Bindings bindings = state.ownBindings();
        final int[] client = bindings.ofClient(state.shared().limits(), high, low, clientTable);
        bindings.mean(high, low, port, protocol, clientTable);
        final int binding = bindings.find();
        if (protocol == IpProtocol.TCP && !begins) {
            return refused(NoSession.NOT_SYN, client, high, low, port);
        }
        if (state.sessions().size() >= state.shared().limits().sessions()) {
            return refused(NoSession.FULL, client, high, low, port);
        }
        final int most = state.shared().limits().sessionsPerClient();
        if (client[1] >= most) {
            return refused(NoSession.CLIENT_SESSIONS, client, high, low, port);
        }
        if (binding != 0) {
            return ofBinding(0, binding, client);
        }
        final PoolTable pool = state.shared().pool();
        final int place = bindings.forecast(pool, state.shared().limits());
        return place < 0
                ? refused(place, client, high, low, port)
                : new Outlook(0, false, 0, false, false, pool.address(place), 0, client[0], client[1], high, low, port);
    }

    /** A packet from a server to an address and port of the pool; one of TCP is a SYN unless {@code begins} is false. */
    public Outlook fromServer(
            final int server,
            final int serverPort,
            final int poolAddress,
            final int poolPort,
            final int protocol,
            final boolean begins) {
        SessionEntry.writeOther(other, server, serverPort, protocol, poolAddress, poolPort);
        final int entry = state.sessions().findOther(other, state.sessions().hashOther(other));
        if (entry != 0) {
            return ofSession(entry);
        }
        final Bindings bindings = state.ownBindings();
        final int binding = bindings.findOther(poolAddress, poolPort, protocol);
        if (binding == 0) {
            return refused(NoSession.NO_BINDING, new int[2], 0, 0, 0);
        }
        final long client = bindings.table().key(binding);
        final int[] counts = bindings.ofClient(
                state.shared().limits(),
                BindingTable.high(client),
                BindingTable.low(client),
                BindingTable.table(client));
        int code = 0;
        if (protocol == IpProtocol.TCP && !begins) {
            code = NoSession.NOT_SYN;
        } else if (!state.start().lets(binding, server, poolAddress, poolPort, protocol)) {
            code = NoSession.FILTERED;
        } else if (state.sessions().size() >= state.shared().limits().sessions()) {
            code = NoSession.FULL;
        } else if (state.shared().prefixFor(BindingTable.table(client), server) < 0) {
            code = NoSession.NO_PREFIX;
        } else if (counts[1] >= state.shared().limits().sessionsPerClient() / 2) {
            code = NoSession.CLIENT_SESSIONS;
        }
        return ofBinding(code, binding, counts);
    }

    private static Outlook refused(
            final int code, final int[] client, final long high, final long low, final int port) {
        return new Outlook(code, false, 0, false, false, 0, 0, client[0], client[1], high, low, port);
    }

    private Outlook ofSession(final int entry) {
        final long at = state.sessions().key(entry);
        final long value = state.sessions().value(entry);
        final Bindings bindings = state.ownBindings();
        final int binding = bindings.findOther(
                SessionEntry.poolAddress(value), SessionEntry.poolPort(value), SessionEntry.protocol(at));
        final int[] client = bindings.ofClient(
                state.shared().limits(), SessionEntry.high(at), SessionEntry.low(at), SessionEntry.table(at));
        return new Outlook(
                0,
                true,
                SessionEntry.state(at),
                binding != 0,
                binding != 0 && BindingTable.isStatic(bindings.table().key(binding)),
                SessionEntry.poolAddress(value),
                SessionEntry.poolPort(value),
                client[0],
                client[1],
                SessionEntry.high(at),
                SessionEntry.low(at),
                SessionEntry.port(at));
    }

    private Outlook ofBinding(final int code, final int binding, final int[] client) {
        final long at = state.bindings().key(binding);
        final long value = state.bindings().value(binding);
        return new Outlook(
                code,
                false,
                0,
                true,
                BindingTable.isStatic(at),
                BindingTable.poolAddress(value),
                BindingTable.poolPort(value),
                client[0],
                client[1],
                BindingTable.high(at),
                BindingTable.low(at),
                BindingTable.port(at));
    }

    @Override
    public void close() {
        OffHeap.free(source);
        OffHeap.free(key);
        OffHeap.free(other);
    }
}
