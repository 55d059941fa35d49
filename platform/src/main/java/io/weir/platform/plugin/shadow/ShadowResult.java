package io.weir.platform.plugin.shadow;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How nodes did in shadow.
 *
 * @param nodes how many were run.
 * @param packets how many packets they were given.
 * @param live whether those were copies of live ones, else made up.
 * @param nsPerPacket cost of the slowest at the end.
 * @param flat whether the rate was flat before the time was up.
 * @param tookNs how long it took.
 * @param allocations of nodes that allocate.
 * @param kept buffers that were not given back.
 */
record ShadowResult(
        int nodes,
        long packets,
        boolean live,
        double nsPerPacket,
        boolean flat,
        long tookNs,
        List<Allocation> allocations,
        int kept) {
    /** What a node takes of the heap for each packet, with what its packets come to next: each byte brings a collection nearer. */
    record Allocation(String node, double bytesPerPacket) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s allocates %.1f bytes a packet", node, bytesPerPacket);
        }
    }

    @Override
    public String toString() {
        return nodes == 0
                ? "nothing to shadow"
                : String.format(
                        Locale.ROOT,
                        "shadowed %d node%s for %d ms on %d %s packets: %.1f ns a packet%s%s%s",
                        nodes,
                        nodes == 1 ? "" : "s",
                        tookNs / 1_000_000,
                        packets,
                        live ? "live" : "made-up",
                        nsPerPacket,
                        flat ? "" : ", still changing",
                        allocations.stream().map(each -> ", " + each).collect(Collectors.joining()),
                        kept == 0 ? "" : ", " + kept + " buffers kept");
    }
}
