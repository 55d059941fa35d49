package io.weir.nat64.internal.log;

import static io.weir.nat64.internal.log.IpfixField.CLIENT;
import static io.weir.nat64.internal.log.IpfixField.CLIENT_PORT;
import static io.weir.nat64.internal.log.IpfixField.EVENT;
import static io.weir.nat64.internal.log.IpfixField.FIRST_PORT;
import static io.weir.nat64.internal.log.IpfixField.LAST_PORT;
import static io.weir.nat64.internal.log.IpfixField.MOST_BINDINGS;
import static io.weir.nat64.internal.log.IpfixField.MOST_OF_CLIENT;
import static io.weir.nat64.internal.log.IpfixField.MOST_SESSIONS;
import static io.weir.nat64.internal.log.IpfixField.POOL;
import static io.weir.nat64.internal.log.IpfixField.POOL_ADDRESS;
import static io.weir.nat64.internal.log.IpfixField.POOL_PORT;
import static io.weir.nat64.internal.log.IpfixField.POST_SERVER_PORT;
import static io.weir.nat64.internal.log.IpfixField.PROTOCOL;
import static io.weir.nat64.internal.log.IpfixField.QUOTA;
import static io.weir.nat64.internal.log.IpfixField.SERVER;
import static io.weir.nat64.internal.log.IpfixField.SERVER6;
import static io.weir.nat64.internal.log.IpfixField.SERVER_PORT;
import static io.weir.nat64.internal.log.IpfixField.TIME;
import static io.weir.nat64.internal.log.IpfixField.VRF;

import java.util.List;

/**
 * Templates (RFC 8158, 5.6): fields and numbers of VPP, whose first, 256, is for translation between addresses of IPv4; the last two are
 * not VPP's.
 */
enum IpfixTemplate {
    EXHAUSTED(257, TIME, EVENT, POOL),
    SESSIONS_EXCEEDED(258, TIME, EVENT, QUOTA, MOST_SESSIONS),
    BINDINGS_EXCEEDED(259, TIME, EVENT, QUOTA, MOST_BINDINGS),
    BINDING(260, TIME, EVENT, CLIENT, POOL_ADDRESS, PROTOCOL, CLIENT_PORT, POOL_PORT, VRF),
    SESSION(
            261,
            TIME,
            EVENT,
            CLIENT,
            POOL_ADDRESS,
            PROTOCOL,
            CLIENT_PORT,
            POOL_PORT,
            SERVER6,
            SERVER,
            SERVER_PORT,
            POST_SERVER_PORT,
            VRF),
    CLIENT_EXCEEDED(262, TIME, EVENT, QUOTA, MOST_OF_CLIENT, CLIENT),
    BLOCK(263, TIME, EVENT, CLIENT, POOL_ADDRESS, FIRST_PORT, LAST_PORT, VRF);

    final int id;

    @SuppressWarnings("ImmutableEnumChecker") // what List.of returns
    final List<IpfixField> fields;

    /** Bytes of a data record. */
    final int bytes;

    IpfixTemplate(final int id, final IpfixField... fields) {
        this.id = id;
        this.fields = List.of(fields);
        bytes = this.fields.stream().mapToInt(field -> field.bytes).sum();
    }

    /** That of an event. */
    static IpfixTemplate of(final Event event) {
        return switch (event.type) {
            case EventType.SESSION_MADE, EventType.SESSION_ENDED -> SESSION;
            case EventType.BINDING_MADE, EventType.BINDING_ENDED -> BINDING;
            case EventType.BLOCK_MADE, EventType.BLOCK_ENDED -> BLOCK;
            case EventType.ADDRESSES_EXHAUSTED -> EXHAUSTED;
            default -> ofQuota(event.quota);
        };
    }

    private static IpfixTemplate ofQuota(final int quota) {
        return switch (quota) {
            case EventType.Quota.SESSIONS -> SESSIONS_EXCEEDED;
            case EventType.Quota.BINDINGS -> BINDINGS_EXCEEDED;
            default -> CLIENT_EXCEEDED;
        };
    }
}
