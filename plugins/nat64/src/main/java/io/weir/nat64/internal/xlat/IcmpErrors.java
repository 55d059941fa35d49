package io.weir.nat64.internal.xlat;

import io.weir.memory.Buffers;

/**
 * Makes ICMP errors of one family those of the other, and the packet that they quote too, in their buffers (RFC 7915, 4.2 to 4.5 and 5.2 to
 * 5.5). First a {@link Quote} is read, from which the caller finds out whose packet it was; then {@link #toIp4} or {@link #toIp6}, which
 * don't fail unless there is no room. One thread.
 */
public final class IcmpErrors {
    private final ErrorToIp4 errorToIp4;
    private final ErrorToIp6 errorToIp6;
    private int mtu6 = Mtus.UNLIMITED;
    private int mtu4 = Mtus.UNLIMITED;

    /**
     * For a thread.
     *
     * @param toIp4 whose identifications errors have too.
     */
    public IcmpErrors(final Buffers buffers, final ToIp4 toIp4) {
        errorToIp4 = new ErrorToIp4(buffers, toIp4);
        errorToIp6 = new ErrorToIp6(buffers);
    }

    /** Sets the MTU of the links by which later errors come and go. */
    public void mtus(final int ip6, final int ip4) {
        mtu6 = ip6;
        mtu4 = ip4;
    }

    /**
     * Makes an error over IPv6 one over IPv4.
     *
     * @param quote that was read from this packet, with which nothing was done since.
     * @param source of the error, and its destination.
     * @param quotedSource of the quoted packet, and its destination and ports, the identifier of an echo as {@link ToIp4} takes it.
     */
    public void toIp4(
            final long buffer,
            final Quote quote,
            final int source,
            final int destination,
            final int quotedSource,
            final int quotedDestination,
            final int quotedSourcePort,
            final int quotedDestinationPort) {
        errorToIp4.translate(
                buffer,
                quote,
                source,
                destination,
                quotedSource,
                quotedDestination,
                quotedSourcePort,
                quotedDestinationPort,
                mtu6,
                mtu4);
    }

    /**
     * Makes an error over IPv4 one over IPv6.
     *
     * @param quote that was read from this packet, with which nothing was done since.
     * @param addresses of the error and of the packet that it quotes.
     * @param quotedSourcePort of the quoted packet, or an echo's identifier as {@link ToIp6} takes it.
     * @return 0, or the code of {@link Refusal#HEADROOM}.
     */
    public int toIp6(
            final long buffer,
            final Quote quote,
            final Addresses addresses,
            final int quotedSourcePort,
            final int quotedDestinationPort) {
        return errorToIp6.translate(buffer, quote, addresses, quotedSourcePort, quotedDestinationPort, mtu6, mtu4);
    }
}
