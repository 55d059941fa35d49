package io.weir.nat64.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.NoSession;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.nat64.internal.xlat.ToIp6;
import io.weir.nat64.internal.xlat.Transport;
import io.weir.net.Ip4Header;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.table.OtherKey;
import io.weir.table.SessionTable;

/**
 * Nodes nat64-out2in and nat64-hairpin: translate what servers, or other clients, send to addresses of the pool; all else goes on as
 * it is. Source: RFC 6146, 3.5 and 3.8; VPP plugins/nat/nat64.
 */
final class OutToInNode implements PacketNode {
    private static final int PLAIN = Ip4Header.LENGTH + TcpHeader.LENGTH;
    /** By what an IPv6 header is longer. */
    private static final int LONGER = 20;

    /** What every link of IPv6 carries. */
    private static final int LEAST = 1_280;

    private static final int NO_OPTIONS = 0x45;
    private static final int PARTS = 0x3fff;

    private final ThreadPart part;
    private final OutToInWays ways;
    private final OwnerStage owners;
    private final Flow flow;
    private final ToIp6 translation = new ToIp6();
    private final long keys;
    private final int[] at = new int[Frame.CAPACITY];
    private final int[] flags = new int[Frame.CAPACITY];
    private final int[] protocols = new int[Frame.CAPACITY];
    private final int[] hashes = new int[Frame.CAPACITY];
    private final int[] found = new int[Frame.CAPACITY];
    private final OutToInErrors errors;
    private final PathMtu paths;
    private final Translated translated;
    private final Cutter cutter;

    OutToInNode(
            final ThreadPart part,
            final OutToInWays ways,
            final Flow flow,
            final OwnerStage owners,
            final PathMtu paths,
            final Cutter cutter,
            final OutToInErrors errors,
            final Translated translated) {
        this.translated = translated;
        this.paths = paths;
        this.cutter = cutter;
        this.part = part;
        keys = part.memory().allocate((long) Frame.CAPACITY * OtherKey.BYTES);
        this.ways = ways;
        this.flow = flow;
        this.owners = owners;
        this.errors = errors;
    }

    @Override
    public void process(final Frame frame) {
        if (owners != null) {
            owners.send(frame);
        }
        part.expiry().turn();
        final int count = collect(frame, part.shared().pool());
        if (count == 0) {
            translated.flush();
            return;
        }
        paths.begin();
        final SessionTable sessions = part.state().sessions();
        sessions.hashOther(keys, count, hashes);
        final int present = sessions.lookupOther(keys, hashes, count, found);
        for (int i = 0; i < count; i++) {
            final int entry = found[i];
            if (entry != 0) {
                part.state().packet(entry, false, flags[i]);
                translate(frame, at[i], entry);
            }
        }
        if (present < count) {
            begin(frame, count);
            part.expiry().tick();
        }
        translated.flush();
    }

    /** Writes the keys of packets that are to be translated; returns how many these are. */
    private int collect(final Frame frame, final PoolTable pool) {
        int count = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            if (owners != null && owners.gone(i)) {
                continue;
            }
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int destination = Ip4Header.destination(header);
            if (pool.find(destination) == PoolTable.NONE) {
                continue;
            }
            if (read(frame, i, buffer, header)) {
                SessionEntry.writeOther(
                        keys + (long) count * OtherKey.BYTES,
                        Ip4Header.source(header),
                        flow.sourcePort,
                        flow.protocol,
                        destination,
                        flow.destinationPort);
                flags[count] = flow.flags;
                protocols[count] = flow.protocol;
                at[count++] = i;
            }
        }
        return count;
    }

    /** Finds out the flow of a packet; returns whether it may have a session. */
    private boolean read(final Frame frame, final int i, final long buffer, final long header) {
        final int protocol = Memory.getUnsignedByte(header + 9);
        if ((protocol == IpProtocol.UDP || protocol == IpProtocol.TCP)
                && Memory.getUnsignedByte(header) == NO_OPTIONS
                && (Memory.getShortBe(header + 6) & PARTS) == 0
                && Buffer.length(buffer) >= PLAIN) {
            final int ports = Memory.getIntBe(header + Ip4Header.LENGTH);
            flow.protocol = protocol;
            flow.sourcePort = ports >>> 16;
            flow.destinationPort = ports & 0xffff;
            flow.flags = protocol == IpProtocol.TCP ? TcpHeader.flags(header + Ip4Header.LENGTH) : 0;
            return true;
        }
        final int kind = flow.read(buffer);
        if (kind == Flow.ICMP_ERROR) {
            errors.translate(frame, i, buffer);
        } else if (kind == Flow.OTHER) {
            other(frame, i, ways.reasons().protocol());
        }
        return kind == Flow.ORDINARY;
    }

    private void begin(final Frame frame, final int count) {
        for (int i = 0; i < count; i++) {
            if (found[i] == 0) {
                final long key = keys + (long) i * OtherKey.BYTES;
                final int entry = part.state()
                        .fromServer(
                                Memory.getInt(key),
                                Memory.getShort(key + 4) & 0xffff,
                                SessionEntry.poolAddress(key + 8),
                                SessionEntry.poolPort(key + 8),
                                protocols[i],
                                flags[i]);
                if (entry > 0) {
                    translate(frame, at[i], entry);
                } else if (entry == NoSession.NO_BINDING) {
                    other(frame, at[i], ways.reasons().noSession(entry));
                } else {
                    frame.drop(at[i], ways.reasons().noSession(entry));
                }
            }
        }
    }

    /** To an address of the pool, but to no client: it may be this host's own. */
    private void other(final Frame frame, final int i, final DropReason reason) {
        if (ways.hairpin()) {
            frame.drop(i, reason);
            return;
        }
        final int place = part.shared().pool().find(Ip4Header.destination(Buffer.data(frame.buffer(i))));
        if (place == PoolTable.NONE || !part.shared().pool().isShared(place)) {
            frame.drop(i, reason);
        }
    }

    /** Whether a packet that must not be cut is too long for the link to its client; then its sender is told. */
    private boolean isTooLong(final Frame frame, final int i, final long buffer, final long key) {
        if (!Cutter.mustNotBeCut(Buffer.data(buffer))) {
            return false;
        }
        final int table = part.forwarding().table(ways.family(), Buffer.rxInterface(buffer));
        final int longest = paths.ip6(table, SessionEntry.high(key), SessionEntry.low(key)) - LONGER;
        if (longest < LEAST - LONGER || PathMtu.length(buffer, false) <= longest) {
            return false;
        }
        ways.tooLong(frame, i, longest);
        return true;
    }

    private void translate(final Frame frame, final int i, final int entry) {
        final SessionTable sessions = part.state().sessions();
        final long key = sessions.key(entry);
        final Prefix64 prefix = part.shared().prefixes().prefix(SessionEntry.prefix(key));
        if (prefix == null) {
            frame.drop(i, ways.reasons().noSession(NoSession.NO_PREFIX));
            return;
        }
        final int server = SessionEntry.server(key);
        final long buffer = frame.buffer(i);
        if (Cutter.isLong(buffer, LEAST - LONGER) && isTooLong(frame, i, buffer, key)) {
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
        if (result < 0) {
            ways.refuse(frame, i, buffer, result);
        } else if (result == 0) {
            translated.add(SessionEntry.protocol(key));
            frame.send(i, ways.lookup());
        } else {
            translated.add(SessionEntry.protocol(key));
            cutter.cut(frame, i, result, ways);
        }
        if (frame.traced()) {
            SessionTrace.of(frame, i, entry, key, sessions.value(entry));
        }
    }
}
