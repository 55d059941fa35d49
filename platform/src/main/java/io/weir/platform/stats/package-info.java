/** Counters that plugins declare: one word for each thread, outside the heap. */
package io.weir.platform.stats;
