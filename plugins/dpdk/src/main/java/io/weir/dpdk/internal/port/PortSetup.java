package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.DpdkException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Writes to the driver of a port that is stopped what {@link PortConfig} asks of it: the port, then its queues. Main only. */
final class PortSetup {
    /** RTE_ETH_RSS_IP, TCP and UDP, as VPP's default. */
    private static final long DEFAULT_RSS = 0x3ffcL & ~(1L << 6 | 1L << 12) | 0x38000L;

    private static final int ANY_SOCKET = -1;

    private final Eal eal;
    private final Port port;
    private final PortConfig config;
    private final long mempool;
    private boolean rxInterrupts;
    private boolean linkInterrupts;

    /**
     * Nothing is written yet.
     *
     * @param mempool where the port takes mbufs from.
     */
    PortSetup(final Eal eal, final Port port, final PortConfig config, final long mempool) {
        this.eal = eal;
        this.port = port;
        this.config = config;
        this.mempool = mempool;
    }

    void write() {
        final DeviceInfo info = port.info();
        final boolean interrupts = config.settings().rxInterrupts() && Drivers.hasRxInterrupts(info.driver());
        // Without interrupts of the link it is looked at now and then: no reason to fail.
        linkInterrupts = Drivers.hasLinkInterrupts(info);
        rxInterrupts = interrupts && tryConfigure(true);
        if (!rxInterrupts && !tryConfigure(false)) {
            linkInterrupts = false;
            rxInterrupts = interrupts && tryConfigure(true) || !tryConfigure(false) && fail();
        }
        for (int queue = 0; queue < config.rxQueues(); queue++) {
            port.check(
                    "receive queue " + queue,
                    eal.calls()
                            .callInt(
                                    "rte_eth_rx_queue_setup",
                                    port.id(),
                                    queue,
                                    config.rxDescriptors(),
                                    ANY_SOCKET,
                                    0L,
                                    mempool));
        }
        for (int queue = 0; queue < config.txQueues(); queue++) {
            port.check(
                    "transmit queue " + queue,
                    eal.calls()
                            .callInt(
                                    "rte_eth_tx_queue_setup",
                                    port.id(),
                                    queue,
                                    config.txDescriptors(),
                                    ANY_SOCKET,
                                    0L));
        }
    }

    private boolean fail() {
        throw new DpdkException(port.device() + ": the driver does not take the configuration"
                + eal.log().reason());
    }

    private boolean tryConfigure(final boolean interrupts) {
        final Abi.Conf at = eal.library().abi().conf();
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment conf = arena.allocate(at.bytes(), Long.BYTES);
            conf.set(JAVA_INT_UNALIGNED, at.rxMtu(), config.mtu());
            conf.set(JAVA_INT_UNALIGNED, at.rxMaxLro(), config.maxLro());
            conf.set(JAVA_LONG_UNALIGNED, at.rxOffloads(), config.rxOffloads());
            conf.set(JAVA_LONG_UNALIGNED, at.txOffloads(), config.txOffloads());
            final long wanted = config.settings().rssTypes();
            final long types = port.info().rssTypes() & (wanted == 0 ? DEFAULT_RSS : wanted);
            if (config.rxQueues() > 1 && types != 0) {
                conf.set(JAVA_INT_UNALIGNED, at.rxMqMode(), 1);
                conf.set(JAVA_LONG_UNALIGNED, at.rssTypes(), types);
            }
            conf.set(JAVA_INT_UNALIGNED, at.interrupts(), interrupts(interrupts));
            return eal.calls().callInt("rte_eth_dev_configure", port.id(), config.rxQueues(), config.txQueues(), conf)
                    == 0;
        }
    }

    /** The bits of {@code struct rte_eth_intr_conf}. */
    private int interrupts(final boolean receive) {
        final int link = linkInterrupts ? 1 : 0;
        final int removal = linkInterrupts && (port.info().flags() & DeviceInfo.INTERRUPTS_REMOVAL) != 0 ? 4 : 0;
        return link | (receive ? 2 : 0) | removal;
    }

    /** Takes over what another version of the plugin has written. */
    void adopt(final boolean interrupts) {
        rxInterrupts = interrupts;
    }

    /** Whether the driver took the wish for receive interrupts. */
    boolean hasInterrupts() {
        return rxInterrupts;
    }
}
