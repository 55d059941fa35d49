package io.weir.acl.internal.session;

import java.time.Duration;

/**
 * How long sessions last, and how many there may be. Immutable. Defaults are VPP's (plugins/acl/acl.h).
 *
 * @param udpIdleNs of all but TCP, after their last packet.
 * @param tcpIdleNs of TCP once both sides have sent SYN and ACK, and neither FIN nor RST.
 * @param tcpTransientNs of TCP before and after that.
 * @param most sessions in all, over both families and all workers.
 * @param reclassify whether sessions are held against the rules anew when these have changed.
 */
public record SessionSettings(long udpIdleNs, long tcpIdleNs, long tcpTransientNs, int most, boolean reclassify) {
    /** VPP's. */
    public static final SessionSettings DEFAULT = new SessionSettings(
            Duration.ofMinutes(10).toNanos(),
            Duration.ofHours(24).toNanos(),
            Duration.ofMinutes(2).toNanos(),
            500_000,
            false);
}
