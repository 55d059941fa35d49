package io.weir.platform.loopback;

import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.net.MacAddress;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;

/** Brings loopback interfaces, {@code loop0} and on. */
public final class LoopbackPlugin extends WeirPlugin {
    /** Highest instance, as in VPP. */
    static final int INSTANCE_MAX = 16 * 1024 - 1;

    private static final int MTU = 9_000;
    /** VPP's addresses: the instance is in the lower bytes. */
    private static final long MAC_BASE = 0xdead_0000_0000L;

    private static final String CREATE_HELP = "Create a loopback interface";
    private static final String CREATE_OPTIONS = " [mac <mac:mac>] [instance <instance:int 0.." + INSTANCE_MAX + ">]";
    private static final String DELETE_HELP = "Delete a loopback interface";

    private Interfaces interfaces;
    private LoopbackDeviceClass deviceClass;

    /** Does nothing; {@link #register} does. */
    public LoopbackPlugin() {}

    @Override
    public void register(final Registrar host) {
        interfaces = host.interfaces();
        deviceClass = new LoopbackDeviceClass(host.next("ethernet-input"));
        host.deviceClass(deviceClass);
        host.command("create loopback interface" + CREATE_OPTIONS, CREATE_HELP).run(this::create);
        host.command("loopback create-interface" + CREATE_OPTIONS, CREATE_HELP).run(this::create);
        host.command("delete loopback interface intfc <interface>", DELETE_HELP).run(this::delete);
        host.command("loopback delete-interface intfc <interface>", DELETE_HELP).run(this::delete);
    }

    @Override
    public void stop() {
        for (final Interface device : new ArrayList<>(interfaces.all())) {
            if (device.deviceClass() == deviceClass) {
                interfaces.delete(device);
            }
        }
    }

    private void create(final CommandCall call) {
        final int instance = call.getInt("instance", lowestFree());
        if (instance > INSTANCE_MAX) {
            throw call.refuse("all %d instances are in use", INSTANCE_MAX + 1);
        }
        if (interfaces.byName(name(instance)) != null) {
            throw call.refuse("instance %d is in use", instance);
        }
        long mac = MAC_BASE | instance;
        if (call.has("mac")) {
            mac = call.getMac("mac");
            if (mac == 0 || MacAddress.isMulticast(mac)) {
                throw call.refuse("`%s' is no address of one interface: it is zero or a group's", call.get("mac"));
            }
        }
        final Interface made = interfaces.register(deviceClass, new Interfaces.Spec(name(instance), mac, MTU));
        interfaces.linkUp(made, true);
        call.println(made.name());
    }

    private void delete(final CommandCall call) {
        final Interface device = interfaces.byIndex(call.getInterface("interface"));
        if (device == null || device.deviceClass() != deviceClass) {
            throw call.refuse("`%s' is no loopback interface", call.get("interface"));
        }
        interfaces.delete(device);
    }

    private int lowestFree() {
        int instance = 0;
        while (instance <= INSTANCE_MAX && interfaces.byName(name(instance)) != null) {
            instance++;
        }
        return instance;
    }

    private static String name(final int instance) {
        return "loop" + instance;
    }
}
