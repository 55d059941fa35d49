package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.nat64.internal.map.MapTable;
import io.weir.nat64.internal.state.NoSession;
import io.weir.nat64.internal.state.PlainPort;
import io.weir.nat64.internal.state.PoolTable;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.xlat.IcmpErrors;
import io.weir.nat64.internal.xlat.Quote;
import io.weir.nat64.internal.xlat.Transport;
import io.weir.net.Ip6Header;
import io.weir.net.IpProtocol;
import io.weir.table.SessionTable;

/**
 * Translates ICMP errors of clients, or of routers on the way to them, about what servers have sent: they belong to the session of the
 * packet that they quote, and neither begin nor prolong one (RFC 6146, 3.5.4; RFC 5508, 4). All are from the pool's address, since a router
 * between has none in IPv4.
 */
final class InToOutErrors {
    private final ThreadPart part;
    private final InToOutWays ways;
    private final IcmpErrors translation;
    private final Translated translated;
    private final Quote quote = new Quote();
    private final long key;

    InToOutErrors(
            final ThreadPart part, final InToOutWays ways, final IcmpErrors translation, final Translated translated) {
        this.translated = translated;
        this.part = part;
        this.ways = ways;
        this.translation = translation;
        key = part.memory().allocate(SessionEntry.KEY_BYTES);
    }

    void translate(final Frame frame, final int i, final long buffer) {
        final int wrong = quote.readIp6(buffer);
        if (wrong != 0) {
            ways.answers().refuse(frame, i, wrong, 0);
            return;
        }
        final int table = table(buffer);
        final int entry = find(table);
        if (entry == 0) {
            frame.drop(i, ways.reasons().noSession(NoSession.UNASKED_ERROR));
            return;
        }
        final SessionTable sessions = part.state().sessions();
        final long session = sessions.key(entry);
        final long value = sessions.value(entry);
        final int pool = SessionEntry.poolAddress(value);
        final int server = SessionEntry.server(session);
        translation.toIp4(buffer, quote, pool, server, server, pool, Transport.KEEP, SessionEntry.poolPort(value));
        translated.add(IpProtocol.ICMP);
        frame.send(
                i,
                part.shared().pool().find(server) != PoolTable.NONE
                        ? ways.hairpin()
                        : part.shared().maps().ofIp6().find4(table, server) != MapTable.NONE_FOUND
                                ? ways.mapped()
                                : ways.lookup());
        if (frame.traced()) {
            SessionTrace.of(frame, i, entry, session, value);
        }
    }

    private int table(final long buffer) {
        return part.forwarding().table(ways.family(), Buffer.rxInterface(buffer));
    }

    /** The session of the quoted packet, which went from a server to a client; or 0. */
    private int find(final int table) {
        final long quoted = quote.header();
        final PrefixTable prefixes = part.shared().prefixes();
        final long high = Memory.getLongBe(quoted + 8);
        final long low = Memory.getLongBe(quoted + 16);
        final int number = prefixes.find(table, high, low);
        if (number == PrefixTable.NONE_FOUND) {
            return 0;
        }
        final int server = prefixes.prefix(number).extract(high, low);
        final boolean echo = quote.protocol() == IpProtocol.ICMP6;
        if (!echo && Protocol.isUnknown(quote.protocol())) {
            final int own = find(table, number, server, 0, PlainPort.of(server, quote.protocol()), quote.protocol());
            return own != 0 ? own : find(table, number, server, 0, PlainPort.any(quote.protocol()), quote.protocol());
        }
        return !quote.hasPorts()
                ? 0
                : find(
                        table,
                        number,
                        server,
                        echo ? 0 : quote.sourcePort(),
                        quote.destinationPort(),
                        echo ? Protocol.ICMP.number() : quote.protocol());
    }

    private int find(
            final int table,
            final int prefix,
            final int server,
            final int serverPort,
            final int port,
            final int protocol) {
        final long client = quote.header() + Ip6Header.LENGTH - 16;
        SessionEntry.writeKey(key, client, port, table, prefix, server, serverPort, protocol);
        final SessionTable sessions = part.state().sessions();
        return sessions.find(key, sessions.hash(key));
    }
}
