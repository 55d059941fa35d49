package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.memory.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a port's driver is asked for: queues, descriptors, MTU, offloads; worked out from settings and what the driver can. Main
 * only, but for what workers read while the port is started.
 */
final class PortConfig {
    private static final int DEFAULT_DESCRIPTORS = 1_024;
    /** Ethernet header, two VLAN tags and the frame check sequence. */
    private static final int FRAME_OVERHEAD = 14 + 8 + 4;
    /** As VPP's. */
    private static final int DEFAULT_LRO = 65_536;

    private final Eal eal;
    private final Port port;
    private final int id;
    private final String device;
    private final DeviceInfo info;
    private final int rxQueues;
    private final int txQueues;
    private final PortSetup setup;
    private PortSettings settings;
    private int rxDescriptors;
    private int txDescriptors;
    private int mtu;
    private long rxOffloads;
    private long txOffloads;
    private boolean configured;

    /**
     * What a port is asked for at first.
     *
     * @param mempool where it takes mbufs from.
     * @param threads how many threads transmit.
     */
    PortConfig(final Eal eal, final Port port, final PortSettings settings, final long mempool, final int threads) {
        this.eal = eal;
        this.port = port;
        this.settings = settings;
        setup = new PortSetup(eal, port, this, mempool);
        id = port.id();
        device = port.device();
        info = port.info();
        rxQueues = within("num-rx-queues", settings.rxQueues(), 1, info.maxRxQueues());
        final int senders = Drivers.pairsQueues(info.driver()) ? rxQueues : threads;
        txQueues =
                within("num-tx-queues", settings.txQueues(), Math.min(senders, info.maxTxQueues()), info.maxTxQueues());
        rxDescriptors = settings.rxDescriptors();
        txDescriptors = settings.txDescriptors();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment current = arena.allocate(JAVA_SHORT);
            port.check("the MTU", eal.calls().callInt("rte_eth_dev_get_mtu", id, current));
            mtu = current.get(JAVA_SHORT, 0) & 0xffff;
        }
    }

    private int within(final String what, final int wanted, final int otherwise, final int max) {
        if (wanted > max) {
            throw new DpdkException(what + " " + wanted + ": " + info.driver() + " has at most " + max);
        }
        return wanted == 0 ? otherwise : wanted;
    }

    /** Works out what the driver is asked for. */
    private void plan() {
        final PortSettings.Features features = settings.features();
        final boolean lro = features.lro() && features.chains() && (info.rxCapabilities() & Offloads.RX_TCP_LRO) != 0;
        final boolean large = lro || mtu + FRAME_OVERHEAD > Buffer.DATA_BYTES;
        rxOffloads = info.rxCapabilities()
                & (Offloads.RX_IP_CHECKSUM
                        | (settings.vlan() != 0 ? Offloads.RX_VLAN_STRIP : 0)
                        | (lro ? Offloads.RX_TCP_LRO : 0)
                        | (features.rxL4Checksums() ? Offloads.RX_CHECKSUMS : 0)
                        | (large && features.chains() ? Offloads.RX_SCATTER : 0));
        txOffloads = info.txCapabilities()
                & ((features.chains() ? Offloads.TX_CHAINS : 0)
                        | (settings.vlan() != 0 ? Offloads.TX_VLAN_INSERT : 0)
                        | (features.txChecksums() ? Offloads.TX_CHECKSUMS : 0)
                        | (settings.segmentation() && cutsSegments() ? Offloads.TX_TCP_SEGMENTS : 0));
        rxDescriptors = fit(info.rxRing(), rxDescriptors);
        txDescriptors = fit(info.txRing(), txDescriptors);
    }

    private boolean cutsSegments() {
        return Drivers.cutsSegments(info.driver(), eal.library().abi().number());
    }

    private int fit(final DeviceInfo.Ring ring, final int wanted) {
        return Drivers.descriptors(info.driver(), ring.fit(wanted == 0 ? DEFAULT_DESCRIPTORS : wanted));
    }

    /** Writes it to the driver. The port must be stopped. */
    void write() {
        if (configured && Drivers.configuresOnce(info.driver())) {
            return;
        }
        eal.log().mark();
        plan();
        setup.write();
        configured = true;
    }

    /** Longest packet that the device is to make of TCP segments; 0 leaves it to DPDK. */
    int maxLro() {
        final int wanted = settings.maxLro() == 0 ? DEFAULT_LRO : settings.maxLro();
        return (rxOffloads & Offloads.RX_TCP_LRO) == 0 ? 0 : Math.min(wanted, info.maxLro());
    }

    /** Takes over what another version of the plugin has configured in the same way. */
    void adopt(final boolean interrupts) {
        plan();
        setup.adopt(interrupts);
        configured = true;
    }

    /** What the driver is asked for. */
    record Wish(PortSettings settings, int rxDescriptors, int txDescriptors, int mtu) {}

    Wish wish() {
        return new Wish(settings, rxDescriptors, txDescriptors, mtu);
    }

    /** Wishes again what was before a change that the driver refused; {@link #write} is to follow. */
    void wish(final Wish before) {
        settings = before.settings;
        rxDescriptors = before.rxDescriptors;
        txDescriptors = before.txDescriptors;
        if (mtu != before.mtu) {
            mtu(before.mtu);
        }
    }

    /** What the driver is asked for at the next {@link #write}; 0 leaves as it is. */
    void descriptors(final int rx, final int tx) {
        if (configured && Drivers.configuresOnce(info.driver())) {
            throw new DpdkException("descriptors of " + device + " stay as they are: " + info.driver()
                    + " is given them when the port is created");
        }
        rxDescriptors = rx == 0 ? rxDescriptors : rx;
        txDescriptors = tx == 0 ? txDescriptors : tx;
    }

    /** Has the port be in a VLAN from the next {@link #write} on; 0 for none. */
    void vlan(final int id) {
        settings = settings.withVlan(id);
    }

    /** Changes the MTU, for which the port must be stopped, or refuses. */
    void mtu(final int bytes) {
        if (info.maxMtu() != 0 && bytes > info.maxMtu() || bytes < info.minMtu()) {
            throw new DpdkException("mtu " + bytes + ": " + info.driver() + " takes " + info.minMtu() + " to "
                    + info.maxMtu() + " bytes");
        }
        eal.log().mark();
        final int result = eal.calls().callInt("rte_eth_dev_set_mtu", id, bytes);
        final int notSupported = -95;
        if (result != notSupported) {
            port.check("mtu " + bytes, result);
        }
        mtu = bytes;
    }

    /** Whether the driver has been asked. */
    boolean written() {
        return configured;
    }

    /** Whether the driver took the wish for receive interrupts. */
    boolean hasInterrupts() {
        return setup.hasInterrupts();
    }

    PortSettings settings() {
        return settings;
    }

    int rxQueues() {
        return rxQueues;
    }

    int txQueues() {
        return txQueues;
    }

    int rxDescriptors() {
        return rxDescriptors;
    }

    int txDescriptors() {
        return txDescriptors;
    }

    int mtu() {
        return mtu;
    }

    /** Longest frame that is sent. */
    int maxFrame() {
        return mtu + FRAME_OVERHEAD;
    }

    long rxOffloads() {
        return rxOffloads;
    }

    long txOffloads() {
        return txOffloads;
    }
}
