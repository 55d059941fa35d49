package io.weir.nat64.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.PlainPort;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.xlat.HostAddresses;
import io.weir.net.Ip4Header;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;
import io.weir.table.OtherKey;

/** The packets of a vector that are for addresses of the pool, with the keys of their sessions. One thread; filled anew for each vector. */
final class ServerBatch {
    private static final int NO_OPTIONS = 0x45;
    private static final int PARTS = 0x3fff;
    private static final int FRAGMENT = 6;
    private static final int PROTOCOL = 9;

    final long keys;
    /** Where in the vector each is. */
    final int[] at = new int[Frame.CAPACITY];
    /** Flags of TCP. */
    final int[] flags = new int[Frame.CAPACITY];

    final int[] protocols = new int[Frame.CAPACITY];
    final int[] hashes = new int[Frame.CAPACITY];
    /** Their sessions, 0 where there is none. */
    final int[] found = new int[Frame.CAPACITY];

    private final OutToInWays ways;
    private final OwnerStage owners;
    private final Flow flow;
    private final OutToInErrors errors;
    private int count;
    private boolean passing;

    ServerBatch(
            final ThreadPart part,
            final OutToInWays ways,
            final OwnerStage owners,
            final Flow flow,
            final OutToInErrors errors) {
        this.ways = ways;
        this.owners = owners;
        this.flow = flow;
        this.errors = errors;
        keys = part.memory().allocate((long) Frame.CAPACITY * OtherKey.BYTES);
    }

    /** Whether the vector has packets that go on as they are, or may. */
    boolean passing() {
        return passing;
    }

    /** Writes the keys of packets that are to be translated, and decides about those that never will; returns how many these are. */
    int collect(final Frame frame, final PoolTable pool) {
        count = 0;
        passing = false;
        for (int i = 0, size = frame.size(); i < size; i++) {
            if (owners != null && owners.gone(i)) {
                continue;
            }
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final int destination = Ip4Header.destination(header);
            final int place = pool.find(destination);
            if (place == PoolTable.NONE) {
                passing = true;
                continue;
            }
            // Only what clients send to each other is from the pool, and that comes by the hairpin.
            if (!ways.hairpin() && pool.find(Ip4Header.source(header)) != PoolTable.NONE) {
                frame.drop(i, ways.reasons().spoofed());
                continue;
            }
            passing |= pool.isShared(place);
            add(frame, i, buffer, header, destination, pool);
        }
        return count;
    }

    private void add(
            final Frame frame,
            final int i,
            final long buffer,
            final long header,
            final int destination,
            final PoolTable pool) {
        final long key = keys + (long) count * OtherKey.BYTES;
        final int protocol = Memory.getUnsignedByte(header + PROTOCOL);
        final int length = Buffer.length(buffer);
        if ((protocol == IpProtocol.UDP && length >= Ip4Header.LENGTH + UdpHeader.LENGTH
                        || protocol == IpProtocol.TCP && length >= Ip4Header.LENGTH + TcpHeader.LENGTH)
                && Memory.getUnsignedByte(header) == NO_OPTIONS
                && (Memory.getShortBe(header + FRAGMENT) & PARTS) == 0) {
            final int ports = Memory.getIntBe(header + Ip4Header.LENGTH);
            flags[count] = protocol == IpProtocol.TCP ? TcpHeader.flags(header + Ip4Header.LENGTH) : 0;
            protocols[count] = protocol;
            SessionEntry.writeOther(key, Ip4Header.source(header), ports >>> 16, protocol, destination, ports & 0xffff);
        } else if (isOrdinary(frame, i, buffer, pool)) {
            flags[count] = flow.flags;
            protocols[count] = flow.protocol;
            final int server = Ip4Header.source(header);
            final int port = flow.plain ? PlainPort.of(server, flow.protocol) : flow.destinationPort;
            SessionEntry.writeOther(key, server, flow.sourcePort, flow.protocol, destination, port);
        } else {
            return;
        }
        at[count++] = i;
    }

    /** Whether a packet that isn't plain may have a session; else it is decided about. */
    private boolean isOrdinary(final Frame frame, final int i, final long buffer, final PoolTable pool) {
        final int kind = flow.read(buffer);
        if (kind == Flow.ICMP_ERROR) {
            error(frame, i, buffer, pool);
        } else if (kind == Flow.OTHER) {
            other(frame, i, ways.reasons().protocol(), pool);
        }
        return kind == Flow.ORDINARY;
    }

    private void error(final Frame frame, final int i, final long buffer, final PoolTable pool) {
        final long header = Buffer.data(buffer);
        if (!HostAddresses.isHost4(Ip4Header.source(header))) {
            other(frame, i, ways.reasons().serverAddress(), pool);
            return;
        }
        final int place = pool.find(Ip4Header.destination(header));
        errors.translate(frame, i, buffer, !ways.hairpin() && pool.isShared(place));
    }

    /** To an address of the pool, but to no client: it may be this host's own, and then goes on. */
    void other(final Frame frame, final int i, final DropReason reason, final PoolTable pool) {
        final int place = pool.find(Ip4Header.destination(Buffer.data(frame.buffer(i))));
        if (ways.hairpin() || place == PoolTable.NONE || !pool.isShared(place)) {
            frame.drop(i, reason);
        }
    }
}
