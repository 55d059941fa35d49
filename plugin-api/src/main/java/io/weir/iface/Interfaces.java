package io.weir.iface;

import io.weir.graph.Next;
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

    /**
     * Makes a sub-interface, {@code PARENT.ID}, which has those of its parent's frames whose tags match. It has its parent's
     * MAC addresses and MTU, is up while both are, and goes with it. In L3 mode tags are taken off what comes in and put on what
     * leaves; in L2 mode frames stay as they are. What it receives and sends counts on both.
     *
     * @param id from 1 on, unique among the parent's.
     * @throws io.weir.cli.CommandException when the parent is one itself, or another has that id or these frames.
     */
    Interface subInterface(Interface parent, int id, VlanMatch match);

    /**
     * Takes an interface, its sub-interfaces and their nodes out of the graph. Packets on their way there count as "interface
     * deleted".
     */
    void delete(Interface gone);

    /**
     * Places a receive queue on a worker, the next one in turn. Input node: {@code <device class>-input}. Of an interface that
     * an earlier version of the device class had, the queue of the same number goes to the thread where that was, in its mode.
     */
    void addRxQueue(Interface device, RxQueue queue, RxMode mode);

    /**
     * Places a receive queue on this worker from the start: moving it later has all workers stand.
     *
     * @param thread index of the thread.
     * @throws io.weir.cli.CommandException when there is no such thread.
     */
    void addRxQueue(Interface device, RxQueue queue, RxMode mode, int thread);

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

    /**
     * Takes frames for one more MAC address, or no longer.
     *
     * @throws io.weir.cli.CommandException when the device can't, or that changes nothing.
     */
    void secondaryMac(Interface device, long mac, boolean added);

    /**
     * Has the device let in frames for other hosts, or not. They go to interfaces in L2 mode only: in L3 mode they are dropped,
     * and never routed.
     *
     * @throws io.weir.cli.CommandException when it can't.
     */
    void promiscuous(Interface device, boolean on);

    /**
     * Puts an interface into L2 mode: each frame that it receives goes to a node as it is, from the Ethernet header on; tagged
     * ones go to a sub-interface if one has them. A frame with more tags than a sub-interface names goes there too.
     */
    void l2(Interface device, Next input);

    /** Puts an interface into L3 mode, in which each begins. */
    void l3(Interface device);

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
