package io.weir.iface;

import java.util.Collection;
import java.util.List;

/** An interface: hardware and software side in one, as its current properties. Only main reads and changes it. */
public interface Interface {
    /** The sw_if_index; numbers of deleted interfaces are used again. */
    int swIfIndex();

    String name();

    /** The MAC address as 48 bits. */
    long mac();

    /** Whether the operator wants it up. */
    boolean adminUp();

    /** Whether the device has a link. */
    boolean linkUp();

    /** Largest layer-3 packet, in bytes. */
    int mtu();

    /**
     * Largest layer-3 packet of one protocol, in bytes: {@link #mtu}, or less if that has been set for it.
     *
     * @param etherType of the protocol.
     */
    default int mtu(final int etherType) {
        return mtu();
    }

    /**
     * Whether the device takes frames for other hosts. In L3 mode they go no further than ethernet-input all the same.
     */
    boolean promiscuous();

    /** MAC addresses that frames are taken for beside {@link #mac}, each as 48 bits; the caller's copy. */
    default long[] secondaryMacs() {
        return new long[0];
    }

    /** What becomes of its frames. */
    default Mode mode() {
        return Mode.L3;
    }

    /** The interface whose tagged frames this one has, or null for one with a device of its own. */
    default Interface parent() {
        return null;
    }

    /** Which of its parent's frames it has, or null without a parent. */
    default VlanMatch vlan() {
        return null;
    }

    /** Its sub-interfaces, in the order of their indices. */
    default Collection<? extends Interface> children() {
        return List.of();
    }

    DeviceClass deviceClass();

    /**
     * The target of packets that leave by this interface: its output node. The number is given to others when the interface
     * is deleted; whoever keeps it lets go of it in {@link InterfaceListener#deleting}.
     */
    int outputTarget();

    /** What becomes of an interface's frames. */
    enum Mode {
        /** ethernet-input strips the Ethernet header of those that are for this host and sends them on by their type. */
        L3,
        /** All go as they are to a node that the plugin named which set the mode. */
        L2
    }
}
