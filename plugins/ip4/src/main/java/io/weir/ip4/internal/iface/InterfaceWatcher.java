package io.weir.ip4.internal.iface;

import io.weir.fib.Neighbors;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.net.Ip4Prefix;
import io.weir.plugin.Features;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What changes of interfaces mean for IPv4. Only main. */
public final class InterfaceWatcher implements InterfaceListener, AddressTable.Hooks {
    private static final String NOT_ENABLED = "ip4-not-enabled";

    private final Interfaces interfaces;
    private final Features features;
    private final MulticastEntries multicast;
    private final Next multicastEnd;
    private Parts parts;
    /** Those that were begun. */
    private final Set<Integer> begun = new HashSet<>();

    /** What is told of changes. */
    public record Parts(AddressTable addresses, Neighbors neighbors) {}

    public InterfaceWatcher(
            final Interfaces interfaces,
            final Features features,
            final MulticastEntries multicast,
            final Next multicastEnd) {
        this.interfaces = interfaces;
        this.features = features;
        this.multicast = multicast;
        this.multicastEnd = multicastEnd;
    }

    /** Names what is told of changes. */
    public void connect(final Parts told) {
        parts = told;
    }

    /** Before the nodes are in the graph of a host that has had IPv4 all along: all that they read of interfaces. */
    public void prepare() {
        interfaces.all().forEach(this::enterMulticast);
    }

    private void enterMulticast(final Interface device) {
        final int index = device.swIfIndex();
        multicast.put(index, features.entry(FeatureArc.IP4_MULTICAST, index, multicastEnd.target()));
    }

    /**
     * The nodes are in the graph: takes in the interfaces that there are, and listens. In an upgrade the version before has
     * done so too; features are counted and address lines may be there twice, so each takes back its own.
     */
    public void start() {
        interfaces.all().forEach(this::added);
        interfaces.listen(this);
    }

    @Override
    public void added(final Interface device) {
        final int index = device.swIfIndex();
        if (begun.add(index)) {
            enterMulticast(device);
            final List<Ip4Prefix> addresses = parts.addresses().of(index);
            if (addresses.isEmpty()) {
                disabled(index, true);
            }
            addresses.forEach(address -> interfaces.addAddressLine(device, line(address)));
        }
    }

    /** The nodes have left the graph: takes back what {@link #start} and all later changes did to interfaces. */
    public void leave() {
        for (final int index : begun) {
            final Interface device = interfaces.byIndex(index);
            if (device != null) {
                final List<Ip4Prefix> addresses = parts.addresses().of(index);
                addresses.forEach(address -> interfaces.removeAddressLine(device, line(address)));
                // Not so if the arc has gone too, and with it all that was enabled there.
                if (addresses.isEmpty() && features.enabled(FeatureArc.IP4_UNICAST, NOT_ENABLED, index)) {
                    disabled(index, false);
                }
            }
        }
        begun.clear();
    }

    private void disabled(final int swIfIndex, final boolean on) {
        features.enable(FeatureArc.IP4_UNICAST, NOT_ENABLED, swIfIndex, on);
        features.enable(FeatureArc.IP4_MULTICAST, NOT_ENABLED, swIfIndex, on);
    }

    private static String line(final Ip4Prefix address) {
        return "L3 " + address;
    }

    @Override
    public void deleting(final Interface device) {
        final int index = device.swIfIndex();
        for (final Ip4Prefix address : parts.addresses().of(index)) {
            parts.addresses().remove(index, address);
        }
        disabled(index, false);
        multicast.put(index, 0);
        begun.remove(index);
    }

    @Override
    public void changed(final int swIfIndex, final Ip4Prefix address, final boolean wasAdded) {
        final int count = parts.addresses().of(swIfIndex).size();
        if (count == (wasAdded ? 1 : 0)) {
            disabled(swIfIndex, !wasAdded);
        }
        final Interface device = interfaces.byIndex(swIfIndex);
        if (wasAdded) {
            interfaces.addAddressLine(device, line(address));
        } else {
            interfaces.removeAddressLine(device, line(address));
        }
        parts.neighbors().subnetsChanged(swIfIndex);
    }
}
