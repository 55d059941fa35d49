/**
 * Headers, read and written where they lie in packet memory; {@link io.weir.net.Layers where they lie}; flows as
 * {@link io.weir.net.FlowKey keys} and {@link io.weir.net.FlowHash hashes}; checksums; addresses and prefixes as text.
 *
 * <p>Addresses as values: an IPv4 address is an {@code int}, a MAC address the low 48 bits of a {@code long}, both in host
 * order; prefixes and IPv6 addresses are records. Parsing is strict: no octal, no omitted parts, no trailing text.
 */
package io.weir.net;
