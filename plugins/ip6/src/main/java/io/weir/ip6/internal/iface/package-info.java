/** Addresses of interfaces, link-local ones among them. */
package io.weir.ip6.internal.iface;
