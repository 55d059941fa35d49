package io.weir.fib.family;

import io.weir.fib.Neighbors;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.plugin.Features;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What changes of interfaces mean for a family: one without an address drops its packets. Only main. */
public class InterfaceWatcher implements InterfaceListener, AddressTable.Hooks {
    private final Interfaces interfaces;
    private final Features features;
    private final MulticastEntries multicast;
    private final Ways ways;
    private Parts parts;
    /** Those that were begun. */
    private final Set<Integer> begun = new HashSet<>();
    /** Those whose packets are dropped, as they have no address and use no other's. */
    private final Set<Integer> disabled = new HashSet<>();
    /** Those that were up when they were looked at last. */
    private final Set<Integer> up = new HashSet<>();

    /**
     * How the family's packets go.
     *
     * @param notEnabled the feature, on both arcs, of interfaces that have no address.
     * @param multicastEnd where the multicast arc ends.
     */
    public record Ways(FeatureArc unicast, FeatureArc multicast, String notEnabled, Next multicastEnd) {}

    /** What is told of changes. */
    public record Parts(AddressTable addresses, Neighbors neighbors) {}

    /** A watcher that is yet to be connected and started. */
    public InterfaceWatcher(
            final Interfaces interfaces, final Features features, final MulticastEntries multicast, final Ways ways) {
        this.interfaces = interfaces;
        this.features = features;
        this.multicast = multicast;
        this.ways = ways;
    }

    /** Names what is told of changes. */
    public final void connect(final Parts told) {
        parts = told;
    }

    /** Before the nodes are in the graph of a host that has had the family all along: all that they read of interfaces. */
    public final void prepare() {
        interfaces.all().forEach(this::enterMulticast);
    }

    private void enterMulticast(final Interface device) {
        final int index = device.swIfIndex();
        multicast.put(
                index,
                features.entry(ways.multicast(), index, ways.multicastEnd().target()));
    }

    /**
     * The nodes are in the graph: takes in the interfaces that there are, and listens. In an upgrade the version before has
     * done so too; features are counted and address lines may be there twice, so each takes back its own.
     */
    public final void start() {
        interfaces.all().forEach(this::added);
        interfaces.listen(this);
    }

    @Override
    public final void added(final Interface device) {
        final int index = device.swIfIndex();
        if (begun.add(index)) {
            enterMulticast(device);
            final List<InterfaceAddress> addresses = parts.addresses().on(index);
            refresh(index);
            if (parts.addresses().lender(index) >= 0) {
                interfaces.addAddressLine(device, borrowedLine(parts.addresses().lender(index)));
            }
            addresses.forEach(address -> interfaces.addAddressLine(device, line(address)));
            // One that is up already doesn't come up by whatever changes of it next.
            if (isUp(device)) {
                up.add(index);
            }
        }
    }

    private static boolean isUp(final Interface device) {
        return device.adminUp() && device.linkUp();
    }

    @Override
    public final void changed(final Interface device) {
        if (!isUp(device)) {
            up.remove(device.swIfIndex());
        } else if (up.add(device.swIfIndex())) {
            linkUp(device.swIfIndex());
        }
    }

    /** An interface has come up. */
    protected void linkUp(final int swIfIndex) {}

    /** The nodes have left the graph: takes back what {@link #start} and all later changes did to interfaces. */
    public final void leave() {
        for (final int index : begun) {
            final Interface device = interfaces.byIndex(index);
            if (device != null) {
                final List<InterfaceAddress> addresses = parts.addresses().on(index);
                addresses.forEach(address -> interfaces.removeAddressLine(device, line(address)));
                if (parts.addresses().lender(index) >= 0) {
                    interfaces.removeAddressLine(
                            device, borrowedLine(parts.addresses().lender(index)));
                }
                // Not so if the arc has gone too, and with it all that was enabled there.
                if (disabled.remove(index) && features.enabled(ways.unicast(), ways.notEnabled(), index)) {
                    disabled(index, false);
                }
            }
        }
        begun.clear();
    }

    private void disabled(final int swIfIndex, final boolean on) {
        features.enable(ways.unicast(), ways.notEnabled(), swIfIndex, on);
        features.enable(ways.multicast(), ways.notEnabled(), swIfIndex, on);
    }

    /** Drops an interface's packets, or no longer, as it is without any address by now. */
    private void refresh(final int swIfIndex) {
        final boolean off =
                parts.addresses().on(swIfIndex).isEmpty() && parts.addresses().lender(swIfIndex) < 0;
        if (off ? disabled.add(swIfIndex) : disabled.remove(swIfIndex)) {
            disabled(swIfIndex, off);
        }
    }

    @Override
    public void borrows(final int swIfIndex, final int lender, final boolean begins) {
        refresh(swIfIndex);
        final Interface device = interfaces.byIndex(swIfIndex);
        if (begins) {
            interfaces.addAddressLine(device, borrowedLine(lender));
        } else {
            interfaces.removeAddressLine(device, borrowedLine(lender));
        }
        parts.neighbors().subnetsChanged(swIfIndex);
    }

    private String borrowedLine(final int lender) {
        final Interface device = interfaces.byIndex(lender);
        return "unnumbered, use " + (device == null ? "interface " + lender : device.name());
    }

    private String line(final InterfaceAddress address) {
        return "L3 " + parts.addresses().text(address);
    }

    /** An interface goes: its addresses are taken from it. */
    @Override
    public void deleting(final Interface device) {
        final int index = device.swIfIndex();
        final AddressTable addresses = parts.addresses();
        addresses.giveBack(index);
        for (final int borrower : addresses.unnumbered()) {
            if (addresses.lender(borrower) == index) {
                addresses.giveBack(borrower);
            }
        }
        for (final InterfaceAddress address : addresses.on(index)) {
            addresses.remove(index, address);
        }
        if (disabled.remove(index)) {
            disabled(index, false);
        }
        multicast.put(index, 0);
        begun.remove(index);
        up.remove(index);
    }

    /** An address came or went. */
    @Override
    public void changed(final int swIfIndex, final InterfaceAddress address, final boolean wasAdded) {
        refresh(swIfIndex);
        final Interface device = interfaces.byIndex(swIfIndex);
        if (wasAdded) {
            interfaces.addAddressLine(device, line(address));
        } else {
            interfaces.removeAddressLine(device, line(address));
        }
        parts.neighbors().subnetsChanged(swIfIndex);
    }
}
