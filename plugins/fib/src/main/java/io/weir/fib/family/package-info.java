/**
 * What families of addresses bring to forwarding in the same way, so that it is written once: addresses of interfaces, delivery
 * to this host, limits of ICMP errors, the way of packets to main.
 */
package io.weir.fib.family;
