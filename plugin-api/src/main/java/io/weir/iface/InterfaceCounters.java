package io.weir.iface;

/** One thread's counters of all interfaces. Only that thread counts; sums are read through {@link Interfaces}. */
public interface InterfaceCounters {
    /** What is counted per interface. */
    enum Kind {
        RX("rx packets", "rx bytes"),
        /**
         * What is handed to the device, in the shape in which it is handed over: of a large segment that the host cuts itself,
         * its segments; of one that the device cuts, one packet, as VPP counts, and Linux on virtual devices. What such a device
         * made of it are its own counters.
         */
        TX("tx packets", "tx bytes"),
        DROP("drops", null),
        PUNT("punt", null),
        IP4("ip4", null),
        IP6("ip6", null),
        RX_NO_BUFFER("rx-no-buf", null),
        RX_MISS("rx-miss", null),
        RX_ERROR("rx-error", null),
        TX_ERROR("tx-error", null);

        private final String packetsLabel;
        private final String bytesLabel;

        Kind(final String packetsLabel, final String bytesLabel) {
            this.packetsLabel = packetsLabel;
            this.bytesLabel = bytesLabel;
        }

        /** What {@code show interface} calls the number of packets. */
        public String packetsLabel() {
            return packetsLabel;
        }

        /** What {@code show interface} calls the number of bytes, or null if bytes are not counted. */
        public String bytesLabel() {
            return bytesLabel;
        }
    }

    /** Adds packets and bytes (0 where only packets are counted). */
    void add(Kind kind, int swIfIndex, long packets, long bytes);
}
