package io.weir.nat64.internal.log;

import io.weir.nat64.internal.xlat.Prefix64;

/** An event as collectors are told of it. One object serves all events of a thread, one after the other. */
final class Event {
    /** One of {@link EventType}. */
    int type;

    /** What there is too much of, and how much there may be. */
    int quota;

    int limit;

    /** Microseconds since 1970. */
    long timeMicros;

    long clientHigh;
    long clientLow;
    int clientPort;
    int protocol;

    /** Number of the client's table, but of limits. */
    int vrf;

    int poolAddress;
    int poolPort;
    int server;
    int serverPort;

    /** The server as the client knows it. */
    long serverHigh;

    long serverLow;

    /** Takes over what lies in a ring. */
    void read(final int eventType, final long at, final LogNames names) {
        type = eventType;
        timeMicros = names.timeMicros(LogRecord.timeNs(at));
        clientHigh = LogRecord.high(at);
        clientLow = LogRecord.low(at);
        clientPort = LogRecord.port(at);
        protocol = LogRecord.protocol(at);
        poolAddress = LogRecord.poolAddress(at);
        poolPort = LogRecord.poolPort(at);
        server = LogRecord.server(at);
        serverPort = LogRecord.serverPort(at);
        quota = LogRecord.quota(at);
        limit = LogRecord.limit(at);
        final int kind = EventKinds.of(eventType);
        vrf = kind == EventKinds.LIMITS ? 0 : names.vrf(LogRecord.table(at));
        final Prefix64 prefix = kind == EventKinds.SESSIONS ? names.prefix(LogRecord.prefix(at)) : null;
        serverHigh = prefix == null ? 0 : prefix.high(server);
        serverLow = prefix == null ? 0 : prefix.low(server);
    }

    /** Whether something has come to be. */
    boolean made() {
        return type == EventType.SESSION_MADE || type == EventType.BINDING_MADE || type == EventType.BLOCK_MADE;
    }
}
