package io.weir.platform.tap;

import io.weir.iface.Interface;
import io.weir.net.MacAddress;
import io.weir.platform.os.HostTap;
import java.util.Arrays;

/** What {@code show tap} prints: the lines of VPP that mean something here. */
final class TapShow {
    private TapShow() {}

    static void show(final Interface device, final TapDevice tap, final StringBuilder out) {
        out.append("Interface: ").append(device.name());
        out.append(" (ifindex ").append(device.swIfIndex()).append(")\n");
        describe(tap, out);
        out.append("  Mac Address: ").append(MacAddress.format(device.mac())).append('\n');
        out.append("  Device instance: ").append(tap.spec().id()).append('\n');
        out.append("  flags 0x").append(device.adminUp() ? 1 : 0).append('\n');
        if (device.adminUp()) {
            out.append("    admin-up (0)\n");
        }
    }

    static void describe(final TapDevice tap, final StringBuilder out) {
        final HostTap host = tap.host();
        final TapSpec spec = tap.spec();
        final String namespace = spec.namespace() == null ? "(nil)" : spec.namespace();
        line(out, "name", '"' + host.name() + '"');
        line(out, "host-ns", '"' + namespace + '"');
        line(out, "host-mtu-size", "\"" + host.hostMtu() + '"');
        line(out, "host-mac-addr:", host.hostMac());
        if (tap.isGone()) {
            line(out, "host-interface", "deleted by the host");
        }
        final StringBuilder fds = new StringBuilder();
        Arrays.stream(tap.fds())
                .forEach(fd -> fds.append(fds.isEmpty() ? "" : " ").append(fd));
        line(out, "tap-fds", fds.toString());
        line(out, "gso-enabled", spec.offload().segments() ? "1" : "0");
        line(out, "csum-enabled", spec.offload().checksums() ? "1" : "0");
        line(out, "Number of RX queues", Integer.toString(spec.rxQueues()));
    }

    private static void line(final StringBuilder out, final String name, final String value) {
        out.append("  ").append(name).append(' ').append(value).append('\n');
    }
}
