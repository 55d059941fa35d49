package io.weir.platform.tap;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.platform.os.HostTap;
import io.weir.platform.os.OsException;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.List;

/** Brings tap interfaces: {@code create tap}, {@code delete tap}, {@code show tap}. */
public final class TapPlugin extends WeirPlugin {
    private static final int ID_MAX = 65_535;
    /** VPP's: our side takes what the host sends, whatever its MTU. */
    private static final int MTU = 9_000;

    private Registrar host;
    private Interfaces interfaces;
    private Next ethernetInput;
    private TapReasons reasons;
    private TapDeviceClass deviceClass;

    /** Does nothing; {@link #register} does. */
    public TapPlugin() {}

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        interfaces = registrar.interfaces();
        ethernetInput = registrar.next("ethernet-input");
        reasons = TapReasons.register(registrar);
        deviceClass = new TapDeviceClass(reasons, registrar.workers().getFirst().buffers());
        registrar.holdsBuffers("receive queues", deviceClass::held);
        registrar.deviceClass(deviceClass);
        registrar
                .command("create tap" + TapSpec.OPTIONS, "Create a tap interface and its host side")
                .run(this::create);
        registrar
                .command("delete tap <interface>", "Delete a tap interface and its host side")
                .run(this::delete);
        registrar.command("show tap [<interface>]", "Show tap interfaces").run(this::show);
    }

    @Override
    public void stop() {
        for (final String name : new ArrayList<>(deviceClass.names())) {
            final Interface device = interfaces.byName(name);
            if (device != null) {
                interfaces.delete(device);
            }
        }
    }

    private void create(final CommandCall call) {
        final TapSpec spec = TapSpec.of(call, lowestFreeId());
        if (spec.id() > ID_MAX) {
            throw call.refuse("all %d ids are in use", ID_MAX + 1);
        }
        if (interfaces.byName(spec.name()) != null) {
            throw call.refuse("id %d: there is an interface %s already", spec.id(), spec.name());
        }
        final Interface made = insert(spec, open(spec));
        call.println(made.name());
    }

    private static HostTap open(final TapSpec spec) {
        try {
            final HostTap tap = HostTap.open(spec.host());
            try {
                tap.setOffloads(spec.offload().checksums(), spec.offload().segments());
                return tap;
            } catch (final OsException e) {
                tap.close();
                throw e;
            }
        } catch (final OsException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    /** Puts the tap into the graph, or leaves nothing of it. */
    private Interface insert(final TapSpec spec, final HostTap tap) {
        final TapDevice device = new TapDevice(spec, tap, () -> host.onMain(() -> vanished(spec.name(), tap)));
        deviceClass.add(spec.name(), device);
        Interface made = null;
        try {
            made = interfaces.register(deviceClass, new Interfaces.Spec(spec.name(), spec.mac(), MTU));
            final int target = host.features().entry(FeatureArc.DEVICE_INPUT, made.swIfIndex(), ethernetInput.target());
            for (int queue = 0; queue < spec.rxQueues(); queue++) {
                interfaces.addRxQueue(made, device.rx(queue, made, target, reasons), RxMode.INTERRUPT);
            }
            interfaces.linkUp(made, true);
            return made;
        } catch (final RuntimeException | Error e) {
            if (made != null) {
                interfaces.delete(made);
            }
            deviceClass.release(spec.name());
            throw e;
        }
    }

    /** The host has deleted its side, perhaps with its whole namespace: so is ours, for nothing can bring it back. */
    private void vanished(final String name, final HostTap tap) {
        final Interface device = interfaces.byName(name);
        if (device != null
                && device.deviceClass() == deviceClass
                && deviceClass.device(device).host() == tap) {
            host.log().warn("{} is deleted: the host has deleted its side, {}", name, tap.name());
            interfaces.delete(device);
        }
    }

    private void delete(final CommandCall call) {
        interfaces.delete(tap(call));
    }

    private void show(final CommandCall call) {
        final List<Interface> shown = new ArrayList<>();
        if (call.has("interface")) {
            shown.add(tap(call));
        } else {
            interfaces.all().stream()
                    .filter(device -> device.deviceClass() == deviceClass)
                    .forEach(shown::add);
        }
        call.<Interface>forEach(shown, device -> {
            if (interfaces.byIndex(device.swIfIndex()) == device) {
                final StringBuilder out = new StringBuilder();
                TapShow.show(device, deviceClass.device(device), out);
                call.print(out);
            }
        });
    }

    private Interface tap(final CommandCall call) {
        final Interface device = interfaces.byIndex(call.getInterface("interface"));
        if (device == null || device.deviceClass() != deviceClass) {
            throw call.refuse("`%s' is no tap", call.get("interface"));
        }
        return device;
    }

    private int lowestFreeId() {
        int id = 0;
        while (id <= ID_MAX && interfaces.byName("tap" + id) != null) {
            id++;
        }
        return id;
    }
}
