package io.weir.nat64.internal.xlat;

/** The IPv6 addresses of an ICMP error and of the packet that it quotes: too many for arguments. One thread; written anew for each. */
public final class Addresses {
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    long quotedSourceHigh;
    long quotedSourceLow;
    long quotedDestinationHigh;
    long quotedDestinationLow;

    /** Where the error is from. */
    public Addresses source(final long high, final long low) {
        sourceHigh = high;
        sourceLow = low;
        return this;
    }

    /** Where the error goes to. */
    public Addresses destination(final long high, final long low) {
        destinationHigh = high;
        destinationLow = low;
        return this;
    }

    /** Where the quoted packet was from. */
    public Addresses quotedSource(final long high, final long low) {
        quotedSourceHigh = high;
        quotedSourceLow = low;
        return this;
    }

    /** Where the quoted packet was to. */
    public Addresses quotedDestination(final long high, final long low) {
        quotedDestinationHigh = high;
        quotedDestinationLow = low;
        return this;
    }
}
