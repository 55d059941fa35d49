package io.weir.dpdk.internal.ffi;

import java.util.List;

/**
 * Where the fields of DPDK's structures lie in one version of its binary interface, which is what the number behind the
 * names of its libraries says. Offsets in bytes, from the headers of each release as it is built for x86-64, with cache
 * lines of 64 bytes; what is the same in all versions is a constant where it is used. DPDK as built for other machines, or
 * with other options, is refused by what is looked at when it is first used.
 *
 * @param number of the interface: {@code librte_eal.so.23}.
 * @param release that it belongs to.
 * @param info of {@code struct rte_eth_dev_info}.
 * @param conf of {@code struct rte_eth_conf}.
 * @param burst of {@code struct rte_eth_fp_ops}.
 * @param pool of {@code struct rte_mempool} and its caches.
 */
public record Abi(int number, String release, Info info, Conf conf, Burst burst, Pool pool) {
    /** Offsets in {@code struct rte_eth_dev_info}, whose start is the same in all versions. */
    public record Info(
            int bytes,
            int maxRxPacket,
            int maxRxQueues,
            int maxTxQueues,
            int maxMacs,
            int rxOffloads,
            int txOffloads,
            int rssTypes,
            int defaultRx,
            int defaultTx,
            int rxDescriptors,
            int txDescriptors,
            int speeds) {}

    /** Offsets in {@code struct rte_eth_conf}. */
    public record Conf(
            int bytes,
            int rxMqMode,
            int rxMtu,
            int rxMaxLro,
            int rxOffloads,
            int txOffloads,
            int rssTypes,
            int interrupts) {}

    /** Offsets in {@code struct rte_eth_fp_ops}, one of which there is for each port. */
    public record Burst(int bytes, int rx, int rxQueues, int tx, int txQueues) {}

    /** Offsets in {@code struct rte_mempool}, {@code rte_mempool_cache} and {@code rte_mempool_ops}. */
    public record Pool(
            int size,
            int cacheSize,
            int elementSize,
            int headerSize,
            int trailerSize,
            int opsIndex,
            int localCache,
            int populated,
            int cacheBytes,
            int cacheLength,
            int cacheObjects,
            int ops,
            int opsBytes,
            int enqueue,
            int dequeue,
            int count) {}

    /** Threads that DPDK knows at most, as it is built for x86-64 by default. */
    public static final int MAX_LCORES = 128;

    private static final Pool POOL = new Pool(64, 68, 72, 76, 80, 88, 96, 104, 8_256, 8, 64, 64, 128, 48, 56, 64);

    private static final Info INFO_22 = new Info(376, 36, 44, 46, 48, 72, 80, 112, 120, 200, 262, 272, 284);
    /** A field max_rx_bufsize came in, in front of what was padding. */
    private static final Info INFO_23 = new Info(376, 40, 48, 50, 52, 72, 80, 112, 120, 200, 262, 272, 284);

    private static final Conf CONF_22 = new Conf(2_272, 8, 12, 16, 24, 72, 144, 2_264);
    /** The algorithm of RSS came in, behind the types. */
    private static final Conf CONF_23 = new Conf(2_280, 8, 12, 16, 24, 72, 144, 2_272);

    private static final Burst BURST_22 = new Burst(128, 0, 24, 64, 88);
    /** The queues came to stand in front. */
    private static final Burst BURST_23 = new Burst(128, 16, 0, 80, 64);

    /** All that is known, the newest first. */
    public static final List<Abi> KNOWN = List.of(
            new Abi(26, "25.11", INFO_23, CONF_23, BURST_23, POOL),
            new Abi(25, "24.11", INFO_23, CONF_23, BURST_23, POOL),
            new Abi(24, "23.11", INFO_23, CONF_23, BURST_23, POOL),
            new Abi(23, "22.11", INFO_22, CONF_22, BURST_22, POOL));
}
