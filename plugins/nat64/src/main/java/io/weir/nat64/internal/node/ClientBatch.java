package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.state.PlainPort;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.net.IpProtocol;
import io.weir.net.TcpHeader;
import io.weir.net.UdpHeader;

/** The packets of a vector that clients send to servers, with the keys of their sessions. One thread; filled anew for each vector. */
final class ClientBatch {
    private static final int HEADER = 40;
    private static final int NEXT_HEADER = 6;
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;

    final long keys;
    /** Where in the vector each is. */
    final int[] at = new int[Frame.CAPACITY];
    /** Flags of TCP. */
    final int[] flags = new int[Frame.CAPACITY];

    final int[] hashes = new int[Frame.CAPACITY];
    /** Their sessions, 0 where there is none. */
    final int[] found = new int[Frame.CAPACITY];

    private final ThreadPart part;
    private final InToOutWays ways;
    private final OwnerStage owners;
    private final Flow flow;
    private final InToOutErrors errors;
    private int count;
    private boolean passing;

    ClientBatch(
            final ThreadPart part,
            final InToOutWays ways,
            final OwnerStage owners,
            final Flow flow,
            final InToOutErrors errors) {
        this.part = part;
        this.ways = ways;
        this.owners = owners;
        this.flow = flow;
        this.errors = errors;
        keys = part.memory().allocate((long) Frame.CAPACITY * SessionEntry.KEY_BYTES);
    }

    /** Whether the vector has packets that go on as they are. */
    boolean passing() {
        return passing;
    }

    /** Writes the keys of packets that are to be translated, and decides about those that never will; returns how many these are. */
    int collect(final Frame frame, final PrefixTable prefixes) {
        count = 0;
        passing = false;
        final PrefixTable.Entry only = prefixes.only();
        final int number = only == null ? 0 : only.number();
        final Prefix64 prefix = only == null ? null : only.prefix();
        int interfaceBefore = -1;
        int table = 0;
        for (int i = 0, size = frame.size(); i < size; i++) {
            if (owners != null && owners.gone(i)) {
                continue;
            }
            final long buffer = frame.buffer(i);
            final long header = Buffer.data(buffer);
            final long high = Memory.getLongBe(header + DESTINATION);
            final long low = Memory.getLongBe(header + DESTINATION + 8);
            final int swIfIndex = Buffer.rxInterface(buffer);
            if (swIfIndex != interfaceBefore) {
                interfaceBefore = swIfIndex;
                table = part.forwarding().table(ways.family(), swIfIndex);
            }
            if (prefix == null) {
                oneOfMany(frame, i, buffer, header, table, prefixes);
            } else if (!prefix.contains(high, low)) {
                passing = true;
            } else {
                add(
                        frame,
                        i,
                        buffer,
                        header,
                        table,
                        prefix,
                        number,
                        prefix.extract(high, low),
                        prefix.contains(Memory.getLongBe(header + SOURCE), Memory.getLongBe(header + SOURCE + 8)));
            }
        }
        return count;
    }

    private void oneOfMany(
            final Frame frame,
            final int i,
            final long buffer,
            final long header,
            final int table,
            final PrefixTable prefixes) {
        final long high = Memory.getLongBe(header + DESTINATION);
        final long low = Memory.getLongBe(header + DESTINATION + 8);
        final int number = prefixes.find(table, high, low);
        if (number == PrefixTable.NONE_FOUND) {
            passing = true;
            return;
        }
        final Prefix64 prefix = prefixes.prefix(number);
        final int source =
                prefixes.find(table, Memory.getLongBe(header + SOURCE), Memory.getLongBe(header + SOURCE + 8));
        add(
                frame,
                i,
                buffer,
                header,
                table,
                prefix,
                number,
                prefix.extract(high, low),
                source != PrefixTable.NONE_FOUND);
    }

    private void add(
            final Frame frame,
            final int i,
            final long buffer,
            final long header,
            final int table,
            final Prefix64 prefix,
            final int number,
            final int server,
            final boolean sourceWithin) {
        if (prefix.refuses(server)) {
            frame.drop(i, ways.reasons().notGlobal());
            return;
        }
        if (sourceWithin) {
            frame.drop(i, ways.reasons().source());
            return;
        }
        final long key = keys + (long) count * SessionEntry.KEY_BYTES;
        final int protocol = Memory.getUnsignedByte(header + NEXT_HEADER);
        final int length = Buffer.length(buffer);
        if (protocol == IpProtocol.UDP && length >= HEADER + UdpHeader.LENGTH
                || protocol == IpProtocol.TCP && length >= HEADER + TcpHeader.LENGTH) {
            final int ports = Memory.getIntBe(header + HEADER);
            flags[count] = protocol == IpProtocol.TCP ? TcpHeader.flags(header + HEADER) : 0;
            SessionEntry.writeKey(key, header + SOURCE, ports >>> 16, table, number, server, ports & 0xffff, protocol);
        } else if (isOrdinary(frame, i, buffer)) {
            flags[count] = flow.flags;
            final int port = flow.plain ? PlainPort.of(server, flow.protocol) : flow.sourcePort;
            SessionEntry.writeKey(
                    key, header + SOURCE, port, table, number, server, flow.destinationPort, flow.protocol);
        } else {
            return;
        }
        at[count++] = i;
    }

    /** Whether a packet that isn't plain may have a session; else it is decided about. */
    private boolean isOrdinary(final Frame frame, final int i, final long buffer) {
        final int kind = flow.read(buffer);
        if (kind == Flow.ICMP_ERROR) {
            errors.translate(frame, i, buffer);
        } else if (kind == Flow.OTHER) {
            frame.drop(i, ways.reasons().protocol());
        }
        return kind == Flow.ORDINARY;
    }
}
