package io.weir.platform.iface;

import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.VlanMatch;
import io.weir.platform.graph.Node;
import io.weir.platform.thread.OwnedWorker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** An interface as the table keeps it. Main writes, one field at a time where workers read it. */
final class HostInterface implements Interface {
    final int swIfIndex;
    final String name;
    /** Id of the plugin that registered it. */
    final String owner;

    /** Null for one with a device of its own. */
    final HostInterface parent;

    final VlanMatch vlan;
    /** In the order of their indices. */
    final List<HostInterface> children = new ArrayList<>();

    final List<String> addressLines = new ArrayList<>();
    /** The threads as its nodes and queues see them, in the order of their indices. */
    List<OwnedWorker> workers = List.of();

    final List<Node> nodes = new ArrayList<>();
    final List<QueuePlacement> queues = new ArrayList<>();
    /** Where the receive queues were under the device class's version before: those of the next one go there. */
    List<QueuePlacement.Place> formerPlaces = List.of();

    DeviceClass deviceClass;
    long mac;
    /** Further addresses that it accepts frames for; replaced, never written. */
    long[] secondaryMacs = {};
    /** Whose tagged frames are whose; null without sub-interfaces. */
    VlanTable vlans;
    /** Where frames go whole, or 0 in L3 mode. */
    int l2Target;

    /** Whether it has features on the way from ethernet-input to where its frames' types go. */
    boolean ethernetFeatures;

    int mtu;
    /** Of protocols that have one of their own. */
    final Map<ProtocolMtu, Integer> protocolMtus = new EnumMap<>(ProtocolMtu.class);

    int outputTarget;
    boolean promiscuous;
    boolean linkUp = true;
    /** What the operator wants of this interface. */
    boolean wantedUp;
    /** The same, and of a sub-interface also what is wanted of its parent. */
    boolean adminUp;

    HostInterface(
            final int swIfIndex,
            final String name,
            final String owner,
            final DeviceClass deviceClass,
            final long mac,
            final int mtu) {
        this(swIfIndex, name, owner, null, null, deviceClass);
        this.mac = mac;
        this.mtu = mtu;
    }

    /** A sub-interface. */
    HostInterface(
            final int swIfIndex,
            final String name,
            final String owner,
            final HostInterface parent,
            final VlanMatch vlan,
            final DeviceClass deviceClass) {
        this.swIfIndex = swIfIndex;
        this.name = name;
        this.owner = owner;
        this.parent = parent;
        this.vlan = vlan;
        this.deviceClass = deviceClass;
        if (parent != null) {
            mtu = parent.mtu;
            follow(parent);
        }
    }

    /** Takes over what a sub-interface has of its parent. */
    void follow(final HostInterface from) {
        mac = from.mac;
        secondaryMacs = from.secondaryMacs;
        linkUp = from.linkUp;
        adminUp = wantedUp && from.adminUp;
    }

    void wantUp(final boolean up) {
        wantedUp = up;
        adminUp = up && (parent == null || parent.adminUp);
    }

    /** Itself and its sub-interfaces. */
    List<HostInterface> family() {
        final List<HostInterface> all = new ArrayList<>(List.of(this));
        all.addAll(children);
        return all;
    }

    boolean isSecondary(final long other) {
        for (final long mine : secondaryMacs) {
            if (mine == other) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int swIfIndex() {
        return swIfIndex;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long mac() {
        return mac;
    }

    @Override
    public long[] secondaryMacs() {
        return secondaryMacs.clone();
    }

    @Override
    public boolean adminUp() {
        return adminUp;
    }

    @Override
    public boolean linkUp() {
        return linkUp;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public int mtu(final int etherType) {
        final ProtocolMtu protocol = ProtocolMtu.of(etherType);
        final int own = protocol == null ? 0 : protocolMtus.getOrDefault(protocol, 0);
        return own == 0 ? mtu : Math.min(own, mtu);
    }

    @Override
    public boolean promiscuous() {
        return promiscuous;
    }

    @Override
    public Mode mode() {
        return l2Target == 0 ? Mode.L3 : Mode.L2;
    }

    @Override
    public Interface parent() {
        return parent;
    }

    @Override
    public VlanMatch vlan() {
        return vlan;
    }

    @Override
    public Collection<? extends Interface> children() {
        return List.copyOf(children);
    }

    @Override
    public DeviceClass deviceClass() {
        return deviceClass;
    }

    @Override
    public int outputTarget() {
        return outputTarget;
    }

    @Override
    public String toString() {
        return name;
    }
}
