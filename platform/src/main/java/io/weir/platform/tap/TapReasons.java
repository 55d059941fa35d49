package io.weir.platform.tap;

import io.weir.graph.DropReason;
import io.weir.plugin.Registrar;

/**
 * Why taps drop packets.
 *
 * @param down received while the interface is administratively down.
 * @param runt shorter than an Ethernet header.
 * @param badHeader the virtio header contradicts the packet.
 * @param noRoom the kernel has no memory or no room for the packet just now.
 * @param hostDown the host's side of the tap is down.
 * @param hostGone the host has deleted its side of the tap.
 * @param refused the kernel takes no such packet.
 * @param tooManyBuffers the packet is a chain of more buffers than can be written at once.
 */
record TapReasons(
        DropReason down,
        DropReason runt,
        DropReason badHeader,
        DropReason noRoom,
        DropReason hostDown,
        DropReason hostGone,
        DropReason refused,
        DropReason tooManyBuffers) {

    static TapReasons register(final Registrar host) {
        return new TapReasons(
                reason(host, "tap-interface-down", "interface is down"),
                reason(host, "tap-rx-runt", "shorter than an Ethernet header"),
                reason(host, "tap-rx-bad-virtio-header", "virtio header contradicts the packet"),
                reason(host, "tap-tx-no-room", "host has no room (tx failure)"),
                reason(host, "tap-tx-host-down", "host interface is down (tx failure)"),
                reason(host, "tap-tx-host-gone", "host interface is gone (tx failure)"),
                reason(host, "tap-tx-refused", "host refuses the packet (tx failure)"),
                reason(host, "tap-tx-too-many-buffers", "chain of too many buffers (tx failure)"));
    }

    private static DropReason reason(final Registrar host, final String name, final String description) {
        return host.dropReason(name, description, DropReason.Severity.ERROR);
    }
}
