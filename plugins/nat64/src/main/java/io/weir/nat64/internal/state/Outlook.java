package io.weir.nat64.internal.state;

/**
 * What would become of a packet.
 *
 * @param code 0, or the {@link NoSession} that keeps it from being translated.
 * @param session whether it belongs to a session that is there.
 * @param tcp {@link TcpState} of that.
 * @param bound whether the client's port is bound.
 * @param isStatic whether by the operator.
 * @param poolAddress which it has, or would get; 0 if none.
 * @param poolPort 0 if it isn't known yet.
 * @param bindings how many the client has.
 * @param sessions likewise.
 * @param high upper half of the client's address.
 * @param low lower half.
 * @param port of the client.
 */
public record Outlook(
        int code,
        boolean session,
        int tcp,
        boolean bound,
        boolean isStatic,
        int poolAddress,
        int poolPort,
        int bindings,
        int sessions,
        long high,
        long low,
        int port) {}
