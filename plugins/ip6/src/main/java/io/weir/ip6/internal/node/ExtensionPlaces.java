package io.weir.ip6.internal.node;

import io.weir.net.Ip6Extensions;
import io.weir.net.Ip6Header;

/** Places in extension headers that were walked before: for pointers of parameter problems. */
final class ExtensionPlaces {
    private static final int NEXT_HEADER = 6;

    private ExtensionPlaces() {}

    /** Offset, from the IPv6 header on, of the byte that says what begins at {@code upper}; only headers up to there are read. */
    static int ofNextHeader(final long header, final int upper) {
        int place = NEXT_HEADER;
        int protocol = Ip6Header.nextHeader(header);
        for (int at = Ip6Header.LENGTH; at < upper; ) {
            place = at;
            final int length = Ip6Extensions.length(protocol, header + at);
            protocol = Ip6Extensions.nextHeader(header + at);
            at += length;
        }
        return place;
    }
}
