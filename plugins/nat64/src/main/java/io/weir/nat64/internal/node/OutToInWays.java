package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.nat64.internal.xlat.Refusal;
import io.weir.net.IcmpHeader;

/**
 * Where packets of servers go.
 *
 * @param family number of IPv6 in forwarding.
 * @param lookup target of what is translated.
 * @param hairpin whether they come from clients, translated already.
 * @param icmp tells senders why not.
 */
record OutToInWays(int family, int lookup, boolean hairpin, Ip4IcmpErrors icmp, TranslationReasons reasons) {
    /** A packet can't be translated; it is as it was. */
    void refuse(final Frame frame, final int i, final long buffer, final int code) {
        final Refusal refusal = Refusal.of(code);
        if (refusal.isAnswered()) {
            frame.sink().count(reasons.refused(code), 1);
            icmp.send(frame, i, refusal.type4(), refusal.code4(), 0);
        } else {
            frame.drop(i, reasons.refused(code));
        }
    }

    /** A packet that must not be cut is too long for the link of IPv6; it is as it was. */
    void tooLong(final Frame frame, final int i, final int mtu) {
        frame.sink().count(reasons.tooLong(), 1);
        icmp.send(frame, i, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_FRAGMENTATION_NEEDED, mtu);
    }
}
