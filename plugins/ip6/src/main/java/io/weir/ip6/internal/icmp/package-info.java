/** ICMPv6 (RFC 4443): echo, errors, what comes for this host. */
package io.weir.ip6.internal.icmp;
