package io.weir.platform.iface;

import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.platform.graph.Node;
import io.weir.platform.thread.OwnedWorker;
import java.util.ArrayList;
import java.util.List;

/** An interface as the table keeps it. Main writes, at a barrier where workers read it. */
final class HostInterface implements Interface {
    final int swIfIndex;
    final String name;
    /** Id of the plugin that registered it. */
    final String owner;

    final List<String> addressLines = new ArrayList<>();
    /** What the instances of its tx node were given. */
    final List<OwnedWorker> workers = new ArrayList<>();

    final List<Node> nodes = new ArrayList<>();
    final List<QueuePlacement> queues = new ArrayList<>();
    /** Where the receive queues were under the device class's version before: those of the next one go there. */
    List<QueuePlacement.Place> formerPlaces = List.of();

    DeviceClass deviceClass;
    long mac;
    /** Further addresses that it accepts frames for; replaced, never written. */
    long[] secondaryMacs = {};

    int mtu;
    int outputTarget;
    boolean promiscuous;
    boolean linkUp = true;
    boolean adminUp;

    HostInterface(
            final int swIfIndex,
            final String name,
            final String owner,
            final DeviceClass deviceClass,
            final long mac,
            final int mtu) {
        this.owner = owner;
        this.swIfIndex = swIfIndex;
        this.name = name;
        this.deviceClass = deviceClass;
        this.mac = mac;
        this.mtu = mtu;
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
    public boolean promiscuous() {
        return promiscuous;
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
