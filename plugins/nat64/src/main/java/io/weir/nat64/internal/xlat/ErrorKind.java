package io.weir.nat64.internal.xlat;

import io.weir.net.Icmp6Header;
import io.weir.net.IcmpHeader;

/** What an ICMP error's header says, and what that is in the other family. One thread; read anew for each. */
final class ErrorKind {
    /** What type and code are in the other family. */
    int translated;
    /** The four bytes behind the checksum. */
    int rest;

    private boolean ip6;
    private int type;

    /** Reads the header of an error; returns 0, or the code of a refusal. */
    int read(final long message, final boolean over6) {
        ip6 = over6;
        type = IcmpHeader.type(message);
        final int code = IcmpHeader.code(message);
        rest = IcmpHeader.rest(message);
        translated = ip6 ? IcmpTypes.errorTo4(type, code) : IcmpTypes.errorTo6(type, code);
        if (translated < 0) {
            return Refusal.ICMP_TYPE.code();
        }
        final boolean pointed = type == (ip6 ? Icmp6Header.PARAMETER_PROBLEM : IcmpHeader.PARAMETER_PROBLEM)
                && (!ip6 || code == Icmp6Header.CODE_BAD_FIELD);
        return pointed && pointer() < 0 ? Refusal.ICMP_POINTER.code() : 0;
    }

    /** Of a parameter problem: the byte of the other family's header. */
    int pointer() {
        return ip6 ? IcmpTypes.pointerTo4(rest) : IcmpTypes.pointerTo6(rest >>> 24);
    }

    /** Bytes that the quoted packet has by RFC 4884, of types that may be extended; 0 if nothing is said. */
    int quoted() {
        final boolean may = ip6
                ? type == Icmp6Header.DESTINATION_UNREACHABLE || type == Icmp6Header.TIME_EXCEEDED
                : type == IcmpHeader.DESTINATION_UNREACHABLE
                        || type == IcmpHeader.TIME_EXCEEDED
                        || type == IcmpHeader.PARAMETER_PROBLEM;
        return !may ? 0 : ip6 ? (rest >>> 24) * 8 : (rest >>> 16 & 0xff) * 4;
    }
}
