/** Neighbours and ARP (RFC 826): resolving, learning, ageing, and the packets that wait meanwhile. */
package io.weir.ip4.internal.neighbor;
