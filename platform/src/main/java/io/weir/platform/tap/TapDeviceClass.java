package io.weir.platform.tap;

import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.memory.Buffers;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** All taps, by the names of their interfaces. Main's. */
final class TapDeviceClass implements DeviceClass {
    private final TapReasons reasons;
    private final Buffers buffers;
    private final Map<String, TapDevice> devices = new TreeMap<>();

    /**
     * The device class of one plugin.
     *
     * @param buffers main's, for what deleted taps give back.
     */
    TapDeviceClass(final TapReasons reasons, final Buffers buffers) {
        this.reasons = reasons;
        this.buffers = buffers;
    }

    /** Announces a device whose interface is about to be registered under this name. */
    void add(final String name, final TapDevice device) {
        devices.put(name, device);
    }

    /** Forgets a device, which is no longer the host's. */
    void release(final String name) {
        final TapDevice device = devices.remove(name);
        if (device != null) {
            device.release(buffers);
        }
    }

    TapDevice device(final Interface device) {
        return devices.get(device.name());
    }

    /** Buffers that wait for packets. */
    int held() {
        int held = 0;
        for (final TapDevice device : devices.values()) {
            held += device.held();
        }
        return held;
    }

    Collection<String> names() {
        return devices.keySet();
    }

    @Override
    public String name() {
        return "tap";
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        return device(device).tx(worker, device, reasons);
    }

    @Override
    public void secondaryMac(final Interface device, final long mac, final boolean added) {
        // The kernel's side sends frames to whomever they are for.
    }

    @Override
    public void promiscuous(final Interface device, final boolean on) {
        // The kernel's side sends frames to whomever they are for.
    }

    @Override
    public void adminState(final Interface device, final boolean up) {
        device(device).up(up);
    }

    @Override
    public void deleted(final Interface device) {
        release(device.name());
    }

    @Override
    public void describe(final Interface device, final boolean verbose, final StringBuilder out) {
        final TapDevice tap = device(device);
        if (tap != null) {
            TapShow.describe(tap, out);
        }
    }

    @Override
    public boolean takesPartialChecksums(final Interface device) {
        return device(device).spec().offload().checksums();
    }

    @Override
    public boolean takesLargeSegments(final Interface device) {
        return device(device).spec().offload().segments();
    }
}
