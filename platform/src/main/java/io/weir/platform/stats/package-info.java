/**
 * Counters that plugins declare, one word for each thread, outside the heap; and the statistics segment, from which other
 * processes read all counters: its writer ({@link io.weir.platform.stats.StatisticsPlugin}) and its reader
 * ({@link io.weir.platform.stats.SegmentReader}).
 */
package io.weir.platform.stats;
