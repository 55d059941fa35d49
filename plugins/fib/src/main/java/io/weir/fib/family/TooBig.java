package io.weir.fib.family;

/**
 * How a family reads a message of its ICMP that a packet of this host was too big for a link on its way (RFC 792, RFC 4443, 3.2). Any
 * thread; each takes the address of the buffer, which is at the IP header.
 */
public interface TooBig {
    /** Whether it quotes what this host may have sent, and says something that may be: anybody can send such a message. */
    boolean credible(long buffer);

    /** What gets through, in bytes of the layer-3 packet. */
    int mtu(long buffer);

    /** Upper half of the address that the quoted packet was for. */
    long high(long buffer);

    /** Its lower half. */
    long low(long buffer);

    /** What shares a budget on the way to main: messages about one host. */
    default int key(final long buffer) {
        final long both = high(buffer) ^ Long.rotateLeft(low(buffer), 32);
        return (int) (both ^ both >>> 32);
    }
}
