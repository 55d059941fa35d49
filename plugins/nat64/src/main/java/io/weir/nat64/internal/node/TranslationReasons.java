package io.weir.nat64.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.nat64.internal.state.NoSession;
import io.weir.nat64.internal.xlat.Refusal;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Why packets of one direction are not translated. */
final class TranslationReasons {
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
    private final Map<Refusal, DropReason> refused = new EnumMap<>(Refusal.class);
    private final DropReason protocol;
    private final DropReason source;
    private final DropReason notGlobal;
    private final DropReason tooLong;

    /**
     * Declares them.
     *
     * @param way {@code in2out} or {@code out2in}.
     */
    TranslationReasons(final Registrar host, final String way) {
        final String name = "nat64-" + way + "-";
        final String words = "NAT64 " + way + ": ";
        for (int i = 1; i < noSession.length; i++) {
            noSession[i] = host.dropReason(name + NO_SESSION[i][0], words + NO_SESSION[i][1], Severity.ERROR);
        }
        for (final Refusal refusal : Refusal.values()) {
            refused.put(
                    refusal,
                    host.dropReason(
                            name + refusal.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                            words + "packets that " + refusal.what(),
                            Severity.ERROR));
        }
        protocol = host.dropReason(name + "protocol", words + "a protocol that has no ports", Severity.ERROR);
        source = host.dropReason(name + "source-in-prefix", words + "a source within a prefix", Severity.ERROR);
        tooLong = host.dropReason(
                name + "too-long", words + "too long for the next link, which the sender was told", Severity.ERROR);
        notGlobal = host.dropReason(
                name + "not-global", words + "an IPv4 address that isn't global under 64:ff9b::/96", Severity.ERROR);
    }

    /** All of them. */
    List<DropReason> all() {
        final List<DropReason> all = new ArrayList<>(Arrays.asList(noSession).subList(1, noSession.length));
        all.addAll(List.of(notGlobal, source, protocol, tooLong));
        all.addAll(refused.values());
        return all;
    }

    /** For what the state says: {@link NoSession}. */
    DropReason noSession(final int code) {
        return noSession[-code];
    }

    /** For what translation says. */
    DropReason refused(final int code) {
        return refused.get(Refusal.of(code));
    }

    /** A protocol that isn't translated. */
    DropReason protocol() {
        return protocol;
    }

    /** The source lies within a prefix itself (RFC 6146, 3.5). */
    DropReason source() {
        return source;
    }

    /** Longer than the link takes by which it would leave. */
    DropReason tooLong() {
        return tooLong;
    }

    /** The well-known prefix with an address that isn't global (RFC 6052, 3.1). */
    DropReason notGlobal() {
        return notGlobal;
    }
}
