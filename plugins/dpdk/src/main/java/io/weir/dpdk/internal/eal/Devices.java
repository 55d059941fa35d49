package io.weir.dpdk.internal.eal;

import io.weir.dpdk.internal.ffi.Calls;
import io.weir.dpdk.internal.ffi.DpdkException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Devices on EAL's buses: adds them with the ports that they bring, removes them. Main only. */
public final class Devices {
    private static final Pattern PCI = Pattern.compile("([0-9a-fA-F]{4,}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]");
    private static final int MAX_PORTS = 32;

    private final Eal eal;
    private final XdpClaims xdp;

    public Devices(final Eal eal) {
        this.eal = eal;
        xdp = new XdpClaims(eal);
    }

    /** Whether a device's name is a PCI address; else it is a vdev's. */
    public static boolean isPci(final String device) {
        return PCI.matcher(device).matches();
    }

    /** A PCI address with its domain, which DPDK names devices by; a vdev's name as it is. */
    public static String fullName(final String device) {
        return isPci(device) && device.indexOf(':') == device.lastIndexOf(':') ? "0000:" + device : device;
    }

    /**
     * Adds a device.
     *
     * @param device a vdev's name, which begins with its driver's, or a PCI address.
     * @param arguments of the driver, joined by commas; may be empty.
     * @return its ports.
     * @throws DpdkException when there is no such device or driver, or the driver refuses.
     */
    public List<Integer> add(final String device, final String arguments) {
        final String name = fullName(device);
        final String bus = isPci(name) ? "pci" : "vdev";
        if (exists(name)) {
            throw new DpdkException("device " + name + " is there already");
        }
        final List<Integer> before = ports();
        eal.log().mark();
        xdp.adding(name);
        try (Arena arena = Arena.ofConfined()) {
            final int result = eal.calls()
                    .callInt(
                            "rte_eal_hotplug_add",
                            arena.allocateFrom(bus),
                            arena.allocateFrom(name),
                            arena.allocateFrom(arguments));
            if (result != 0) {
                throw refused(name, result);
            }
        }
        final List<Integer> added = ports();
        added.removeAll(before);
        if (added.isEmpty()) {
            remove(name);
            throw new DpdkException(
                    bus + " " + name + " brings no port" + eal.log().reason());
        }
        return added;
    }

    private DpdkException refused(final String name, final int result) {
        final String reason = eal.log().reason();
        if (reason.contains("failed to parse device") && !isPci(name)) {
            return new DpdkException("vdev " + name + ": DPDK has no such driver; it may be in the package "
                    + packageOf(name, eal.library().abi().number()));
        }
        // Drivers that don't say why return -1, which is no error's number.
        final String error = result == -1 && !reason.isEmpty() ? "" : ": " + eal.text(result);
        return new DpdkException("device " + name + " cannot be added" + error + reason);
    }

    /** Debian's package of a vdev's driver: {@code net_af_packet0} is in {@code librte-net-af-packet23}. */
    static String packageOf(final String vdev, final int abi) {
        final String driver = vdev.replaceFirst("\\d+$", "").replace('_', '-');
        return "librte-" + driver + (Character.isDigit(driver.charAt(driver.length() - 1)) ? "-" : "") + abi;
    }

    private boolean exists(final String name) {
        try (Arena arena = Arena.ofConfined()) {
            return eal.calls()
                            .callInt(
                                    "rte_eth_dev_get_port_by_name",
                                    arena.allocateFrom(name),
                                    arena.allocate(ValueLayout.JAVA_SHORT))
                    == 0;
        }
    }

    /** Removes a device and its ports, which are closed. */
    public void remove(final String device) {
        final String name = fullName(device);
        xdp.removing(name, () -> unplug(name));
    }

    private void unplug(final String name) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment bus = arena.allocateFrom(isPci(name) ? "pci" : "vdev");
            final int result = eal.calls().callInt("rte_eal_hotplug_remove", bus, arena.allocateFrom(name));
            if (result != 0) {
                throw new DpdkException("device " + name + " cannot be removed: " + eal.text(result)
                        + eal.log().reason());
            }
        }
    }

    /** All ports there are. */
    private List<Integer> ports() {
        final List<Integer> ports = new ArrayList<>();
        for (int port = 0; port < MAX_PORTS; port++) {
            if (eal.calls().callInt("rte_eth_dev_is_valid_port", port) != 0) {
                ports.add(port);
            }
        }
        return ports;
    }

    /** The name on its bus of a device, by the address of its {@code struct rte_device}. */
    public String name(final long device) {
        return Calls.string(eal.calls().callLong("rte_dev_name", device));
    }

    /** A port's name: that of its device, with a suffix if that has several. */
    public String portName(final int port) {
        final int longest = 64;
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment name = arena.allocate(ValueLayout.JAVA_BYTE, longest);
            return eal.calls().callInt("rte_eth_dev_get_name_by_port", port, name) == 0
                    ? name.getString(0)
                    : "port" + port;
        }
    }
}
