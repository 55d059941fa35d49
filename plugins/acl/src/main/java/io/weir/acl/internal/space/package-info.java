/** Sets of packets, and what lists say of each part of them. */
package io.weir.acl.internal.space;
