package com.example.pipe;

import io.weir.cli.CommandCall;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.memory.Buffers;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.List;

/** Brings pipes: {@code create pipe}, {@code delete pipe}. */
public final class PipePlugin extends WeirPlugin {
    private static final int MTU = 9_000;

    /** Names of the ends that there are; packets on their way through a pipe don't go over. */
    record PipeState(List<String> ends) {}

    private Registrar host;
    private Interfaces interfaces;
    private PipeDeviceClass deviceClass;
    private Next ethernetInput;

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        interfaces = host.interfaces();
        ethernetInput = host.next("ethernet-input");
        deviceClass = new PipeDeviceClass(
                host.dropReason("pipe-full", "the other end does not keep up", DropReason.Severity.ERROR),
                host.dropReason("pipe-no-buffers", "no buffers for copies", DropReason.Severity.WARN));
        host.deviceClass(deviceClass);
        // Taken before the tx nodes of interfaces that stay are made anew: they want to know the ends.
        host.state(
                "pipes",
                PipeState.class,
                () -> new PipeState(List.copyOf(deviceClass.ends.keySet())),
                state -> state.ends().forEach(this::makeEnd));
        host.holdsBuffers(
                "pipes",
                () -> deviceClass.ends.values().stream().mapToInt(PipeEnd::size).sum());
        host.command("create pipe", "Create two interfaces, each the other's wire")
                .run(this::create);
        host.command("delete pipe <interface>", "Delete both interfaces of a pipe")
                .run(this::delete);
    }

    @Override
    public void start() {
        // Of interfaces that an earlier version had.
        deviceClass.ends.keySet().forEach(name -> receive(interfaces.byName(name)));
    }

    @Override
    public void removed() {
        final Buffers buffers = host.workers().getFirst().buffers();
        deviceClass.ends.values().forEach(end -> end.close(buffers));
        deviceClass.ends.clear();
    }

    private void makeEnd(final String name) {
        deviceClass.ends.put(name, new PipeEnd(host.workers().size()));
    }

    private void create(final CommandCall call) {
        int number = 0;
        while (interfaces.byName("pipe" + number + ".0") != null) {
            number++;
        }
        final List<String> names = List.of("pipe" + number + ".0", "pipe" + number + ".1");
        names.forEach(this::makeEnd);
        for (final String name : names) {
            final Interface made = interfaces.register(deviceClass, new Interfaces.Spec(name, 0, MTU));
            interfaces.linkUp(made, true);
            receive(made);
            call.println(name);
        }
    }

    private void receive(final Interface device) {
        final PipeEnd end = deviceClass.ends.get(device.name());
        end.entry(
                device.swIfIndex(),
                host.features().entry(FeatureArc.DEVICE_INPUT, device.swIfIndex(), ethernetInput.target()));
        interfaces.addRxQueue(device, end, RxMode.INTERRUPT);
    }

    private void delete(final CommandCall call) {
        final Interface device = interfaces.byIndex(call.getInterface("interface"));
        if (device.deviceClass() != deviceClass) {
            throw call.refuse("`%s' is no end of a pipe", device.name());
        }
        // Both first: while one is there, its tx node sends to the other's end.
        final List<String> names = List.of(device.name(), PipeDeviceClass.other(device.name()));
        names.forEach(name -> interfaces.delete(interfaces.byName(name)));
        names.forEach(name ->
                deviceClass.ends.remove(name).close(host.workers().getFirst().buffers()));
    }
}
