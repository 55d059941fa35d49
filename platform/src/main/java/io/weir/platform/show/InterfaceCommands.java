package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Graph;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.iface.ProtocolMtu;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** {@code show interface} and {@code clear interfaces}. */
final class InterfaceCommands implements ShowPlugin.Commands {
    private static final Columns HEADING = Columns.of("%=32s%=5s%=10s%=21s%=16s%=16s");
    private static final Columns ROW = Columns.of("%-32s%=5s%=10s%=21s%-16s%16s");

    private final Graph graph;
    private final InterfaceTable interfaces;

    InterfaceCommands(final Graph graph, final InterfaceTable interfaces) {
        this.graph = graph;
        this.interfaces = interfaces;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show interface [<interface>]...", "Show interfaces and their counters")
                .run(this::show);
        registrar
                .command("show interface address [<interface>]...", "Show the addresses of interfaces")
                .run(this::addresses);
        registrar
                .command("show interface features <interface>", "Show the features that are enabled on an interface")
                .run(this::features);
        registrar
                .command("clear interfaces", "Set the counters of all interfaces to zero")
                .run(call -> interfaces.clearCounters());
        registrar
                .command(
                        "clear hardware-interfaces",
                        "Set the counters of all interfaces to zero, as clear interfaces does")
                .run(call -> interfaces.clearCounters());
    }

    /** The interfaces that a command names, or all, in the order of their names. */
    private static List<Interface> chosen(final InterfaceTable interfaces, final CommandCall call) {
        final List<Integer> named = call.list("interface", Integer.class);
        if (!named.isEmpty()) {
            return named.stream().<Interface>map(interfaces::byIndex).distinct().toList();
        }
        final List<Interface> all = new ArrayList<>(interfaces.all());
        all.sort(Comparator.comparing(Interface::name));
        return all;
    }

    /** Shows those that a command names, or all; not those that go while others are shown. */
    static void forEach(final InterfaceTable interfaces, final CommandCall call, final Consumer<Interface> show) {
        call.<Interface>forEach(chosen(interfaces, call), device -> {
            if (interfaces.byIndex(device.swIfIndex()) == device) {
                show.accept(device);
            }
        });
    }

    private void show(final CommandCall call) {
        call.println(HEADING.line("Name", "Idx", "State", "MTU (L3/IP4/IP6/MPLS)", "Counter", "Count"));
        forEach(interfaces, call, device -> show(call, device));
    }

    private void show(final CommandCall call, final Interface device) {
        final List<String[]> counters = counters(device);
        for (int i = 0; i < counters.size(); i++) {
            final String[] counter = counters.get(i);
            final String line = i == 0
                    ? ROW.line(
                            device.name(),
                            device.swIfIndex(),
                            device.adminUp() ? "up" : "down",
                            mtus(device),
                            counter[0],
                            counter[1])
                    : ROW.line("", "", "", "", counter[0], counter[1]);
            call.print(line + "\n");
        }
    }

    private String mtus(final Interface device) {
        final StringBuilder all = new StringBuilder().append(device.mtu());
        for (final ProtocolMtu protocol : ProtocolMtu.values()) {
            all.append('/').append(interfaces.ownMtu(device, protocol));
        }
        return all.toString();
    }

    /** Names and values of all counters that have counted; one empty pair if none has. */
    private List<String[]> counters(final Interface device) {
        final List<String[]> counters = new ArrayList<>();
        for (final Kind kind : Kind.values()) {
            final long[] count = interfaces.count(kind, device.swIfIndex());
            if (count[0] != 0) {
                counters.add(new String[] {kind.packetsLabel(), Long.toString(count[0])});
                if (kind.bytesLabel() != null) {
                    counters.add(new String[] {kind.bytesLabel(), Long.toString(count[1])});
                }
            }
        }
        if (counters.isEmpty()) {
            counters.add(new String[] {"", ""});
        }
        return counters;
    }

    private void addresses(final CommandCall call) {
        forEach(interfaces, call, device -> {
            call.println("%s (%s):", device.name(), device.adminUp() ? "up" : "dn");
            interfaces.addressLines(device).stream().distinct().forEach(line -> call.println("  %s", line));
        });
    }

    private void features(final CommandCall call) {
        final Interface device = interfaces.byIndex(call.getInterface("interface"));
        call.println("Feature paths configured on %s...", device.name());
        call.<Arc>forEach(graph.arcs(), arc -> {
            call.println("\n%s:", arc.name());
            final List<String> enabled = arc.enabled(device.swIfIndex());
            (enabled.isEmpty() ? List.of("none configured") : enabled).forEach(name -> call.println("  %s", name));
        });
    }
}
