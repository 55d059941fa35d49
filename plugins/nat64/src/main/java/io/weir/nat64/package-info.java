/** Translation between IPv6 and IPv4. */
package io.weir.nat64;
