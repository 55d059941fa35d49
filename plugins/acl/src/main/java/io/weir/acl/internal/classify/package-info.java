/** Finding the first rule that a packet matches: lists compiled into trees outside the heap, walked for a vector of packets at once. */
package io.weir.acl.internal.classify;
