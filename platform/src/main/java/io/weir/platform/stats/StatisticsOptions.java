package io.weir.platform.stats;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How the segment is kept.
 *
 * @param file which others map.
 * @param socket that hands its descriptor out, as VPP's does; or null for none.
 * @param bytes its size, of which the half is for what it tells: see {@link Segment}.
 * @param nodes whether it tells of each node.
 * @param intervalNs how often the values are brought up to date.
 */
public record StatisticsOptions(Path file, Path socket, long bytes, boolean nodes, long intervalNs) {
    /**
     * Looks whether another host has its statistics there, before anything of it is touched.
     *
     * @throws IOException with a sentence, if one has.
     */
    public void requireFree() throws IOException {
        SegmentFile.requireFree(file);
    }
}
