/**
 * Translation of packets between IPv6 and IPv4, without state (RFC 7915, RFC 6052): given the addresses and ports that a packet shall
 * have, it becomes one of the other family, in its buffer. Who says what they are, a table of bindings, a prefix or a list of pairs, is
 * none of its business. An object of {@code ToIp4} and {@code ToIp6} belongs to one thread.
 *
 * <pre>
 * final int done = toIp4.translate(buffer, source, destination, sourcePort, Transport.KEEP);
 * if (done &lt; 0) {
 *     final Refusal why = Refusal.of(done);     // nothing was changed; why.isAnswered() to the sender, in its family
 * }
 * </pre>
 *
 * The packet begins with its IP header before and after. TCP and UDP in one buffer go through a straight line of loads and stores; all
 * else is out of line. What a node has to know:
 *
 * <ul>
 *   <li>A packet with one hop left is refused, since it would be dropped where its sender can't be told. The others keep their hops: the
 *       rewrite node of the family that they leave by takes one off, so that they lose one in all.
 *   <li>Headers of later fragments are translated without ports, which they don't have; all fragments of a packet are given the same
 *       addresses. Fragments of ICMP are refused, for their checksum covers a length that no fragment says: they are put together before.
 *   <li>The least MTU applies to IPv4 packets that may be cut. {@code ToIp6.translate} says that one is too large, and then {@code
 *       Fragments6} cuts it; packets that must not be cut are for the caller to hold against the MTU before they are translated.
 *   <li>Errors of ICMP, which {@code translate} refuses, take two steps, between which the caller looks up whose packet is quoted: {@code
 *       Quote.readIp6} and {@code IcmpErrors.toIp4}, or {@code Quote.readIp4} and {@code IcmpErrors.toIp6}.
 *   <li>Checksums are adapted, not computed, so that a wrong one stays wrong; those of UDP that weren't there over IPv4 are computed, and
 *       those of ICMP errors verified. A checksum that a device will fill in, and large segments, stay such.
 *   <li>Where the headers lie ({@code Layers}) is forgotten.
 * </ul>
 */
package io.weir.nat64.internal.xlat;
