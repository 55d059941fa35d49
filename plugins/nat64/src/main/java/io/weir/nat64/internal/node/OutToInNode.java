package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.NoSession;
import io.weir.nat64.internal.state.PlainPort;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.state.TcpState;
import io.weir.nat64.internal.xlat.HostAddresses;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.nat64.internal.xlat.ToIp6;
import io.weir.nat64.internal.xlat.Transport;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.table.OtherKey;
import io.weir.table.SessionTable;

/**
 * Nodes nat64-out2in and nat64-hairpin: translate what servers, or other clients, send to addresses of the pool; all else goes on as
 * it is. Source: RFC 6146, 3.5 and 3.8; VPP plugins/nat/nat64.
 */
final class OutToInNode implements PacketNode {
    private final ThreadPart part;
    private final OutToInWays ways;
    private final OwnerStage owners;
    private final ServerBatch batch;
    private final ToIp6 translation = new ToIp6();
    private final PathMtu paths;
    private final Cutter cutter;
    private final Translated translated;

    OutToInNode(
            final ThreadPart part,
            final OutToInWays ways,
            final OwnerStage owners,
            final ServerBatch batch,
            final PathMtu paths,
            final Cutter cutter,
            final Translated translated) {
        this.part = part;
        this.ways = ways;
        this.owners = owners;
        this.batch = batch;
        this.paths = paths;
        this.cutter = cutter;
        this.translated = translated;
    }

    @Override
    public void process(final Frame frame) {
        if (owners != null) {
            owners.send(frame);
        }
        part.expiry().turn();
        final PoolTable pool = part.shared().pool();
        final int count = batch.collect(frame, pool);
        if (count > 0) {
            final ClientState state = part.state();
            final SessionTable sessions = state.sessions();
            final PrefixTable prefixes = part.shared().prefixes();
            final int[] found = batch.found;
            sessions.hashOther(batch.keys, count, batch.hashes);
            final int present = sessions.lookupOther(batch.keys, batch.hashes, count, found);
            paths.begin();
            // Where nothing goes on as it is, the vector goes to the lookup as a whole, but for exceptions.
            final boolean each = batch.passing();
            for (int i = 0; i < count; i++) {
                final int entry = found[i];
                if (entry != 0) {
                    state.packet(entry, false, batch.flags[i]);
                    translate(frame, batch.at[i], entry, sessions, prefixes, each);
                }
            }
            if (present < count) {
                begin(frame, count, pool, prefixes, each);
                part.expiry().tick();
            }
            if (!each) {
                frame.sendOthers(ways.lookup());
            }
        }
        translated.flush();
    }

    private void begin(
            final Frame frame, final int count, final PoolTable pool, final PrefixTable prefixes, final boolean each) {
        for (int i = 0; i < count; i++) {
            if (batch.found[i] == 0) {
                final long key = batch.keys + (long) i * OtherKey.BYTES;
                if (batch.protocols[i] == IpProtocol.ICMP && isShared(pool, SessionEntry.poolAddress(key + 8))) {
                    batch.other(frame, batch.at[i], ways.reasons().noSession(NoSession.NO_BINDING), pool);
                    continue;
                }
                if (!HostAddresses.isHost4(Memory.getInt(key))) {
                    batch.other(frame, batch.at[i], ways.reasons().serverAddress(), pool);
                    continue;
                }
                final int entry = begin(key, batch.protocols[i], batch.flags[i]);
                if (entry > 0) {
                    translate(frame, batch.at[i], entry, part.state().sessions(), prefixes, each);
                } else if (waits(frame, i, entry, key, pool)) {
                    frame.sink().count(ways.reasons().noSession(entry), 1);
                } else if (entry == NoSession.NO_BINDING) {
                    batch.other(frame, batch.at[i], ways.reasons().noSession(entry), pool);
                } else {
                    if (entry == NoSession.FULL) {
                        part.state().log().refused(entry, 0, 0);
                    }
                    frame.drop(batch.at[i], ways.reasons().noSession(entry));
                }
            }
        }
    }

    /** Whether a packet begins a connection that its client may be beginning too, and waits for that. */
    private boolean waits(final Frame frame, final int i, final int why, final long key, final PoolTable pool) {
        return batch.protocols[i] == IpProtocol.TCP
                && (batch.flags[i] & (TcpState.WATCHED | TcpHeader.ACK)) == TcpHeader.SYN
                && !ways.hairpin()
                && (why == NoSession.FILTERED
                        || why == NoSession.NO_BINDING && !isShared(pool, SessionEntry.poolAddress(key + 8)))
                && part.held().hold(frame, batch.at[i], key, why == NoSession.FILTERED);
    }

    /** Whether this host has an address too: echoes to it begin no session, but are this host's. */
    private static boolean isShared(final PoolTable pool, final int address) {
        final int place = pool.find(address);
        return place != PoolTable.NONE && pool.isShared(place);
    }

    private int begin(final long key, final int protocol, final int flags) {
        final int server = Memory.getInt(key);
        final int serverPort = Memory.getShort(key + 4) & 0xffff;
        final int address = SessionEntry.poolAddress(key + 8);
        final int entry = part.state()
                .start()
                .fromServer(server, serverPort, address, SessionEntry.poolPort(key + 8), protocol, flags);
        return entry == NoSession.NO_BINDING && Protocol.isUnknown(protocol)
                ? part.state().start().fromServer(server, serverPort, address, PlainPort.any(protocol), protocol, flags)
                : entry;
    }

    private void translate(
            final Frame frame,
            final int i,
            final int entry,
            final SessionTable sessions,
            final PrefixTable prefixes,
            final boolean each) {
        final long key = sessions.key(entry);
        final Prefix64 prefix = prefixes.prefix(SessionEntry.prefix(key));
        if (prefix == null) {
            frame.drop(i, ways.reasons().noSession(NoSession.NO_PREFIX));
            return;
        }
        final int server = SessionEntry.server(key);
        final long buffer = frame.buffer(i);
        if (Cutter.isLong(buffer, PathMtu.LEAST_4) && isTooLong(frame, i, buffer, key)) {
            return;
        }
        final int result = translation.translate(
                buffer,
                prefix.high(server),
                prefix.low(server),
                SessionEntry.high(key),
                SessionEntry.low(key),
                Transport.KEEP,
                SessionEntry.port(key));
        if (frame.traced()) {
            // Before it is cut, and gone.
            SessionTrace.of(frame, i, entry, key, sessions.value(entry));
        }
        if (result < 0) {
            ways.answers().refuse(frame, i, result);
        } else {
            translated.add(SessionEntry.protocol(key));
            Buffer.txInterface(buffer, SessionEntry.table(key));
            if (result != 0) {
                cutter.cut(frame, i, result, ways.lookup(), ways.reasons());
            } else if (each) {
                frame.send(i, ways.lookup());
            }
        }
    }

    /** Whether a packet that must not be cut is too long for the link to its client; then its sender is told. */
    private boolean isTooLong(final Frame frame, final int i, final long buffer, final long key) {
        final int mtu = paths.exceeded4(SessionEntry.table(key), buffer, SessionEntry.high(key), SessionEntry.low(key));
        if (mtu == 0) {
            return false;
        }
        ways.answers().tooLong(frame, i, mtu);
        return true;
    }
}
