/** Adjacencies: where and how a packet leaves, in one off-heap line each. */
package io.weir.ip4.internal.adjacency;
