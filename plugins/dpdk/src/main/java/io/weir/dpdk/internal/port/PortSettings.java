package io.weir.dpdk.internal.port;

import io.weir.config.ConfigSection;
import io.weir.config.Setting;
import io.weir.dpdk.internal.eal.DpdkSection;
import io.weir.dpdk.internal.ffi.DpdkException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How a port is wanted.
 *
 * @param name of its interface, or null for one made as VPP does.
 * @param tag shown with it, or null.
 * @param rxQueues how many, or 0 for the default; so with the next three.
 * @param workers that its receive queues go to, or empty for all in turn.
 * @param rssTypes bits of {@code rss_hf}, or 0 for the default.
 * @param segmentation whether the device is to cut large TCP segments.
 * @param rxInterrupts whether receive interrupts are wanted.
 * @param vlan whose tag all frames on the wire carry, or 0.
 * @param maxLro bytes of the longest packet that the device may make of TCP segments, or 0 for the default.
 * @param features what holds for all ports.
 */
public record PortSettings(
        String name,
        String tag,
        int rxQueues,
        int txQueues,
        int rxDescriptors,
        int txDescriptors,
        List<Integer> workers,
        long rssTypes,
        boolean segmentation,
        boolean rxInterrupts,
        int vlan,
        int maxLro,
        Features features) {
    /**
     * What holds for all ports.
     *
     * @param chains whether packets of several buffers are received and sent.
     * @param txChecksums whether devices fill in checksums.
     * @param rxL4Checksums whether devices verify TCP and UDP checksums.
     * @param lro whether devices make large packets of the TCP segments that they receive.
     */
    public record Features(boolean chains, boolean txChecksums, boolean rxL4Checksums, boolean lro) {
        /** What the section says. */
        public static Features of(final ConfigSection section) {
            return new Features(
                    !section.value(DpdkSection.NO_MULTI_SEG),
                    !section.value(DpdkSection.NO_TX_CHECKSUM),
                    section.value(DpdkSection.TCP_UDP_CHECKSUM),
                    section.value(DpdkSection.LRO));
        }
    }

    /**
     * What the configuration says of a device.
     *
     * @param own its block, or null.
     * @param others the block {@code dev default}, or null.
     */
    public static PortSettings of(final ConfigSection own, final ConfigSection others, final Features features) {
        final String workers = value(own, others, DpdkSection.WORKERS, "");
        return new PortSettings(
                own == null ? null : own.value(DpdkSection.NAME),
                value(own, others, DpdkSection.TAG, null),
                value(own, others, DpdkSection.RX_QUEUES, 0),
                value(own, others, DpdkSection.TX_QUEUES, 0),
                value(own, others, DpdkSection.RX_DESCRIPTORS, 0),
                value(own, others, DpdkSection.TX_DESCRIPTORS, 0),
                numbers(workers),
                Math.max(rssTypes(own), own == null || rssTypes(own) == 0 ? rssTypes(others) : 0),
                value(own, others, DpdkSection.TSO, "off").equals("on"),
                !flag(own) && !flag(others),
                value(own, others, DpdkSection.VLAN, 0),
                value(own, others, DpdkSection.MAX_LRO, 0),
                features);
    }

    private static <T> T value(
            final ConfigSection own, final ConfigSection others, final Setting<T> setting, final T otherwise) {
        if (own != null && own.isSet(setting)) {
            return own.value(setting);
        }
        return others != null && others.isSet(setting) ? others.value(setting) : otherwise;
    }

    private static boolean flag(final ConfigSection block) {
        return block != null && block.value(DpdkSection.NO_RX_INTERRUPTS);
    }

    private static long rssTypes(final ConfigSection block) {
        long types = 0;
        if (block != null) {
            for (final ConfigSection rss : block.blocks(DpdkSection.RSS)) {
                for (final Map.Entry<Setting<Boolean>, Long> type : DpdkSection.RSS_TYPES.entrySet()) {
                    types |= rss.value(type.getKey()) ? type.getValue() : 0;
                }
            }
        }
        return types;
    }

    /** Worker numbers and ranges of them: {@code 0-1,3}. */
    private static List<Integer> numbers(final String text) {
        final TreeSet<Integer> numbers = new TreeSet<>();
        for (final String range : text.split(",")) {
            if (!range.isBlank()) {
                final String[] ends = range.split("-");
                for (int n = Integer.parseInt(ends[0]); n <= Integer.parseInt(ends[ends.length - 1]); n++) {
                    numbers.add(n);
                }
            }
        }
        return List.copyOf(numbers);
    }

    /** Refuses workers that the host doesn't have. */
    public void check(final int hostWorkers) {
        for (final int worker : workers) {
            if (worker >= hostWorkers) {
                throw new DpdkException("workers " + worker + ": the host has "
                        + (hostWorkers == 0 ? "none" : "0 to " + (hostWorkers - 1)));
            }
        }
    }

    /** The same with what a command gave; null and 0 leave things as they are. */
    public PortSettings with(
            final String newName, final int newRxQueues, final int newTxQueues, final int rxRing, final int txRing) {
        return new PortSettings(
                newName == null ? name : newName,
                tag,
                newRxQueues == 0 ? rxQueues : newRxQueues,
                newTxQueues == 0 ? txQueues : newTxQueues,
                rxRing == 0 ? rxDescriptors : rxRing,
                txRing == 0 ? txDescriptors : txRing,
                workers,
                rssTypes,
                segmentation,
                rxInterrupts,
                vlan,
                maxLro,
                features);
    }

    /** The same in another VLAN; 0 for none. */
    PortSettings withVlan(final int newVlan) {
        return new PortSettings(
                name,
                tag,
                rxQueues,
                txQueues,
                rxDescriptors,
                txDescriptors,
                workers,
                rssTypes,
                segmentation,
                rxInterrupts,
                newVlan,
                maxLro,
                features);
    }
}
