package io.weir.nat64.internal.xlat;

import io.weir.net.Icmp6Header;
import io.weir.net.IcmpHeader;

/**
 * Why a packet is not translated, as a negative number where translating returns one. A packet that was refused is as it was before,
 * so that its sender can be answered in its own family.
 */
public enum Refusal {
    /** Ends within its headers, or says that it is longer than it is; or its headers aren't all in its first buffer. */
    TRUNCATED(-1, "end within their headers"),
    /** Version, lengths or fragment offsets that can't be. */
    MALFORMED(-2, "contradict themselves"),
    /** It would have no hop left where it is forwarded. */
    HOP_LIMIT(-3, "have no hop left", Icmp6Header.TIME_EXCEEDED, 0, IcmpHeader.TIME_EXCEEDED, 0),
    /** IPv4 with a source route that isn't used up; IPv6 with segments left, at which the pointer of the answer shows. */
    SOURCE_ROUTE(
            -4,
            "say their own way",
            Icmp6Header.PARAMETER_PROBLEM,
            Icmp6Header.CODE_BAD_FIELD,
            IcmpHeader.DESTINATION_UNREACHABLE,
            IcmpHeader.CODE_SOURCE_ROUTE_FAILED),
    /** Too many extension headers, misplaced ones, or a part of one. */
    EXTENSIONS(-5, "have extension headers that can't be walked"),
    /** An extension header in what was cut, so that offsets of fragments would not be those of IPv4 (RFC 7915, 5.1.1). */
    FRAGMENT_EXTENSION(-6, "are fragments of extension headers"),
    /** Its checksum needs the length of the whole message (RFC 7915, 1.2): what is put together before is translated. */
    FRAGMENTED_ICMP(-7, "are fragments of ICMP"),
    /** Types and codes that RFC 7915 doesn't translate: of one link, obsolete or unknown. */
    ICMP_TYPE(-8, "are ICMP of a kind that the other family has not"),
    /** A parameter problem at a field that the other family doesn't have. */
    ICMP_POINTER(-9, "are parameter problems of a field that the other family has not"),
    /** An error that quotes no packet, an error, or one that could not have been translated. */
    ICMP_QUOTE(-10, "are ICMP errors about what can't have been sent"),
    /** An error whose checksum is wrong: it would be given a right one. */
    CHECKSUM(-11, "are ICMP errors with a wrong checksum"),
    /** Of this number the other family has another protocol, or an extension header. */
    PROTOCOL(-12, "are of a protocol that the other family has not"),
    /** UDP without a checksum, the rest of which would have to be waited for (RFC 7915, 4.5). */
    ZERO_CHECKSUM(-13, "are fragments of UDP without checksum"),
    /** There is no room in front for a longer header. */
    HEADROOM(-14, "have no room for a longer header"),
    /** A large segment whose parts would be larger than may be sent, and which can't be cut into smaller ones. */
    LARGE_SEGMENT(-15, "are large segments that can't be cut"),
    /** There is no buffer for a fragment. */
    NO_BUFFERS(-16, "found no buffers");

    private static final Refusal[] ALL = byCode();

    private final int code;
    private final String what;
    private final int type6;
    private final int code6;
    private final int type4;
    private final int code4;

    Refusal(final int code, final String what) {
        this(code, what, 0, 0, 0, 0);
    }

    Refusal(final int code, final String what, final int type6, final int code6, final int type4, final int code4) {
        this.code = code;
        this.what = what;
        this.type6 = type6;
        this.code6 = code6;
        this.type4 = type4;
        this.code4 = code4;
    }

    private static Refusal[] byCode() {
        final Refusal[] all = new Refusal[values().length + 1];
        for (final Refusal refusal : values()) {
            if (all[-refusal.code] != null) {
                throw new IllegalStateException(refusal + " and " + all[-refusal.code] + " have one number");
            }
            all[-refusal.code] = refusal;
        }
        return all;
    }

    /** The number, below 0. */
    public int code() {
        return code;
    }

    /** The refusal with this {@link #code}. */
    public static Refusal of(final int code) {
        return ALL[-code];
    }

    /** What packets do that are refused so: ends a sentence that begins with them. */
    public String what() {
        return what;
    }

    /** Whether the sender is told. */
    public boolean isAnswered() {
        return type6 != 0;
    }

    /** Type of the ICMPv6 error for the sender of an IPv6 packet. */
    public int type6() {
        return type6;
    }

    public int code6() {
        return code6;
    }

    /** Type of the ICMP error for the sender of an IPv4 packet. */
    public int type4() {
        return type4;
    }

    public int code4() {
        return code4;
    }
}
