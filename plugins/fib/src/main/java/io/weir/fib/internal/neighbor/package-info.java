/** Neighbours of any family: asking for them, learning, ageing, and the packets that wait meanwhile. */
package io.weir.fib.internal.neighbor;
