/** Multicast listener discovery (RFC 3810): routers and switches hear which groups this host is in. */
package io.weir.ip6.internal.mld;
