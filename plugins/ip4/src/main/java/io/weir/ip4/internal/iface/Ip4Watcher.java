package io.weir.ip4.internal.iface;

import io.weir.fib.Prefix;
import io.weir.fib.family.InterfaceAddress;
import io.weir.fib.family.InterfaceWatcher;
import io.weir.fib.family.MulticastEntries;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.plugin.Features;

/** What changes of interfaces mean for IPv4: links hear of addresses. Only main. */
public final class Ip4Watcher extends InterfaceWatcher {
    private Ip4AddressTable addresses;
    private LinkListener listener;

    /** What happens on links. */
    public interface LinkListener {
        /** An address has come, or its interface has come up. */
        void usable(int swIfIndex, int address);

        /** An address has gone. */
        void removed(int swIfIndex, int address);

        /** The interface goes. */
        void deleted(int swIfIndex);

        /** The interface begins or ceases to use another's addresses. */
        void borrows(int swIfIndex);
    }

    public Ip4Watcher(
            final Interfaces interfaces, final Features features, final MulticastEntries multicast, final Ways ways) {
        super(interfaces, features, multicast, ways);
    }

    /** Names the table whose changes these are, and who hears of them. */
    public void connect(final Ip4AddressTable table, final LinkListener hears) {
        addresses = table;
        listener = hears;
    }

    @Override
    protected void linkUp(final int swIfIndex) {
        addresses.on(swIfIndex).forEach(address -> listener.usable(swIfIndex, Prefix.ip4(address.high())));
    }

    @Override
    public void changed(final int swIfIndex, final InterfaceAddress address, final boolean wasAdded) {
        super.changed(swIfIndex, address, wasAdded);
        if (wasAdded) {
            listener.usable(swIfIndex, Prefix.ip4(address.high()));
        } else {
            listener.removed(swIfIndex, Prefix.ip4(address.high()));
        }
    }

    @Override
    public void borrows(final int swIfIndex, final int lender, final boolean begins) {
        super.borrows(swIfIndex, lender, begins);
        listener.borrows(swIfIndex);
    }

    @Override
    public void deleting(final Interface device) {
        super.deleting(device);
        listener.deleted(device.swIfIndex());
    }
}
