/** ARP (RFC 826): asking for neighbours, hearing of them, and the way of packets that wait for them to main. */
package io.weir.ip4.internal.arp;
