/** Objects that lead out of interfaces: to neighbours, and to links on which they are to be found. */
package io.weir.fib.internal.adjacency;
