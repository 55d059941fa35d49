/** The IPv6 plugin. */
package io.weir.ip6.internal;
