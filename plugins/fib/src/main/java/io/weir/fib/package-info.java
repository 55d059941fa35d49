/**
 * Forwarding for any family of addresses: tables, sources, paths, adjacencies, neighbours and watches. A family (IPv4, IPv6)
 * brings the width of its addresses, its longest-prefix structure, its neighbour protocol and its nodes; everybody else uses
 * what is here, and what they do through it goes with them.
 */
package io.weir.fib;
