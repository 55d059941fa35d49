package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.nat64.internal.xlat.Refusal;
import io.weir.net.IcmpHeader;

/** What senders of IPv4 packets are told that can't be translated; the packets are as they were. */
record Answers4(Ip4IcmpErrors icmp, RefusalReasons reasons) {
    /** A packet that must not be cut is too long for the link of IPv6. */
    void tooLong(final Frame frame, final int i, final int mtu) {
        frame.sink().count(reasons.tooLong(), 1);
        icmp.send(frame, i, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_FRAGMENTATION_NEEDED, mtu);
    }

    /** A packet can't be translated, by the code of a {@link Refusal}. */
    void refuse(final Frame frame, final int i, final int code) {
        final Refusal refusal = Refusal.of(code);
        if (refusal.isAnswered()) {
            frame.sink().count(reasons.refused(code), 1);
            icmp.send(frame, i, refusal.type4(), refusal.code4(), 0);
        } else {
            frame.drop(i, reasons.refused(code));
        }
    }
}
