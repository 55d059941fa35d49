package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.DpdkException;

/** One port: started and stopped, its link, bursts and interrupts. Main's, but for {@link #started}. */
public final class Port {
    private final Eal eal;
    private final int id;
    private final String device;
    private final DeviceInfo info;
    private final PortConfig config;
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
        info = DeviceInfo.of(eal, id);
        PortCheck.conf(eal.calls(), id, eal.library().abi());
        config = new PortConfig(eal, this, settings, mempool, threads);
    }

    /** Refuses in DPDK's words what it has refused. */
    void check(final String what, final int result) {
        if (result < 0) {
            throw new DpdkException(
                    device + ": " + what + ": " + eal.text(result) + eal.log().reason());
        }
    }

    /** Asks the driver for what is wanted now. The port must be stopped. */
    void configure() {
        config.write();
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
        config.adopt(interrupts);
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
    PortConfig config() {
        return config;
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
        return config.written()
                ? DriverBuffers.of(this, entry(), eal.library().abi().burst())
                : DriverBuffers.NONE;
    }

    /** Whether the driver took the wish for receive interrupts. */
    boolean hasInterrupts() {
        return config.hasInterrupts();
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
        DeviceInfo.checkQueues(eal, id, rxQueues(), txQueues());
    }

    int id() {
        return id;
    }

    String device() {
        return device;
    }

    PortSettings settings() {
        return config.settings();
    }

    /** The VLAN whose tag all frames on the wire carry, or 0. Any thread, while the port is started. */
    int vlan() {
        return config.settings().vlan();
    }

    DeviceInfo info() {
        return info;
    }

    int rxQueues() {
        return config.rxQueues();
    }

    int txQueues() {
        return config.txQueues();
    }

    int rxDescriptors() {
        return config.rxDescriptors();
    }

    int txDescriptors() {
        return config.txDescriptors();
    }

    int mtu() {
        return config.mtu();
    }

    /** Longest frame that is sent. */
    int maxFrame() {
        return config.maxFrame();
    }

    long rxOffloads() {
        return config.rxOffloads();
    }

    long txOffloads() {
        return config.txOffloads();
    }
}
