package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import io.weir.nat64.internal.state.NoSession;
import io.weir.nat64.internal.state.PlainPort;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.xlat.Addresses;
import io.weir.nat64.internal.xlat.IcmpErrors;
import io.weir.nat64.internal.xlat.Prefix64;
import io.weir.nat64.internal.xlat.Quote;
import io.weir.nat64.internal.xlat.Transport;
import io.weir.net.Ip4Header;
import io.weir.net.IpProtocol;
import io.weir.table.OtherKey;
import io.weir.table.SessionTable;

/**
 * Translates ICMP errors of servers, or of routers on the way to them, about what clients have sent: they belong to the session of the
 * packet that they quote, and neither begin nor prolong one (RFC 6146, 3.5.4; RFC 5508, 4).
 */
final class OutToInErrors {
    private final ThreadPart part;
    private final OutToInWays ways;
    private final IcmpErrors translation;
    private final Translated translated;
    private final Quote quote = new Quote();
    private final Addresses addresses = new Addresses();
    private final long key;

    OutToInErrors(
            final ThreadPart part, final OutToInWays ways, final IcmpErrors translation, final Translated translated) {
        this.translated = translated;
        this.part = part;
        this.ways = ways;
        this.translation = translation;
        key = part.memory().allocate(OtherKey.BYTES);
    }

    /**
     * Translates one.
     *
     * @param shared whether the address that it is to is this host's own too: then one about no session goes on to it.
     */
    void translate(final Frame frame, final int i, final long buffer, final boolean shared) {
        final int wrong = quote.readIp4(buffer);
        if (wrong != 0) {
            if (!shared) {
                ways.answers().refuse(frame, i, wrong);
            }
            return;
        }
        final SessionTable sessions = part.state().sessions();
        final int entry = find(sessions);
        final long session = sessions.key(entry);
        final Prefix64 prefix = entry == 0 ? null : part.shared().prefixes().prefix(SessionEntry.prefix(session));
        if (prefix == null) {
            if (!shared) {
                frame.drop(i, ways.reasons().noSession(NoSession.UNASKED_ERROR));
            }
            return;
        }
        final int server = SessionEntry.server(session);
        final int sender = Ip4Header.source(Buffer.data(buffer));
        // A router whose address mustn't be written under the prefix speaks as the server, so that path MTUs get
        // through.
        final int source = prefix.refuses(sender) ? server : sender;
        addresses
                .source(prefix.high(source), prefix.low(source))
                .destination(SessionEntry.high(session), SessionEntry.low(session))
                .quotedSource(SessionEntry.high(session), SessionEntry.low(session))
                .quotedDestination(prefix.high(server), prefix.low(server));
        final int result = translation.toIp6(buffer, quote, addresses, SessionEntry.port(session), Transport.KEEP);
        if (result != 0) {
            ways.answers().refuse(frame, i, result);
            return;
        }
        translated.add(IpProtocol.ICMP);
        Buffer.txInterface(buffer, SessionEntry.table(session));
        frame.send(i, ways.lookup());
        if (frame.traced()) {
            SessionTrace.of(frame, i, entry, session, sessions.value(entry));
        }
    }

    /** The session of the quoted packet, which went from the pool to a server; or 0. */
    private int find(final SessionTable sessions) {
        final int server = Ip4Header.destination(quote.header());
        final int protocol = quote.protocol();
        if (Protocol.isUnknown(protocol)) {
            final int own = find(sessions, server, 0, PlainPort.of(server, protocol));
            return own != 0 ? own : find(sessions, server, 0, PlainPort.any(protocol));
        }
        return !quote.hasPorts()
                ? 0
                : find(sessions, server, protocol == IpProtocol.ICMP ? 0 : quote.destinationPort(), quote.sourcePort());
    }

    private int find(final SessionTable sessions, final int server, final int serverPort, final int poolPort) {
        SessionEntry.writeOther(key, server, serverPort, quote.protocol(), Ip4Header.source(quote.header()), poolPort);
        return sessions.findOther(key, sessions.hashOther(key));
    }
}
