package io.weir.nat64.internal.cli;

import io.weir.nat64.internal.state.SessionEntry;
import io.weir.net.Ip6Address;

/**
 * Which sessions are meant.
 *
 * @param protocol number of it in IPv4, or 0 for all.
 * @param client or null for all.
 * @param byServer whether {@code server} counts.
 * @param port of the client, the pool or the server, or below 0 for all.
 */
record SessionFilter(int protocol, Ip6Address client, boolean byServer, int server, int port) {
    boolean fits(final long key, final long value) {
        return (protocol == 0 || SessionEntry.protocol(key) == protocol)
                && (client == null || client.high() == SessionEntry.high(key) && client.low() == SessionEntry.low(key))
                && (!byServer || server == SessionEntry.server(key))
                && (port < 0
                        || port == SessionEntry.port(key)
                        || port == SessionEntry.serverPort(key)
                        || port == SessionEntry.poolPort(value));
    }
}
