package io.weir.nat64.internal.node;

import io.weir.graph.DropReason;
import io.weir.nat64.internal.state.NoSession;
import io.weir.plugin.Registrar;

/** Why packets of one direction are not translated. */
final class TranslationReasons extends RefusalReasons {
    private static final String[][] NO_SESSION = {
        {},
        {"full", "there is no room for a session"},
        {"no-port", "no address of the pool has a port left"},
        {"client-limit", "the client has as many bindings as it may have"},
        {"no-pool", "no address of the pool is for this client"},
        {"no-binding", "nobody has this address and port of the pool"},
        {"not-syn", "of no session of TCP, and no SYN"},
        {"unasked-error", "ICMP errors about packets of no session"},
        {"no-prefix", "the client has no prefix under which the server's address may be written"},
        {"client-sessions", "the client has as many sessions as it may have"},
        {"filtered", "from an address that the client has sent nothing to"},
    };

    private final DropReason[] noSession = new DropReason[NoSession.COUNT];
    private final DropReason protocol;
    private final DropReason source;
    private final DropReason clientAddress;
    private final DropReason serverAddress;
    private final DropReason spoofed;

    /**
     * Declares them.
     *
     * @param way {@code in2out} or {@code out2in}.
     */
    TranslationReasons(final Registrar host, final String way) {
        super(host, way);
        for (int i = 1; i < noSession.length; i++) {
            noSession[i] = declare(NO_SESSION[i][0], NO_SESSION[i][1]);
        }
        protocol = declare("protocol", "a protocol that the other family has not");
        source = declare("source-in-prefix", "a source within a prefix");
        clientAddress =
                declare("client-address", "a source that no client can have: of one link, a group, or this host's own");
        serverAddress = declare("server-address", "a server's address that no host can have");
        spoofed = declare("spoofed", "from outside with an address of the pool as source");
    }

    /** For what the state says: {@link NoSession}. */
    DropReason noSession(final int code) {
        return noSession[-code];
    }

    /** A protocol that isn't translated. */
    DropReason protocol() {
        return protocol;
    }

    /** The source lies within a prefix itself (RFC 6146, 3.5). */
    DropReason source() {
        return source;
    }

    /** The source is of one link, a group, or this host's own. */
    DropReason clientAddress() {
        return clientAddress;
    }

    /** The server's address is none that a host can have. */
    DropReason serverAddress() {
        return serverAddress;
    }

    /** It says that it is from the pool, and came from outside. */
    DropReason spoofed() {
        return spoofed;
    }
}
