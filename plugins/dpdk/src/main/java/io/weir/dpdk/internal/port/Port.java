package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.memory.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One port: configured, started and stopped. Main's, but for {@link #started}. */
public final class Port {
    private static final int DEFAULT_DESCRIPTORS = 1_024;
    /** Ethernet header, two VLAN tags and the frame check sequence. */
    private static final int FRAME_OVERHEAD = 14 + 8 + 4;
    /** RTE_ETH_RSS_IP, TCP and UDP, as VPP's default. */
    private static final long DEFAULT_RSS = 0x3ffcL & ~(1L << 6 | 1L << 12) | 0x38000L;

    /** As VPP's. */
    private static final int DEFAULT_LRO = 65_536;

    private static final int ANY_SOCKET = -1;

    private final Eal eal;
    private final int id;
    private final String device;
    private PortSettings settings;
    private final DeviceInfo info;
    private final int rxQueues;
    private final int txQueues;
    private long mempool;
    private int rxDescriptors;
    private int txDescriptors;
    private int mtu;
    private long rxOffloads;
    private long txOffloads;
    private boolean rxInterrupts;
    private boolean linkInterrupts;
    private boolean configured;
    private boolean running;
    /** Whether workers may use it. */
    private volatile boolean started;

    /**
     * A port.
     *
     * @param device its own name, by DPDK.
     * @param mempool where it takes mbufs from.
     * @param threads how many threads transmit.
     */
    Port(
            final Eal eal,
            final int id,
            final String device,
            final PortSettings settings,
            final long mempool,
            final int threads) {
        this.eal = eal;
        this.id = id;
        this.device = device;
        this.settings = settings;
        this.mempool = mempool;
        info = DeviceInfo.of(eal, id);
        PortCheck.conf(eal.calls(), id, eal.library().abi());
        rxQueues = within("num-rx-queues", settings.rxQueues(), 1, info.maxRxQueues());
        final int senders = Drivers.pairsQueues(info.driver()) ? rxQueues : threads;
        txQueues =
                within("num-tx-queues", settings.txQueues(), Math.min(senders, info.maxTxQueues()), info.maxTxQueues());
        rxDescriptors = settings.rxDescriptors();
        txDescriptors = settings.txDescriptors();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment current = arena.allocate(JAVA_SHORT);
            check("the MTU", eal.calls().callInt("rte_eth_dev_get_mtu", id, current));
            mtu = current.get(JAVA_SHORT, 0) & 0xffff;
        }
    }

    private int within(final String what, final int wanted, final int otherwise, final int max) {
        if (wanted > max) {
            throw new DpdkException(what + " " + wanted + ": " + info.driver() + " has at most " + max);
        }
        return wanted == 0 ? otherwise : wanted;
    }

    /** Refuses in DPDK's words what it has refused. */
    void check(final String what, final int result) {
        if (result < 0) {
            throw new DpdkException(
                    device + ": " + what + ": " + eal.text(result) + eal.log().reason());
        }
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

    /** Configures the port and its queues for what is wanted now. It must be stopped. */
    void configure() {
        if (configured && Drivers.configuresOnce(info.driver())) {
            return;
        }
        eal.log().mark();
        plan();
        final boolean interrupts = settings.rxInterrupts() && Drivers.hasRxInterrupts(info.driver());
        // Without interrupts of the link it is looked at now and then: no reason to fail.
        linkInterrupts = Drivers.hasLinkInterrupts(info);
        rxInterrupts = interrupts && tryConfigure(true);
        if (!rxInterrupts && !tryConfigure(false)) {
            linkInterrupts = false;
            rxInterrupts = interrupts && tryConfigure(true) || !tryConfigure(false) && fail();
        }
        for (int queue = 0; queue < rxQueues; queue++) {
            check(
                    "receive queue " + queue,
                    eal.calls().callInt("rte_eth_rx_queue_setup", id, queue, rxDescriptors, ANY_SOCKET, 0L, mempool));
        }
        for (int queue = 0; queue < txQueues; queue++) {
            check(
                    "transmit queue " + queue,
                    eal.calls().callInt("rte_eth_tx_queue_setup", id, queue, txDescriptors, ANY_SOCKET, 0L));
        }
        configured = true;
    }

    private boolean fail() {
        throw new DpdkException(device + ": the driver does not take the configuration"
                + eal.log().reason());
    }

    private boolean tryConfigure(final boolean interrupts) {
        final Abi.Conf at = eal.library().abi().conf();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment conf = arena.allocate(at.bytes(), Long.BYTES);
            conf.set(JAVA_INT_UNALIGNED, at.rxMtu(), mtu);
            conf.set(JAVA_INT_UNALIGNED, at.rxMaxLro(), maxLro());
            conf.set(JAVA_LONG_UNALIGNED, at.rxOffloads(), rxOffloads);
            conf.set(JAVA_LONG_UNALIGNED, at.txOffloads(), txOffloads);
            final long types = info.rssTypes() & (settings.rssTypes() == 0 ? DEFAULT_RSS : settings.rssTypes());
            if (rxQueues > 1 && types != 0) {
                conf.set(JAVA_INT_UNALIGNED, at.rxMqMode(), 1);
                conf.set(JAVA_LONG_UNALIGNED, at.rssTypes(), types);
            }
            conf.set(JAVA_INT_UNALIGNED, at.interrupts(), interrupts(interrupts));
            return eal.calls().callInt("rte_eth_dev_configure", id, rxQueues, txQueues, conf) == 0;
        }
    }

    /** The bits of {@code struct rte_eth_intr_conf}. */
    private int interrupts(final boolean receive) {
        final int link = linkInterrupts ? 1 : 0;
        final int removal = linkInterrupts && (info.flags() & DeviceInfo.INTERRUPTS_REMOVAL) != 0 ? 4 : 0;
        return link | (receive ? 2 : 0) | removal;
    }

    /** Longest packet that the device is to make of TCP segments; 0 leaves it to DPDK. */
    int maxLro() {
        final int wanted = settings.maxLro() == 0 ? DEFAULT_LRO : settings.maxLro();
        return (rxOffloads & Offloads.RX_TCP_LRO) == 0 ? 0 : Math.min(wanted, info.maxLro());
    }

    /** Starts what {@link #configure} set up. Workers may poll from here on. */
    void start() {
        if (!started) {
            eal.log().mark();
            check("starting", eal.calls().callInt("rte_eth_dev_start", id));
            running = true;
            eal.once("port that runs", this::checkLayout);
            started = true;
        }
    }

    /** Has workers leave the port alone from their next look on; it is to be stopped behind a barrier after that. */
    void retire() {
        started = false;
    }

    /** Stops the port if it runs; no worker uses it any more. */
    void stop() {
        started = false;
        if (running) {
            running = false;
            eal.calls().callInt("rte_eth_dev_stop", id);
        }
    }

    /** Takes over a port that another version of the plugin has configured in the same way, and perhaps started. */
    void adopt(final boolean itRuns, final boolean interrupts) {
        plan();
        rxInterrupts = interrupts;
        configured = true;
        running = itRuns;
        started = itRuns;
    }

    /** Whether the driver runs it, as main knows. */
    boolean running() {
        return running;
    }

    /** Whether workers may use it. Any thread. */
    boolean started() {
        return started;
    }

    /** What the driver is asked for. */
    record Wish(PortSettings settings, int rxDescriptors, int txDescriptors, int mtu) {}

    Wish wish() {
        return new Wish(settings, rxDescriptors, txDescriptors, mtu);
    }

    /** Wishes again what was before a change that the driver refused; {@link #configure} is to follow. */
    void wish(final Wish before) {
        settings = before.settings;
        rxDescriptors = before.rxDescriptors;
        txDescriptors = before.txDescriptors;
        if (mtu != before.mtu) {
            mtu(before.mtu);
        }
    }

    /** What the driver is asked for at the next {@link #configure}; 0 leaves as it is. */
    void descriptors(final int rx, final int tx) {
        if (configured && Drivers.configuresOnce(info.driver())) {
            throw new DpdkException("descriptors of " + device + " stay as they are: " + info.driver()
                    + " is given them when the port is created");
        }
        rxDescriptors = rx == 0 ? rxDescriptors : rx;
        txDescriptors = tx == 0 ? txDescriptors : tx;
    }

    /** Has the port be in a VLAN from the next {@link #configure} on; 0 for none. */
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
            check("mtu " + bytes, result);
        }
        mtu = bytes;
    }

    /** Its MAC addresses. */
    PortMacs macs() {
        return new PortMacs(this, eal);
    }

    /** Has the device accept frames for others, or not; drivers that can't are as they are. */
    void promiscuous(final boolean on) {
        eal.calls().callInt(on ? "rte_eth_promiscuous_enable" : "rte_eth_promiscuous_disable", id);
    }

    /** Its link just now. */
    PortLink link() {
        return PortLink.of(this, eal);
    }

    /** Buffers that the driver keeps for a port; while no worker uses it. */
    DriverBuffers buffers() {
        return configured ? DriverBuffers.of(this, entry(), eal.library().abi().burst()) : DriverBuffers.NONE;
    }

    /** Whether the driver took the wish for receive interrupts. */
    boolean hasInterrupts() {
        return rxInterrupts;
    }

    /** The descriptor that tells of packets in a receive queue while the port runs, or -1. */
    int interruptFd(final int queue) {
        return Math.max(eal.calls().callInt("rte_eth_dev_rx_intr_ctl_q_get_fd", id, queue), -1);
    }

    /**
     * Has the device tell of the next packet of a queue.
     *
     * @return false if its descriptor tells by itself, for as long as packets wait.
     */
    boolean armInterrupt(final int queue) {
        return eal.calls().callInt("rte_eth_dev_rx_intr_enable", id, queue) == 0;
    }

    /** Whether the bus has lost the device. */
    boolean removed() {
        return eal.calls().callInt("rte_eth_dev_is_removed", id) != 0
                || info.kernelIndex() != 0
                        && Drivers.needsNetDevice(info.driver())
                        && !NetDevices.exists(info.kernelIndex());
    }

    Bursts rx(final int queue) {
        return Bursts.rx(entry(), eal.library().abi().burst(), queue, Drivers.mayBlock(info.driver()));
    }

    Bursts tx(final int queue) {
        return Bursts.tx(entry(), eal.library().abi().burst(), queue, Drivers.mayBlock(info.driver()));
    }

    private long entry() {
        return burstTable() + (long) id * eal.library().abi().burst().bytes();
    }

    private long burstTable() {
        return eal.library().symbol("rte_eth_fp_ops").address();
    }

    private void checkLayout() {
        BurstCheck.layout(burstTable(), id, eal.library().abi());
        DeviceInfo.checkQueues(eal, id, rxQueues, txQueues);
    }

    int id() {
        return id;
    }

    String device() {
        return device;
    }

    PortSettings settings() {
        return settings;
    }

    /** The VLAN whose tag all frames on the wire carry, or 0. Any thread, while the port is started. */
    int vlan() {
        return settings.vlan();
    }

    DeviceInfo info() {
        return info;
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
