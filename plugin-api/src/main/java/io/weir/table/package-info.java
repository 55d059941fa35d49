/**
 * Tables of sessions: millions of entries with fixed-size keys and values outside the heap, owned by one thread, that
 * expire on a wheel linked through the entries themselves, and that main reads while their owner writes.
 */
package io.weir.table;
