package io.weir.iface;

import io.weir.cli.CommandException;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;

/**
 * A kind of device. For each interface registered with it, the host generates {@code <if>-output}, and {@code <if>-tx}
 * from {@link #tx}.
 */
public interface DeviceClass {
    /** Name, such as {@code tap}. */
    String name();

    /**
     * Makes the tx function of an interface for one thread. It takes every packet of each frame, and frees what it has
     * sent, or drops it with a reason. Called on main.
     */
    PacketNode tx(Worker worker, Interface device);

    /** Called on main when the admin state is about to change; may refuse by an exception with one sentence. */
    default void adminState(final Interface device, final boolean up) {}

    /** Called on main when the MTU is about to change; may refuse by an exception with one sentence. */
    default void mtu(final Interface device, final int bytes) {}

    /**
     * Called on main when an interface is about to accept frames for one more MAC address, or no longer; may refuse by an
     * exception with one sentence, and does so unless overridden.
     *
     * @param mac 48 bits.
     * @param added false when it is taken away.
     */
    default void secondaryMac(final Interface device, final long mac, final boolean added) {
        throw new CommandException(
                "interface `" + device.name() + "' of class " + name() + " has one MAC address only");
    }

    /**
     * Called on main when the device is about to take frames for other hosts, or no longer; may refuse by an exception with
     * one sentence, and does so unless overridden.
     */
    default void promiscuous(final Interface device, final boolean on) {
        throw new CommandException("interface `" + device.name() + "' of class " + name() + " has no promiscuous mode");
    }

    /**
     * Has all that an interface receives leave by another's {@link Interface#outputTarget} as it is, past everything between, if
     * the class can: for {@code test l2patch}, which else does so by a feature. Called on main.
     *
     * @param tx where to, or null to undo it.
     * @return whether it does so.
     */
    default boolean patch(final Interface rx, final Interface tx) {
        return false;
    }

    /** Called on main when the interface has left the graph: release the device. */
    default void deleted(final Interface device) {}

    /** Appends the device's own lines of {@code show hardware-interfaces}, each ended by a newline. */
    default void describe(final Interface device, final boolean verbose, final StringBuilder out) {}

    /** Whether the device takes {@code Buffer.L4_CHECKSUM_PARTIAL} packets as they are. */
    default boolean takesPartialChecksums(final Interface device) {
        return false;
    }

    /** Whether the device takes {@code Buffer.GSO} packets as they are. */
    default boolean takesLargeSegments(final Interface device) {
        return false;
    }
}
