package io.weir.nat64.internal.node;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.nat64.internal.xlat.Refusal;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Why packets of one direction can't be translated, whoever says which addresses they shall have. */
class RefusalReasons {
    private final Registrar host;
    private final String way;
    private final List<DropReason> all = new ArrayList<>();
    private final Map<Refusal, DropReason> refused = new EnumMap<>(Refusal.class);
    private final DropReason tooLong;
    private final DropReason notGlobal;

    /**
     * Declares them.
     *
     * @param way the direction, one word.
     */
    RefusalReasons(final Registrar host, final String way) {
        this.host = host;
        this.way = way;
        for (final Refusal refusal : Refusal.values()) {
            refused.put(
                    refusal,
                    declare(
                            refusal.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                            "packets that " + refusal.what()));
        }
        tooLong = declare("too-long", "too long for the next link, which the sender was told");
        notGlobal = declare("not-global", "an IPv4 address that isn't global under 64:ff9b::/96");
    }

    /** One more reason of this direction. */
    final DropReason declare(final String name, final String words) {
        final DropReason reason =
                host.dropReason("nat64-" + way + "-" + name, "NAT64 " + way + ": " + words, Severity.ERROR);
        all.add(reason);
        return reason;
    }

    /** All of them. */
    final List<DropReason> all() {
        return all;
    }

    /** For what translation says. */
    final DropReason refused(final int code) {
        return refused.get(Refusal.of(code));
    }

    /** Longer than the link takes by which it would leave. */
    final DropReason tooLong() {
        return tooLong;
    }

    /** The well-known prefix with an address that isn't global (RFC 6052, 3.1). */
    final DropReason notGlobal() {
        return notGlobal;
    }
}
