package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.nat64.internal.xlat.ToIp4;
import io.weir.nat64.internal.xlat.Transport;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.table.SessionTable;

/**
 * Node nat64-in2out: translates what clients send to servers under a prefix; all else goes on as it is. Packets of sessions are
 * translated in two passes over the vector, those that begin sessions behind them. Source: RFC 6146, 3.5; VPP plugins/nat/nat64.
 */
final class InToOutNode implements PacketNode {
    private static final int HEADER = 40;
    private static final int PLAIN = HEADER + TcpHeader.LENGTH;
    /** By what an IPv6 header is longer. */
    private static final int LONGER = 20;

    /** An IPv6 packet up to this length becomes one that routers may cut (RFC 7915, 5.1); all links of IPv6 carry it. */
    private static final int MAY_BE_CUT = 1_280;

    private static final int LEAST = 1_280;

    private final ThreadPart part;
    private final InToOutWays ways;
    private final OwnerStage owners;
    private final Flow flow;
    private final ToIp4 translation;
    private final long keys;
    private final int[] at = new int[Frame.CAPACITY];
    private final int[] flags = new int[Frame.CAPACITY];
    private final int[] tables = new int[Frame.CAPACITY];
    private final int[] hashes = new int[Frame.CAPACITY];
    private final int[] found = new int[Frame.CAPACITY];
    private final InToOutErrors errors;
    private final PathMtu paths;
    private final Translated translated;

    InToOutNode(
            final ThreadPart part,
            final InToOutWays ways,
            final Flow flow,
            final OwnerStage owners,
            final ToIp4 translation,
            final PathMtu paths,
            final InToOutErrors errors,
            final Translated translated) {
        this.translated = translated;
        this.paths = paths;
        this.translation = translation;
        this.part = part;
        keys = part.memory().allocate((long) Frame.CAPACITY * SessionEntry.KEY_BYTES);
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
        final int count = collect(frame, part.shared().prefixes());
        if (count == 0) {
            translated.flush();
            return;
        }
        final SessionTable sessions = part.state().sessions();
        sessions.hash(keys, count, hashes);
        final int present = sessions.lookup(keys, hashes, count, found);
        final PoolTable pool = part.shared().pool();
        paths.begin();
        for (int i = 0; i < count; i++) {
            final int entry = found[i];
            if (entry != 0) {
                part.state().packet(entry, true, flags[i]);
                translate(frame, at[i], entry, pool);
            }
        }
        if (present < count) {
            begin(frame, count, pool);
            part.expiry().tick();
        }
        translated.flush();
    }

    /** Writes the keys of packets that are to be translated; returns how many these are. */
    private int collect(final Frame frame, final PrefixTable prefixes) {
        int count = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            if (owners != null && owners.gone(i)) {
                continue;
            }
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int table = part.forwarding().table(ways.family(), Buffer.rxInterface(buffer));
            final long high = Memory.getLongBe(header + 24);
            final long low = Memory.getLongBe(header + 32);
            final int number = prefixes.find(table, high, low);
            if (number == PrefixTable.NONE_FOUND) {
                continue;
            }
            final Prefix64 prefix = prefixes.prefix(number);
            final int server = prefix.extract(high, low);
            if (prefix.refuses(server)) {
                frame.drop(i, ways.reasons().notGlobal());
                continue;
            }
            if (prefixes.find(table, Memory.getLongBe(header + 8), Memory.getLongBe(header + 16))
                    != PrefixTable.NONE_FOUND) {
                frame.drop(i, ways.reasons().source());
                continue;
            }
            if (read(frame, i, buffer, header)) {
                SessionEntry.writeKey(
                        keys + (long) count * SessionEntry.KEY_BYTES,
                        header + 8,
                        flow.sourcePort,
                        number,
                        server,
                        flow.destinationPort,
                        flow.protocol);
                flags[count] = flow.flags;
                tables[count] = table;
                at[count++] = i;
            }
        }
        return count;
    }

    /** Finds out the flow of a packet; returns whether it may have a session. */
    private boolean read(final Frame frame, final int i, final long buffer, final long header) {
        final int protocol = Memory.getUnsignedByte(header + 6);
        if ((protocol == IpProtocol.UDP || protocol == IpProtocol.TCP) && Buffer.length(buffer) >= PLAIN) {
            final int ports = Memory.getIntBe(header + HEADER);
            flow.protocol = protocol;
            flow.sourcePort = ports >>> 16;
            flow.destinationPort = ports & 0xffff;
            flow.flags = protocol == IpProtocol.TCP ? TcpHeader.flags(header + HEADER) : 0;
            return true;
        }
        final int kind = flow.read(buffer);
        if (kind == Flow.ICMP_ERROR) {
            errors.translate(frame, i, buffer);
        } else if (kind == Flow.OTHER) {
            frame.drop(i, ways.reasons().protocol());
        }
        return kind == Flow.ORDINARY;
    }

    private void begin(final Frame frame, final int count, final PoolTable pool) {
        for (int i = 0; i < count; i++) {
            if (found[i] == 0) {
                final long key = keys + (long) i * SessionEntry.KEY_BYTES;
                final int entry = part.state()
                        .fromClient(
                                key,
                                SessionEntry.port(key),
                                SessionEntry.prefix(key),
                                tables[i],
                                SessionEntry.server(key),
                                SessionEntry.serverPort(key),
                                SessionEntry.protocol(key),
                                flags[i]);
                if (entry > 0) {
                    translate(frame, at[i], entry, pool);
                } else {
                    frame.drop(at[i], ways.reasons().noSession(entry));
                }
            }
        }
    }

    /** Whether a packet, of which no router of IPv4 may make smaller ones, is too long; then its sender is told. */
    private boolean isTooLong(final Frame frame, final int i, final long buffer, final int server) {
        final int length = PathMtu.length(buffer, true);
        final int table = part.forwarding().table(ways.family4(), Buffer.rxInterface(buffer));
        final int longest = paths.ip4(table, server) + LONGER;
        if (length <= MAY_BE_CUT || length <= longest || longest < LONGER) {
            return false;
        }
        ways.tooLong(frame, i, Math.max(LEAST, longest));
        return true;
    }

    private void translate(final Frame frame, final int i, final int entry, final PoolTable pool) {
        final SessionTable sessions = part.state().sessions();
        final long key = sessions.key(entry);
        final long value = sessions.value(entry);
        final int server = SessionEntry.server(key);
        final long buffer = frame.buffer(i);
        if (Cutter.isLong(buffer, MAY_BE_CUT) && isTooLong(frame, i, buffer, server)) {
            return;
        }
        final int result = translation.translate(
                buffer, SessionEntry.poolAddress(value), server, SessionEntry.poolPort(value), Transport.KEEP);
        if (result < 0) {
            ways.refuse(frame, i, buffer, result, translation.pointer());
        } else {
            translated.add(SessionEntry.protocol(key));
            frame.send(i, pool.find(server) == PoolTable.NONE ? ways.lookup() : ways.hairpin());
        }
        if (frame.traced()) {
            SessionTrace.of(frame, i, entry, key, value);
        }
    }
}
