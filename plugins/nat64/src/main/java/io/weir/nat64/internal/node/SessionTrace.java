package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.state.TcpState;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;

/** What traces tell of a packet that was translated: its session, with both sides of it. */
final class SessionTrace {
    private SessionTrace() {}

    static void of(final Frame frame, final int i, final int entry, final long key, final long value) {
        frame.trace(
                i,
                SessionEntry.high(key),
                SessionEntry.low(key),
                (long) SessionEntry.server(key) << 32 | SessionEntry.poolAddress(value) & 0xffff_ffffL,
                (long) SessionEntry.port(key) << 32
                        | (long) SessionEntry.poolPort(value) << 16
                        | SessionEntry.serverPort(key),
                (long) entry << 16 | SessionEntry.protocol(key) << 8 | SessionEntry.state(key));
    }

    static void format(final long[] fields, final StringBuilder out) {
        final int protocol = (int) fields[4] >>> 8 & 0xff;
        out.append("session ").append(fields[4] >>> 16).append(' ').append(Protocol.text(protocol));
        out.append(": [")
                .append(new Ip6Address(fields[0], fields[1]))
                .append("]:")
                .append(Protocol.port(protocol, (int) (fields[3] >>> 32) & 0xffff));
        out.append(" is ")
                .append(Ip4Address.format((int) fields[2]))
                .append(':')
                .append(Protocol.port(protocol, (int) (fields[3] >>> 16) & 0xffff));
        out.append(" for ")
                .append(Ip4Address.format((int) (fields[2] >>> 32)))
                .append(':')
                .append(fields[3] & 0xffff);
        final String state = TcpState.word((int) fields[4] & 0xff);
        if (!state.isEmpty()) {
            out.append(", ").append(state);
        }
        out.append('\n');
    }
}
