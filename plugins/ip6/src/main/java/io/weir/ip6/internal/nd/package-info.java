/** Neighbor discovery (RFC 4861): asking for neighbours, and hearing of them. */
package io.weir.ip6.internal.nd;
