package io.weir.platform.iface;

import io.weir.cli.CommandException;
import io.weir.iface.DeviceClass;
import io.weir.iface.VlanMatch;
import java.lang.invoke.VarHandle;

/** Sub-interfaces: what they are called, and whose frames they have. Main only. */
final class SubInterfaces {
    private final SubInterfaceClass deviceClass;

    SubInterfaces(final EthernetReasons reasons) {
        deviceClass = new SubInterfaceClass(reasons);
    }

    /** Makes one that nobody sees yet. */
    HostInterface create(
            final int swIfIndex, final String owner, final HostInterface parent, final int id, final VlanMatch match) {
        if (parent.parent != null) {
            throw new CommandException(parent.name + " is a sub-interface itself");
        }
        if (parent.deviceClass instanceof LocalDevice) {
            throw new CommandException(parent.name + " has no frames, and so no sub-interfaces");
        }
        final int holder = parent.vlans == null ? -1 : parent.vlans.holder(match);
        for (final HostInterface child : parent.children) {
            if (child.swIfIndex == holder) {
                throw new CommandException(child.name + " has these frames already: " + child.vlan);
            }
        }
        return new HostInterface(swIfIndex, name(parent, id), owner, parent, match, deviceClass);
    }

    static String name(final HostInterface parent, final int id) {
        if (id < 1) {
            throw new CommandException("the number of a sub-interface is 1 or more, not " + id);
        }
        return parent.name + "." + id;
    }

    DeviceClass deviceClass() {
        return deviceClass;
    }

    /** Makes room for it among its parent's; what {@link #attach} needs. */
    static VlanTable room(final HostInterface child) {
        final VlanTable table = child.parent.vlans == null ? new VlanTable() : child.parent.vlans;
        table.reserve(child.vlan);
        return table;
    }

    /** Has its parent's frames come to it, which workers find already by its number. */
    static void attach(final HostInterface child, final VlanTable room) {
        VarHandle.releaseFence();
        room.put(child.vlan, child.swIfIndex);
        VarHandle.releaseFence();
        child.parent.vlans = room;
    }

    /** It has its parent's frames. */
    static void attached(final HostInterface child) {
        child.parent.children.add(child);
        child.parent.children.sort((a, b) -> Integer.compare(a.swIfIndex, b.swIfIndex));
    }

    /** The reverse; at a barrier. */
    static void detach(final HostInterface child) {
        final HostInterface parent = child.parent;
        parent.children.remove(child);
        if (parent.vlans.remove(child.vlan)) {
            parent.vlans = null;
        }
    }
}
