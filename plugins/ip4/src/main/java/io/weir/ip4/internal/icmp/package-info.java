/** ICMP (RFC 792): echo, and errors as RFC 1812, 4.3 wants them. */
package io.weir.ip4.internal.icmp;
