package io.weir.iface;

import java.util.Collection;

/** All interfaces, and what changes them. Only main calls. */
public interface Interfaces {
    /**
     * What a new interface is.
     *
     * @param name unique; what every command calls it.
     * @param mac 48 bits, or 0 for a random local address.
     * @param mtu largest layer-3 packet, in bytes.
     */
    record Spec(String name, long mac, int mtu) {}

    /**
     * Registers an interface and generates its output and tx nodes.
     *
     * @throws io.weir.cli.CommandException when the name is taken or no name.
     */
    Interface register(DeviceClass deviceClass, Spec spec);

    /** Takes an interface and its nodes out of the graph. Packets on their way there count as "interface deleted". */
    void delete(Interface gone);

    /**
     * Places a receive queue on a worker, the next one in turn. Input node: {@code <device class>-input}. Of an interface that
     * an earlier version of the device class had, the queue of the same number goes to the thread where that was, in its mode.
     */
    void addRxQueue(Interface device, RxQueue queue, RxMode mode);

    /**
     * Moves a receive queue to a thread: {@code set interface rx-placement}.
     *
     * @param queue its number, from 0 on in the order in which the interface's queues were added.
     * @param thread index of the thread.
     * @throws io.weir.cli.CommandException when there is no such queue or thread.
     */
    void placeRxQueue(Interface device, int queue, int thread);

    /** Tells the host of the link. */
    void linkUp(Interface device, boolean up);

    void adminUp(Interface device, boolean up);

    void mtu(Interface device, int bytes);

    void mac(Interface device, long mac);

    /** The interface with this sw_if_index, or null. */
    Interface byIndex(int swIfIndex);

    /** The interface with this name, or null. */
    Interface byName(String name);

    /** In the order of their indices. */
    Collection<? extends Interface> all();

    void listen(InterfaceListener listener);

    /** Adds a line to what {@code show interface address} prints for an interface, such as {@code L3 10.0.0.1/8}. */
    void addAddressLine(Interface device, String line);

    void removeAddressLine(Interface device, String line);

    /** Sum over all threads: {packets, bytes}. */
    long[] count(InterfaceCounters.Kind kind, int swIfIndex);
}
