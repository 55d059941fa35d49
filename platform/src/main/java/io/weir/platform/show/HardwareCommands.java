package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.net.MacAddress;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.iface.LocalDevice;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code show hardware-interfaces}: what devices say of themselves. */
final class HardwareCommands implements ShowPlugin.Commands {
    private static final Columns HEADING = Columns.of("%=32s%=6s%=8s%s");
    private static final Columns ROW = Columns.of("%-32s%=6s%=8s%s");

    private final List<GraphLoop> threads;
    private final InterfaceTable interfaces;

    HardwareCommands(final List<GraphLoop> threads, final InterfaceTable interfaces) {
        this.threads = threads;
        this.interfaces = interfaces;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show hardware-interfaces [<interface>]... [verbose|brief]", "Show devices")
                .run(this::show);
    }

    private void show(final CommandCall call) {
        call.println(HEADING.line("Name", "Idx", "Link", "Hardware"));
        final boolean named = !call.list("interface", Integer.class).isEmpty();
        InterfaceCommands.forEach(interfaces, call, device -> {
            if (named || device.parent() == null) {
                show(call, device);
            }
        });
    }

    private void show(final CommandCall call, final Interface device) {
        final boolean local = device.deviceClass() instanceof LocalDevice;
        final boolean up = device.linkUp() && !local;
        call.print(ROW.line(device.name(), device.swIfIndex(), up ? "up" : "down", device.name()) + "\n");
        if (!call.has("brief")) {
            call.print(details(device, local, call.has("verbose")));
        }
    }

    private String details(final Interface device, final boolean local, final boolean verbose) {
        final StringBuilder out = new StringBuilder("  Link speed: unknown\n");
        if (local) {
            return out.append("  local\n").toString();
        }
        out.append("  Ethernet address ")
                .append(MacAddress.format(device.mac()))
                .append('\n');
        for (final long mac : device.secondaryMacs()) {
            out.append("  Secondary Ethernet address ")
                    .append(MacAddress.format(mac))
                    .append('\n');
        }
        if (verbose) {
            out.append("  device class ").append(device.deviceClass().name());
            out.append(", mtu ").append(device.mtu());
            out.append(device.promiscuous() ? ", promiscuous\n" : "\n");
            interfaces.placement().rows().stream()
                    .filter(row -> row.device().equals(device.name()))
                    .forEach(row -> out.append("  rx queue %d: %s, %s%n"
                            .formatted(row.queue(), threads.get(row.thread()).name(), row.mode())));
        }
        final StringBuilder own = new StringBuilder();
        device.deviceClass().describe(device, verbose, own);
        own.toString().lines().forEach(line -> out.append(line.startsWith(" ") ? "" : "  ")
                .append(line)
                .append('\n'));
        return out.toString();
    }
}
