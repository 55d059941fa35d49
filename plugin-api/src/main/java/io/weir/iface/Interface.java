package io.weir.iface;

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

    /** Whether frames for other hosts are accepted. */
    boolean promiscuous();

    DeviceClass deviceClass();

    /** The target of packets that leave by this interface: its output node. */
    int outputTarget();
}
