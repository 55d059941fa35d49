package io.weir.nat64.internal.xlat;

import io.weir.memory.Memory;
import io.weir.net.Ip4Header;
import io.weir.net.Ip6Extensions;
import io.weir.net.IpProtocol;

/** The header of an IPv4 packet, whole or quoted by an error. One thread; read anew for each packet. */
final class Headers4 {
    static final int IGMP = 2;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    /** The upper protocol. */
    int protocol;
    /** Where the upper header or a later fragment's payload begins, from the IPv4 header on. */
    int transport;
    /** Where the packet ends as its header says, from the IPv4 header on: beyond what is there, of a quoted one. */
    int end;
    /** In bytes; 0 unless it is a later fragment. */
    int fragmentOffset;

    boolean moreFragments;
    boolean dontFragment;

    /**
     * Reads the header.
     *
     * @param header of which {@code bytes} bytes are in reach.
     * @return 0, or the code of a refusal.
     */
    int read(final long header, final int bytes) {
        if (bytes < Ip4Header.LENGTH) {
            return Refusal.TRUNCATED.code();
        }
        final int first = Ip4Header.versionAndLength(header);
        transport = (first & 0xf) << 2;
        end = Ip4Header.totalLength(header);
        if (first >>> 4 != 4 || transport < Ip4Header.LENGTH || end < transport) {
            return Refusal.MALFORMED.code();
        }
        if (transport > bytes) {
            return Refusal.TRUNCATED.code();
        }
        final int fragment = Ip4Header.fragment(header);
        fragmentOffset = (fragment & Ip4Header.FRAGMENT_OFFSET) << 3;
        moreFragments = (fragment & Ip4Header.MORE_FRAGMENTS) != 0;
        dontFragment = (fragment & Ip4Header.DONT_FRAGMENT) != 0;
        protocol = Ip4Header.protocol(header);
        if (isForeign(protocol)) {
            return Refusal.PROTOCOL.code();
        }
        if (isFragment() && !fragmentFits()) {
            return Refusal.MALFORMED.code();
        }
        return transport > Ip4Header.LENGTH && isSourceRouted(header) ? Refusal.SOURCE_ROUTE.code() : 0;
    }

    private boolean fragmentFits() {
        final int bytes = end - transport;
        return fragmentOffset + bytes <= 0xffff && (!moreFragments || bytes > 0 && (bytes & 7) == 0);
    }

    /**
     * Whether IPv6 means something else by this number: an extension header, with which a packet would say there what it doesn't say
     * here, or ICMPv6. IGMP has no meaning there (RFC 7915, 4.2).
     */
    private static boolean isForeign(final int number) {
        return Ip6Extensions.isExtension(number) || number == IpProtocol.ICMP6 || number == IGMP;
    }

    /** Whether a source route has addresses left; all other options are left out (RFC 7915, 4.1). */
    private boolean isSourceRouted(final long header) {
        int at = Ip4Header.LENGTH;
        while (at < transport) {
            final int type = Memory.getUnsignedByte(header + at);
            if (type == OPTION_NOP) {
                at++;
                continue;
            }
            final int length = type == OPTION_END || at + 3 > transport ? 0 : Memory.getUnsignedByte(header + at + 1);
            if (length < 2 || at + length > transport) {
                return false;
            }
            if (type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE) {
                return Memory.getUnsignedByte(header + at + 2) <= length;
            }
            at += length;
        }
        return false;
    }

    boolean isFragment() {
        return moreFragments || fragmentOffset != 0;
    }

    boolean isLaterFragment() {
        return fragmentOffset != 0;
    }
}
