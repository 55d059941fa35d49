/** Addresses of interfaces, and what follows when interfaces change. */
package io.weir.ip4.internal.iface;
