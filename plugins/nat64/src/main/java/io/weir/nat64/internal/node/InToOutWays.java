package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.nat64.internal.xlat.Refusal;
import io.weir.net.Icmp6Header;

/**
 * Where packets of clients go.
 *
 * @param family number of IPv6 in forwarding.
 * @param family4 that of IPv4.
 * @param lookup target of what is translated.
 * @param hairpin target of what is for another client.
 * @param icmp tells senders why not.
 */
record InToOutWays(int family, int family4, int lookup, int hairpin, Ip6IcmpErrors icmp, TranslationReasons reasons) {
    /** A packet that no router of IPv4 may cut is too long for the link; it is as it was. */
    void tooLong(final Frame frame, final int i, final int mtu) {
        frame.sink().count(reasons.tooLong(), 1);
        icmp.send(frame, i, Icmp6Header.PACKET_TOO_BIG, 0, mtu);
    }

    /** A packet can't be translated; it is as it was. */
    void refuse(final Frame frame, final int i, final long buffer, final int code, final int pointer) {
        final Refusal refusal = Refusal.of(code);
        if (refusal.isAnswered()) {
            frame.sink().count(reasons.refused(code), 1);
            icmp.send(frame, i, refusal.type6(), refusal.code6(), pointer);
        } else {
            frame.drop(i, reasons.refused(code));
        }
    }
}
