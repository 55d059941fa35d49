package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.nat64.internal.state.Protocol;
import io.weir.nat64.internal.state.SessionEntry;
import io.weir.nat64.internal.state.SessionTest;
import io.weir.net.Ip6Address;

/**
 * Which sessions are meant.
 *
 * @param protocol number of it in IPv4, or 0 for all.
 * @param client or null for all.
 * @param byServer whether {@code server} counts.
 * @param port of the client, the pool or the server, or below 0 for all.
 */
record SessionFilter(int protocol, Ip6Address client, boolean byServer, int server, int port) implements SessionTest {
    /** How commands say it, behind the protocol. */
    static final String WORDS = " [client <client:ip6>] [server <server:ip4>] [port <port:int 0..65535>]";

    /** What a line says. */
    static SessionFilter of(final CommandCall call) {
        return new SessionFilter(
                protocol(call),
                call.has("client") ? call.get("client", Ip6Address.class) : null,
                call.has("server"),
                call.has("server") ? call.getIp4("server") : 0,
                call.getInt("port", -1));
    }

    /** The number of the protocol that a line names, that of all unknown ones, or 0. */
    static int protocol(final CommandCall call) {
        for (final Protocol protocol : Protocol.values()) {
            if (call.has(protocol.word())) {
                return protocol.number();
            }
        }
        return 0;
    }

    /** What commands call what {@link #protocol} says. */
    static String word(final int protocol) {
        return protocol == 0 ? "all" : Protocol.of(protocol).word();
    }

    /** Whether a number in IPv4 headers is of what {@link #protocol} says. */
    static boolean isOf(final int protocol, final int number) {
        return protocol == 0
                || (protocol == Protocol.UNKNOWN.number() ? Protocol.isUnknown(number) : protocol == number);
    }

    @Override
    public boolean fits(final long key, final long value) {
        return isOf(protocol, SessionEntry.protocol(key))
                && (client == null || client.high() == SessionEntry.high(key) && client.low() == SessionEntry.low(key))
                && (!byServer || server == SessionEntry.server(key))
                && (port < 0
                        || port == SessionEntry.port(key)
                        || port == SessionEntry.serverPort(key)
                        || port == SessionEntry.poolPort(value));
    }
}
