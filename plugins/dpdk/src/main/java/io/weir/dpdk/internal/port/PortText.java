package io.weir.dpdk.internal.port;

import java.util.stream.LongStream;

/** What {@code show hardware-interfaces} prints of a port, in VPP's lines. */
final class PortText {
    private PortText() {}

    static void describe(final DpdkDevice own, final boolean verbose, final StringBuilder out) {
        final Port port = own.port;
        final DeviceInfo info = port.info();
        line(out, "%s", port.device() + " (" + info.driver() + ")");
        if (port.settings().tag() != null) {
            line(out, "tag: %s", port.settings().tag());
        }
        line(out, "carrier %s", carrier(own.link));
        line(out, "flags: %s%s", port.started() ? "admin-up" : "admin-down", own.promiscuous ? " promisc" : "");
        if (port.vlan() != 0) {
            line(
                    out,
                    "vlan: %d, stripped %s, inserted %s",
                    port.vlan(),
                    by(port.rxOffloads() & Offloads.RX_VLAN_STRIP),
                    by(port.txOffloads() & Offloads.TX_VLAN_INSERT));
        }
        if (own.lost) {
            line(out, "the device is gone");
        }
        line(
                out,
                "rx: queues %d (max %d), desc %d (min %d max %d align %d)",
                port.rxQueues(),
                info.maxRxQueues(),
                port.rxDescriptors(),
                info.rxRing().min(),
                info.rxRing().max(),
                info.rxRing().multiple());
        line(
                out,
                "tx: queues %d (max %d), desc %d (min %d max %d align %d)",
                port.txQueues(),
                info.maxTxQueues(),
                port.txDescriptors(),
                info.txRing().min(),
                info.txRing().max(),
                info.txRing().multiple());
        line(out, "max rx packet len: %s", info.maxRxPacket() < 0 ? "unlimited" : info.maxRxPacket());
        line(out, "promiscuous: %s", own.promiscuous ? "on" : "off");
        if (verbose) {
            line(out, "rx offload avail:  %s", Offloads.rx(info.rxCapabilities()));
            line(out, "tx offload avail:  %s", Offloads.tx(info.txCapabilities()));
        }
        line(out, "rx offload active: %s", Offloads.rx(port.rxOffloads()));
        line(out, "tx offload active: %s", Offloads.tx(port.txOffloads()));
        if (port.config().maxLro() != 0) {
            line(out, "max lro packet size: %d", port.config().maxLro());
        }
        final PortStats.Extended extended = own.stats.readExtended();
        if (LongStream.of(extended.values()).anyMatch(value -> value != 0)) {
            line(out, "extended stats:");
        }
        for (int i = 0; i < extended.values().length; i++) {
            if (extended.values()[i] != 0) {
                line(out, "  %-38s%20d", extended.names().get(i), extended.values()[i]);
            }
        }
    }

    private static String by(final long offload) {
        return offload != 0 ? "by the device" : "in software";
    }

    private static String carrier(final PortLink link) {
        if (!link.up()) {
            return "down";
        }
        final String rate = link.speed() == 0
                ? "unknown speed"
                : link.speed() < 1_000 ? link.speed() + " Mbps" : link.speed() / 1_000 + " Gbps";
        return "up " + (link.fullDuplex() ? "full" : "half") + " duplex, " + rate;
    }

    private static void line(final StringBuilder out, final String format, final Object... values) {
        out.append("    ")
                .append(String.format(java.util.Locale.ROOT, format, values))
                .append('\n');
    }
}
