/** Addresses that are translated one by one, without sessions (RFC 7757): what the operator has paired, and how workers find it. */
package io.weir.nat64.internal.map;
