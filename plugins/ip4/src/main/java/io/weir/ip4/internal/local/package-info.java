/** Delivery to this host: who takes which protocol, port and ICMP type. */
package io.weir.ip4.internal.local;
