package io.weir.dpdk.internal.flow;

/**
 * What becomes of packets that a rule matches.
 *
 * @param drop whether the device drops them.
 * @param queue that they are received on, or -1.
 * @param rss how they are spread over queues, or null.
 * @param mark that the device gives them, or -1.
 * @param node that they enter the graph at, or null.
 * @param count whether the device counts them.
 */
record FlowActions(boolean drop, int queue, Rss rss, long mark, String node, boolean count) {
    /**
     * Spreading by a hash.
     *
     * @param function {@code enum rte_eth_hash_function}.
     * @param types bits of {@code rss_hf}, or 0 for what the driver likes best.
     * @param firstQueue of those that packets are spread over.
     * @param queues how many, or 0 for those of the port.
     */
    record Rss(int function, long types, int firstQueue, int queues) {
        int lastQueue() {
            return firstQueue + queues - 1;
        }
    }

    /** The mark that packets of the rule carry, or -1: one that sends them to a node needs one. */
    long markOf(final int index) {
        return mark >= 0 || node == null ? mark : index + 1L;
    }

    /** The highest queue that is named, or -1. */
    int lastQueue() {
        return rss == null ? queue : Math.max(queue, rss.lastQueue());
    }
}
