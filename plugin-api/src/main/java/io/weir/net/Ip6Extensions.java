package io.weir.net;

import io.weir.memory.Memory;

/**
 * The way through IPv6 extension headers to the upper protocol (RFC 8200, 4; RFC 7045). Bounded in headers and bytes, so that
 * no packet costs more than {@value #MAX_HEADERS} steps; reads nothing beyond what it is given.
 *
 * <pre>
 * final long walk = Ip6Extensions.walk(header, bytes);
 * if (Ip6Extensions.failure(walk) == Ip6Extensions.FOUND) {
 *     switch (Ip6Extensions.protocol(walk)) { … header + Ip6Extensions.offset(walk) …
 * </pre>
 *
 * Hop-by-hop and destination options, routing, fragment, authentication, mobility, HIP and shim6 headers are walked through;
 * every other number, one that nobody knows too, is an upper protocol. Behind the header of a fragment that is not the first
 * there is none, and nothing is read.
 */
public final class Ip6Extensions {
    /** Extension headers that are walked through. */
    public static final int MAX_HEADERS = 8;
    /** Bytes from the IPv6 header on within which the upper header begins. */
    public static final int MAX_BYTES = 1_020;

    /** The upper protocol was found. */
    public static final int FOUND = 0;
    /** The packet, or what of it is in reach, ends within a header. */
    public static final int TRUNCATED = 1;
    /** There are more or longer headers than are walked through. */
    public static final int TOO_MANY = 2;
    /** Hop-by-hop options that are not first, or a second fragment header. */
    public static final int MISPLACED = 3;

    private static final long LOW = 1L << IpProtocol.HOP_BY_HOP
            | 1L << IpProtocol.ROUTING
            | 1L << IpProtocol.FRAGMENT
            | 1L << IpProtocol.AUTHENTICATION
            | 1L << IpProtocol.DESTINATION_OPTIONS;
    private static final long HIGH = 1L << IpProtocol.MOBILITY | 1L << IpProtocol.HIP | 1L << IpProtocol.SHIM6;

    private static final int OFFSET_SHIFT = 8;
    private static final int FRAGMENT_HEADER_SHIFT = 24;
    private static final long FRAGMENT = 1L << 40;
    private static final long LATER = 1L << 41;
    private static final int FAILURE_SHIFT = 48;

    private Ip6Extensions() {}

    /**
     * Walks from an IPv6 header to the upper protocol's.
     *
     * @param header address of the IPv6 header, {@link Ip6Header#LENGTH} bytes of which are in reach.
     * @param bytes in reach from there on.
     * @return what the other methods take.
     */
    public static long walk(final long header, final int bytes) {
        final int protocol = Ip6Header.nextHeader(header);
        return isExtension(protocol)
                ? through(header, Math.min(bytes, Ip6Header.LENGTH + Ip6Header.payloadLength(header)), protocol)
                : result(protocol, Ip6Header.LENGTH, 0);
    }

    private static long through(final long header, final int end, final int first) {
        int protocol = first;
        int at = Ip6Header.LENGTH;
        long fragment = 0;
        for (int steps = 0; isExtension(protocol); steps++) {
            if (steps == MAX_HEADERS) {
                return failed(TOO_MANY, protocol, at, fragment);
            }
            if (protocol == IpProtocol.HOP_BY_HOP && steps > 0 || protocol == IpProtocol.FRAGMENT && fragment != 0) {
                return failed(MISPLACED, protocol, at, fragment);
            }
            // None is shorter than eight bytes.
            if (at + 8 > end) {
                return failed(TRUNCATED, protocol, at, fragment);
            }
            final int length = length(protocol, header + at);
            if (at + length > MAX_BYTES) {
                return failed(TOO_MANY, protocol, at, fragment);
            }
            if (at + length > end) {
                return failed(TRUNCATED, protocol, at, fragment);
            }
            if (protocol == IpProtocol.FRAGMENT) {
                fragment = fragment(header + at, at);
            }
            protocol = Memory.getUnsignedByte(header + at);
            at += length;
            if ((fragment & LATER) != 0) {
                break;
            }
        }
        return result(protocol, at, fragment);
    }

    /** What follows an extension header. */
    public static int nextHeader(final long extension) {
        return Memory.getUnsignedByte(extension);
    }

    /** Bytes of an extension header of this number; reads its first two. */
    public static int length(final int protocol, final long extension) {
        final int units = Memory.getUnsignedByte(extension + 1);
        if (protocol == IpProtocol.FRAGMENT) {
            return Ip6Fragment.LENGTH;
        }
        // RFC 4302, 2.2: in units of four bytes.
        return protocol == IpProtocol.AUTHENTICATION ? 8 + 4 * units : 8 + 8 * units;
    }

    private static long fragment(final long header, final int at) {
        final int offset = Ip6Fragment.offset(header);
        final long state = (offset != 0 ? LATER : 0) | (offset != 0 || Ip6Fragment.more(header) ? FRAGMENT : 0);
        return state | (long) at << FRAGMENT_HEADER_SHIFT;
    }

    private static long result(final int protocol, final int offset, final long fragment) {
        return protocol | (long) offset << OFFSET_SHIFT | fragment;
    }

    private static long failed(final int failure, final int protocol, final int offset, final long fragment) {
        return result(protocol, offset, fragment) | (long) failure << FAILURE_SHIFT;
    }

    /** Whether a number is that of an extension header that is walked through. */
    public static boolean isExtension(final int protocol) {
        // A shift takes the number's low six bits; of the numbers from 64 on, those of 128 to 191 are meant.
        final long set = protocol < 64 ? LOW : protocol >>> 6 == 2 ? HIGH : 0;
        return (set >>> protocol & 1) != 0;
    }

    /** {@link #FOUND}, or why there is nothing more to be had: {@link #TRUNCATED}, {@link #TOO_MANY}, {@link #MISPLACED}. */
    public static int failure(final long walk) {
        return (int) (walk >>> FAILURE_SHIFT);
    }

    /** The upper protocol; after a failure, the extension header at which the walk ended. */
    public static int protocol(final long walk) {
        return (int) walk & 0xff;
    }

    /** Where the upper protocol's header begins, or where the walk failed, from the IPv6 header on. */
    public static int offset(final long walk) {
        return (int) (walk >>> OFFSET_SHIFT) & 0xffff;
    }

    /** Where the {@link Ip6Fragment} header lies, from the IPv6 header on; 0 if there is none. */
    public static int fragmentHeader(final long walk) {
        return (int) (walk >>> FRAGMENT_HEADER_SHIFT) & 0xffff;
    }

    /** Whether the packet is a part of a larger one. An atomic fragment (RFC 6946), which is all of one, is none. */
    public static boolean isFragment(final long walk) {
        return (walk & FRAGMENT) != 0;
    }

    /** Whether it is a fragment but the first, which has no upper header. */
    public static boolean isLaterFragment(final long walk) {
        return (walk & LATER) != 0;
    }
}
