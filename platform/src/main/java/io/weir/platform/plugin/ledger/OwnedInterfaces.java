package io.weir.platform.plugin.ledger;

import io.weir.graph.Next;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.iface.VlanMatch;
import io.weir.platform.iface.InterfaceTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The interfaces as one plugin sees them: what it registers and listens to is noted, so that it goes with the plugin. */
final class OwnedInterfaces implements Interfaces {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedInterfaces.class);

    private final String owner;
    private final InterfaceTable table;
    private final List<Interface> registered = new ArrayList<>();
    /** Names of device classes that had an interface. */
    private final Set<String> classes = new HashSet<>();

    private final List<InterfaceListener> listeners = new ArrayList<>();

    OwnedInterfaces(final String owner, final InterfaceTable table) {
        this.owner = owner;
        this.table = table;
    }

    /** Interfaces that were registered and are there. */
    List<Interface> registered() {
        return List.copyOf(registered);
    }

    /** Takes interfaces over from the version before. */
    void adopt(final OwnedInterfaces before, final List<Interface> devices) {
        before.registered.removeAll(devices);
        registered.addAll(devices);
        devices.forEach(device -> classes.add(device.deviceClass().name()));
        before.classes.removeAll(classes);
    }

    /** Deletes what was registered and listens no more. */
    void retract() {
        for (final Interface device : registered()) {
            try {
                delete(device);
            } catch (final RuntimeException | Error e) {
                LOG.warn("interface {} of plugin {} can't be deleted", device.name(), owner, e);
            }
        }
        classes.forEach(table::forgetClass);
        classes.clear();
        listeners.forEach(table::forget);
        listeners.clear();
    }

    @Override
    public Interface register(final DeviceClass deviceClass, final Spec spec) {
        final Interface device = table.register(owner, deviceClass, spec);
        registered.add(device);
        classes.add(deviceClass.name());
        return device;
    }

    @Override
    public Interface subInterface(final Interface parent, final int id, final VlanMatch match) {
        final Interface device = table.subInterface(owner, parent, id, match);
        registered.add(device);
        return device;
    }

    @Override
    public void delete(final Interface gone) {
        if (table.byIndex(gone.swIfIndex()) == gone) {
            table.delete(gone);
        }
        registered.remove(gone);
    }

    @Override
    public void listen(final InterfaceListener listener) {
        listeners.add(listener);
        table.listen(listener);
    }

    @Override
    public void addRxQueue(final Interface device, final RxQueue queue, final RxMode mode) {
        table.addRxQueue(device, queue, mode);
    }

    @Override
    public void placeRxQueue(final Interface device, final int queue, final int thread) {
        table.placeRxQueue(device, queue, thread);
    }

    @Override
    public void linkUp(final Interface device, final boolean up) {
        table.linkUp(device, up);
    }

    @Override
    public void adminUp(final Interface device, final boolean up) {
        table.adminUp(device, up);
    }

    @Override
    public void mtu(final Interface device, final int bytes) {
        table.mtu(device, bytes);
    }

    @Override
    public void mac(final Interface device, final long mac) {
        table.mac(device, mac);
    }

    @Override
    public void secondaryMac(final Interface device, final long mac, final boolean added) {
        table.secondaryMac(device, mac, added);
    }

    @Override
    public void promiscuous(final Interface device, final boolean on) {
        table.promiscuous(device, on);
    }

    @Override
    public void l2(final Interface device, final Next input) {
        table.l2(device, input);
    }

    @Override
    public void l3(final Interface device) {
        table.l3(device);
    }

    @Override
    public Interface byIndex(final int swIfIndex) {
        return table.byIndex(swIfIndex);
    }

    @Override
    public Interface byName(final String name) {
        return table.byName(name);
    }

    @Override
    public Collection<? extends Interface> all() {
        return table.all();
    }

    @Override
    public void addAddressLine(final Interface device, final String line) {
        table.addAddressLine(device, line);
    }

    @Override
    public void removeAddressLine(final Interface device, final String line) {
        table.removeAddressLine(device, line);
    }

    @Override
    public long[] count(final InterfaceCounters.Kind kind, final int swIfIndex) {
        return table.count(kind, swIfIndex);
    }
}
