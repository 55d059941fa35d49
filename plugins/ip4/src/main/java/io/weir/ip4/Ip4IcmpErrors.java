package io.weir.ip4;

import io.weir.fib.family.IcmpErrors;
import io.weir.graph.Next;
import io.weir.plugin.ScratchField;

/**
 * ICMP errors of IPv4 (RFC 792) as a service: node ip4-icmp-error makes the message, or drops the packet with a reason where RFC
 * 1812, 4.3.2 allows no message or the limits do not. Of an MTU (RFC 1191) the second word holds the number, of a pointer its
 * highest byte. Any thread.
 */
public final class Ip4IcmpErrors extends IcmpErrors {
    /** For plugin ip4, which exports it. */
    public Ip4IcmpErrors(final ScratchField asked, final Next next) {
        super(asked, next);
    }
}
