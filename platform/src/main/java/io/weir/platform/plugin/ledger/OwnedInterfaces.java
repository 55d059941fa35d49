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
import io.weir.net.MacAddress;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.plugin.registry.InterfaceClaims;
import io.weir.platform.plugin.registry.InterfaceClaims.Claim;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The interfaces as one plugin sees them: what it registers, listens to and wants of them is in its ledger. Main only. */
final class OwnedInterfaces implements Interfaces {
    private final String owner;
    private final InterfaceTable table;
    private final UndoStack done;
    private final OwnedClaims claims;
    private final OwnedAddressLines lines;

    private final Map<Interface, UndoStack.Entry> registered = new LinkedHashMap<>();
    private final Set<String> classes = new LinkedHashSet<>();

    OwnedInterfaces(
            final String owner,
            final InterfaceTable table,
            final InterfaceClaims claims,
            final UndoStack done,
            final BooleanSupplier stands) {
        this.owner = owner;
        this.table = table;
        this.done = done;
        this.claims = new OwnedClaims(owner, claims, done, this::isThere, stands);
        lines = new OwnedAddressLines(table, done, this::isThere);
    }

    /** Interfaces that were registered and are there. */
    List<Interface> registered() {
        return registered.keySet().stream().filter(this::isThere).toList();
    }

    /** The same, and those that others have deleted. */
    Collection<Interface> noted() {
        return registered.keySet();
    }

    private boolean isThere(final Interface device) {
        return table.byIndex(device.swIfIndex()) == device;
    }

    /** They are another version's from here on. */
    void giveAway(final Collection<Interface> devices) {
        for (final Interface device : devices) {
            final UndoStack.Entry entry = registered.remove(device);
            if (entry != null) {
                entry.forget();
            }
        }
    }

    /** Takes interfaces over from another version. */
    void adopt(final Collection<Interface> devices) {
        devices.forEach(device -> noteClass(device.deviceClass().name()));
        devices.forEach(this::note);
    }

    private void note(final Interface device) {
        registered.put(device, done.note("interface " + device.name(), () -> {
            registered.remove(device);
            if (isThere(device)) {
                table.delete(device);
            }
        }));
    }

    /** The host makes an input node for a device class, and keeps it for its next interface. */
    private void noteClass(final String name) {
        if (classes.add(name)) {
            done.note("input of device class " + name, () -> table.forgetClass(name));
        }
    }

    /** Names of the device classes that had an interface. */
    Collection<String> classes() {
        return classes;
    }

    @Override
    public Interface register(final DeviceClass deviceClass, final Spec spec) {
        noteClass(deviceClass.name());
        final Interface device = table.register(owner, deviceClass, spec);
        note(device);
        return device;
    }

    @Override
    public Interface subInterface(final Interface parent, final int id, final VlanMatch match) {
        final Interface device = table.subInterface(owner, parent, id, match);
        note(device);
        return device;
    }

    @Override
    public void delete(final Interface gone) {
        if (isThere(gone)) {
            table.delete(gone);
        }
        final UndoStack.Entry entry = registered.remove(gone);
        if (entry != null) {
            entry.forget();
        }
    }

    @Override
    public void listen(final InterfaceListener listener) {
        table.listen(listener);
        done.note("listener to interfaces", () -> table.forget(listener));
    }

    @Override
    public void addRxQueue(final Interface device, final RxQueue queue, final RxMode mode) {
        table.addRxQueue(device, queue, mode);
    }

    @Override
    public void addRxQueue(final Interface device, final RxQueue queue, final RxMode mode, final int thread) {
        table.addRxQueue(device, queue, mode, thread);
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
        final Claim claim = new Claim(device, "secondary MAC address " + MacAddress.format(mac));
        final Consumer<Boolean> set = on -> table.secondaryMac(device, mac, on);
        if (!added) {
            claims.letGo(claim, set);
        } else {
            if (!claims.isHeldByAnother(claim)) {
                set.accept(true);
            }
            claims.want(claim, set);
        }
    }

    @Override
    public void promiscuous(final Interface device, final boolean on) {
        final Claim claim = new Claim(device, "promiscuous mode");
        final Consumer<Boolean> set = wanted -> table.promiscuous(device, wanted);
        if (on) {
            set.accept(true);
            claims.want(claim, set);
        } else {
            claims.letGo(claim, set);
        }
    }

    @Override
    public void l2(final Interface device, final Next input) {
        table.l2(device, input);
        claims.want(l2(device), on -> table.l3(device));
    }

    @Override
    public void l3(final Interface device) {
        claims.letGo(l2(device), on -> table.l3(device));
    }

    private static Claim l2(final Interface device) {
        return new Claim(device, "L2 mode");
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
        lines.add(device, line);
    }

    @Override
    public void removeAddressLine(final Interface device, final String line) {
        lines.remove(device, line);
    }

    @Override
    public long[] count(final InterfaceCounters.Kind kind, final int swIfIndex) {
        return table.count(kind, swIfIndex);
    }
}
