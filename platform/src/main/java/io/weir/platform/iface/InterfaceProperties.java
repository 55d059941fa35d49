package io.weir.platform.iface;

import io.weir.cli.CommandException;
import io.weir.graph.Next;
import io.weir.net.MacAddress;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What can be set of an interface: the device is asked first and may refuse, then workers see it, then listeners hear. What a sub-interface shares with its parent is set there. Main only.
 */
final class InterfaceProperties {
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_535;

    private final AtBarrier barrier;
    private final InterfaceEvents events;

    InterfaceProperties(final AtBarrier barrier, final InterfaceEvents events) {
        this.barrier = barrier;
        this.events = events;
    }

    static void checkMtu(final int bytes) {
        if (bytes < MIN_MTU || bytes > MAX_MTU) {
            throw new CommandException(
                    "mtu " + bytes + " is out of range, " + MIN_MTU + " to " + MAX_MTU + " is allowed");
        }
    }

    /** Changes something of an interface that its sub-interfaces have of it, while workers run: each reads one field at a time. */
    private <T> void change(
            final String what, final HostInterface device, final Consumer<T> field, final T before, final T after) {
        write(
                what,
                device,
                value -> {
                    field.accept(value);
                    device.children.forEach(child -> child.follow(device));
                },
                before,
                after);
        device.family().forEach(events::changed);
    }

    private <T> void write(
            final String what, final HostInterface device, final Consumer<T> field, final T before, final T after) {
        try {
            barrier.write(what + " of " + device.name, () -> field.accept(after));
        } catch (final RuntimeException | Error e) {
            field.accept(before);
            throw e;
        }
    }

    void linkUp(final HostInterface device, final boolean up) {
        if (device.linkUp != up && device.parent == null) {
            change("link", device, value -> device.linkUp = value, !up, up);
        }
    }

    void adminUp(final HostInterface device, final boolean up) {
        if (device.wantedUp != up) {
            device.deviceClass.adminState(device, up);
            change("state", device, device::wantUp, !up, up);
        }
    }

    void mtu(final HostInterface device, final int bytes) {
        checkMtu(bytes);
        device.deviceClass.mtu(device, bytes);
        write("mtu", device, value -> device.mtu = value, device.mtu, bytes);
        events.changed(device);
    }

    void mtu(final HostInterface device, final ProtocolMtu protocol, final int bytes) {
        protocol.check(bytes);
        device.protocolMtus.put(protocol, bytes);
        events.changed(device);
    }

    void mac(final HostInterface device, final long mac) {
        ofParent(device, "MAC address");
        change("mac", device, value -> device.mac = value, device.mac, mac);
    }

    /** Accepts frames for one more address, or no longer. */
    void secondaryMac(final HostInterface device, final long mac, final boolean added) {
        ofParent(device, "MAC address");
        final long[] before = device.secondaryMacs;
        final boolean known = device.isSecondary(mac);
        if (added && (known || mac == device.mac) || !added && !known) {
            throw new CommandException(MacAddress.format(mac) + " is " + (added ? "an" : "no secondary")
                    + " address of " + device.name + (added ? " already" : ""));
        }
        device.deviceClass.secondaryMac(device, mac, added);
        final long[] after = added
                ? Arrays.copyOf(before, before.length + 1)
                : Arrays.stream(before).filter(other -> other != mac).toArray();
        if (added) {
            after[before.length] = mac;
        }
        change("secondary mac", device, value -> device.secondaryMacs = value, before, after);
    }

    void promiscuous(final HostInterface device, final boolean on) {
        ofParent(device, "promiscuous mode");
        if (device.promiscuous != on) {
            device.deviceClass.promiscuous(device, on);
            device.promiscuous = on;
            events.changed(device);
        }
    }

    private static void ofParent(final HostInterface device, final String what) {
        if (device.parent != null) {
            throw new CommandException(
                    "the " + what + " of " + device.name + " is that of its parent, " + device.parent.name);
        }
    }

    /** Where all frames go, or null for L3 mode. */
    void mode(final HostInterface device, final Next input) {
        final int target = input == null ? 0 : input.target();
        if (device.l2Target != target) {
            write("mode", device, value -> device.l2Target = value, device.l2Target, target);
            events.changed(device);
        }
    }
}
