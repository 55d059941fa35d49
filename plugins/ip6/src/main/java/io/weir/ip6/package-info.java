/** What plugins may use of IPv6: addresses, the lookup, ICMPv6 errors, delivery to this host. */
package io.weir.ip6;
