package io.weir.table;

/**
 * What a session table has counted. Main reads it while the owner writes, so the figures need not be of one moment.
 *
 * @param size sessions that are there.
 * @param inserted sessions that came.
 * @param removed sessions that were taken out.
 * @param expired sessions whose time was over.
 * @param refused sessions for which there was no room: the limit was reached.
 * @param crowded sessions for which there was no room where their hash led to, though the limit was not reached.
 * @param collisions how often one found the line that its hash led to full, and went to a further one.
 */
public record TableStatistics(
        int size, long inserted, long removed, long expired, long refused, long crowded, long collisions) {}
