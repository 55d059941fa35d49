package io.weir.acl.internal.macip;

import io.weir.acl.internal.rule.Subnet;

/**
 * A rule about who sends. Immutable.
 *
 * @param permit whether what it matches goes on.
 * @param ip6 the family of addresses.
 * @param source addresses that it is about.
 * @param mac the bits under the mask, the others are 0.
 * @param mask bits of the sender's MAC address that count.
 */
public record MacipRule(boolean permit, boolean ip6, Subnet source, long mac, long mask) {
    /** Whether it matches a sender. */
    public boolean matches(final boolean six, final long sender, final long high, final long low) {
        return ip6 == six && (sender & mask) == mac && source.contains(high, low);
    }
}
