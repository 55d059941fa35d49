package io.weir.ip6.internal.ra;

import io.weir.net.Ip6Address;

/**
 * A recursive DNS server that hosts are told of (RFC 8106, 5.1).
 *
 * @param lifetimeS seconds; by default thrice the longest time between advertisements.
 */
public record DnsServer(Ip6Address address, long lifetimeS) {}
