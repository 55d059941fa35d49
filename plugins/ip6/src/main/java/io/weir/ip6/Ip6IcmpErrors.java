package io.weir.ip6;

import io.weir.fib.family.IcmpErrors;
import io.weir.graph.Next;
import io.weir.plugin.ScratchField;

/**
 * ICMPv6 errors (RFC 4443) as a service: node ip6-icmp-error makes the message, or drops the packet with a reason where section 2.4
 * allows no message or the limits do not. The second word holds the MTU of packet too big, and the pointer of parameter
 * problem. Any thread.
 */
public final class Ip6IcmpErrors extends IcmpErrors {
    /** For plugin ip6, which exports it. */
    public Ip6IcmpErrors(final ScratchField asked, final Next next) {
        super(asked, next);
    }
}
