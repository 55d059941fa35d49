package io.weir.nat64.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.nat64.internal.map.MapTable;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.xlat.HostAddresses;
import io.weir.nat64.internal.xlat.ToIp4;
import io.weir.nat64.internal.xlat.Transport;
import io.weir.table.SessionTable;

/**
 * Node nat64-in2out: translates what clients send to servers under a prefix; all else goes on as it is. Packets of sessions are
 * translated in passes over the vector, those that begin sessions behind them. Source: RFC 6146, 3.5; VPP plugins/nat/nat64.
 */
final class InToOutNode implements PacketNode {
    private final ThreadPart part;
    private final InToOutWays ways;
    private final OwnerStage owners;
    private final ClientBatch batch;
    private final ClientCheck clients;
    private final ToIp4 translation;
    private final PathMtu paths;
    private final Translated translated;
    /** Whether there are maps, by which servers may be hosts of IPv6. */
    private boolean mapped;

    InToOutNode(
            final ThreadPart part,
            final InToOutWays ways,
            final OwnerStage owners,
            final ClientBatch batch,
            final ClientCheck clients,
            final ToIp4 translation,
            final PathMtu paths,
            final Translated translated) {
        this.part = part;
        this.ways = ways;
        this.owners = owners;
        this.batch = batch;
        this.clients = clients;
        this.translation = translation;
        this.paths = paths;
        this.translated = translated;
    }

    @Override
    public void process(final Frame frame) {
        if (owners != null) {
            owners.send(frame);
        }
        part.expiry().turn();
        final int count = batch.collect(frame, part.shared().prefixes());
        if (count > 0) {
            final ClientState state = part.state();
            final SessionTable sessions = state.sessions();
            final PoolTable pool = part.shared().pool();
            final int[] found = batch.found;
            sessions.hash(batch.keys, count, batch.hashes);
            final int present = sessions.lookup(batch.keys, batch.hashes, count, found);
            paths.begin();
            mapped = part.shared().maps() != MapTable.EMPTY;
            // Where nothing goes on as it is, the vector goes to the lookup as a whole, but for exceptions.
            final boolean each = batch.passing();
            for (int i = 0; i < count; i++) {
                final int entry = found[i];
                if (entry != 0) {
                    state.packet(entry, true, batch.flags[i]);
                    translate(frame, batch.at[i], entry, sessions, pool, each);
                }
            }
            if (present < count) {
                begin(frame, count, pool, each);
                part.expiry().tick();
            }
            if (!each) {
                frame.sendOthers(ways.lookup());
            }
        }
        translated.flush();
    }

    private void begin(final Frame frame, final int count, final PoolTable pool, final boolean each) {
        for (int i = 0; i < count; i++) {
            if (batch.found[i] == 0) {
                final long key = batch.keys + (long) i * SessionEntry.KEY_BYTES;
                final DropReason never = never(key);
                if (never != null) {
                    frame.drop(batch.at[i], never);
                    continue;
                }
                final int entry = part.state()
                        .start()
                        .fromClient(
                                key,
                                port(key),
                                SessionEntry.prefix(key),
                                SessionEntry.table(key),
                                SessionEntry.server(key),
                                SessionEntry.serverPort(key),
                                SessionEntry.protocol(key),
                                batch.flags[i]);
                if (entry > 0) {
                    translate(frame, batch.at[i], entry, part.state().sessions(), pool, each);
                } else {
                    part.state().log().refused(entry, SessionEntry.high(key), SessionEntry.low(key));
                    frame.drop(batch.at[i], ways.reasons().noSession(entry));
                }
            }
        }
    }

    /** Why no session may begin between these two; or null. */
    private DropReason never(final long key) {
        if (!clients.passes(SessionEntry.table(key), SessionEntry.high(key), SessionEntry.low(key))) {
            return ways.reasons().clientAddress();
        }
        return HostAddresses.isHost4(SessionEntry.server(key))
                ? null
                : ways.reasons().serverAddress();
    }

    private int port(final long key) {
        final int protocol = SessionEntry.protocol(key);
        final int port = SessionEntry.port(key);
        return Protocol.isUnknown(protocol)
                ? part.state().start().plainPort(key, port, protocol, SessionEntry.table(key))
                : port;
    }

    private void translate(
            final Frame frame,
            final int i,
            final int entry,
            final SessionTable sessions,
            final PoolTable pool,
            final boolean each) {
        final long key = sessions.key(entry);
        final long value = sessions.value(entry);
        final int server = SessionEntry.server(key);
        final long buffer = frame.buffer(i);
        if (Cutter.isLong(buffer, PathMtu.LEAST) && isTooLong(frame, i, buffer, server)) {
            return;
        }
        final int result = translation.translate(
                buffer, SessionEntry.poolAddress(value), server, SessionEntry.poolPort(value), Transport.KEEP);
        if (result < 0) {
            ways.answers().refuse(frame, i, result, translation.pointer());
        } else {
            translated.add(SessionEntry.protocol(key));
            if (pool.find(server) != PoolTable.NONE) {
                frame.send(i, ways.hairpin());
            } else if (mapped && isMapped(key, server)) {
                frame.send(i, ways.mapped());
            } else if (each) {
                frame.send(i, ways.lookup());
            }
        }
        if (frame.traced()) {
            SessionTrace.of(frame, i, entry, key, value);
        }
    }

    private boolean isMapped(final long key, final int server) {
        return part.shared().maps().ofIp6().find4(SessionEntry.table(key), server) != MapTable.NONE_FOUND;
    }

    /** Whether a packet, of which no router of IPv4 may make smaller ones, is too long; then its sender is told. */
    private boolean isTooLong(final Frame frame, final int i, final long buffer, final int server) {
        final int mtu = paths.exceeded6(ways.family4(), buffer, server);
        if (mtu == 0) {
            return false;
        }
        ways.answers().tooLong(frame, i, mtu);
        return true;
    }
}
