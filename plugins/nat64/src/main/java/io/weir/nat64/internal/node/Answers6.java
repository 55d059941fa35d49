package io.weir.nat64.internal.node;

import io.weir.graph.Frame;
import io.weir.ip6.Ip6IcmpErrors;
import io.weir.nat64.internal.xlat.Refusal;
import io.weir.net.Icmp6Header;

/** What senders of IPv6 packets are told that can't be translated; the packets are as they were. */
record Answers6(Ip6IcmpErrors icmp, RefusalReasons reasons) {
    /** A packet that no router of IPv4 may cut is too long for the link. */
    void tooLong(final Frame frame, final int i, final int mtu) {
        frame.sink().count(reasons.tooLong(), 1);
        icmp.send(frame, i, Icmp6Header.PACKET_TOO_BIG, 0, mtu);
    }

    /** A packet can't be translated, by the code of a {@link Refusal}. */
    void refuse(final Frame frame, final int i, final int code, final int pointer) {
        final Refusal refusal = Refusal.of(code);
        if (refusal.isAnswered()) {
            frame.sink().count(reasons.refused(code), 1);
            icmp.send(frame, i, refusal.type6(), refusal.code6(), pointer);
        } else {
            frame.drop(i, reasons.refused(code));
        }
    }
}
