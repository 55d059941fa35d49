/** Advertisements of this host as a router (RFC 4861, 6.2). */
package io.weir.ip6.internal.ra;
