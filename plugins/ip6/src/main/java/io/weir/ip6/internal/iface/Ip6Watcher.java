package io.weir.ip6.internal.iface;

import io.weir.fib.family.InterfaceAddress;
import io.weir.fib.family.InterfaceWatcher;
import io.weir.fib.family.MulticastEntries;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.plugin.Features;

/** What changes of interfaces mean for IPv6: with addresses come the groups that a router is in. Only main. */
public final class Ip6Watcher extends InterfaceWatcher {
    private final Groups groups;
    private Ip6AddressTable addresses;
    private LinkListener listener;

    /** What happens on links. */
    public interface LinkListener {
        /** An address has come. */
        void added(int swIfIndex, InterfaceAddress address);

        /** An address has gone. */
        void removed(int swIfIndex, InterfaceAddress address);

        /** An interface begins or ceases to use another's addresses. */
        void borrows();

        /** The interface has come up. */
        void linkUp(int swIfIndex);

        /** The interface goes. */
        void deleted(int swIfIndex);
    }

    public Ip6Watcher(
            final Interfaces interfaces,
            final Features features,
            final MulticastEntries multicast,
            final Ways ways,
            final Groups groups) {
        super(interfaces, features, multicast, ways);
        this.groups = groups;
    }

    /** Names the table whose changes these are, and who hears of them. */
    public void connect(final Ip6AddressTable table, final LinkListener hears) {
        addresses = table;
        listener = hears;
    }

    @Override
    protected void linkUp(final int swIfIndex) {
        listener.linkUp(swIfIndex);
    }

    @Override
    public void changed(final int swIfIndex, final InterfaceAddress address, final boolean wasAdded) {
        super.changed(swIfIndex, address, wasAdded);
        final int count = addresses.on(swIfIndex).size();
        if (wasAdded) {
            join(swIfIndex, address, count == 1);
            listener.added(swIfIndex, address);
        } else {
            groups.leave(swIfIndex, Groups.LINK, Groups.solicited(address.low()));
            listener.removed(swIfIndex, address);
            if (count == 0) {
                groups.leave(swIfIndex, Groups.LINK, Groups.ALL_NODES);
                groups.leave(swIfIndex, Groups.LINK, Groups.ALL_ROUTERS);
            }
        }
    }

    private void join(final int swIfIndex, final InterfaceAddress address, final boolean first) {
        if (first) {
            groups.join(swIfIndex, Groups.LINK, Groups.ALL_NODES);
            groups.join(swIfIndex, Groups.LINK, Groups.ALL_ROUTERS);
        }
        groups.join(swIfIndex, Groups.LINK, Groups.solicited(address.low()));
    }

    @Override
    public void borrows(final int swIfIndex, final int lender, final boolean begins) {
        super.borrows(swIfIndex, lender, begins);
        listener.borrows();
    }

    /** Joins the groups of addresses that another version had. */
    public void joinAll(final Interfaces interfaces) {
        for (final Interface device : interfaces.all()) {
            boolean first = true;
            for (final InterfaceAddress address : addresses.on(device.swIfIndex())) {
                join(device.swIfIndex(), address, first);
                first = false;
            }
        }
    }

    @Override
    public void deleting(final Interface device) {
        super.deleting(device);
        addresses.forget(device.swIfIndex());
        listener.deleted(device.swIfIndex());
    }
}
