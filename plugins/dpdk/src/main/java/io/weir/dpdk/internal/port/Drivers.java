package io.weir.dpdk.internal.port;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of drivers by their names, and the names that VPP gives their interfaces. */
final class Drivers {
    /** Prefixes of names, where the driver and not the speed gives it. */
    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("net_liovf", "VirtualFunctionEthernet"),
            Map.entry("net_thunderx", "VirtualFunctionEthernet"),
            Map.entry("net_iavf", "VirtualFunctionEthernet"),
            Map.entry("net_i40e_vf", "VirtualFunctionEthernet"),
            Map.entry("net_e1000_igb_vf", "VirtualFunctionEthernet"),
            Map.entry("net_ixgbe_vf", "VirtualFunctionEthernet"),
            Map.entry("net_ena", "VirtualFunctionEthernet"),
            Map.entry("net_gve", "VirtualFunctionEthernet"),
            Map.entry("net_dpaa2", "TenGigabitEthernet"),
            Map.entry("net_fm10k", "EthernetSwitch"),
            Map.entry("net_virtio_user", "VirtioUser"),
            Map.entry("net_vhost", "VhostEthernet"),
            Map.entry("net_failsafe", "FailsafeEthernet"),
            Map.entry("AF_PACKET PMD", "af_packet"),
            Map.entry("net_af_packet", "af_packet"),
            Map.entry("net_netvsc", "NetVSC"),
            Map.entry("net_vmxnet3", "GigabitEthernet"),
            Map.entry("net_virtio", "GigabitEthernet"));

    /** Drivers whose bursts are system calls or may wait for the kernel. */
    private static final Set<String> KERNEL_BACKED = Set.of(
            "net_tap",
            "net_tun",
            "AF_PACKET PMD",
            "net_af_packet",
            "net_af_xdp",
            "net_pcap",
            "net_vhost",
            "net_virtio_user",
            "net_memif",
            "net_kni",
            "net_failsafe",
            "net_bonding");

    /** Drivers that tell of received packets by a descriptor. */
    private static final Set<String> RX_INTERRUPTS = Set.of(
            "net_ice",
            "net_igc",
            "net_e1000_igb",
            "net_e1000_em",
            "net_ixgbe",
            "net_i40e",
            "net_iavf",
            "net_ena",
            "net_vmxnet3",
            "net_virtio",
            "mlx5_pci",
            "net_tap");

    private static final String[] SPEEDS = {
        "GigabitEthernet",
        "TwoDotFiveGigabitEthernet",
        "FiveGigabitEthernet",
        "TenGigabitEthernet",
        "TwentyGigabitEthernet",
        "TwentyFiveGigabitEthernet",
        "FortyGigabitEthernet",
        "FiftyGigabitEthernet",
        "FiftySixGigabitEthernet",
        "HundredGigabitEthernet",
        "TwoHundredGigabitEthernet"
    };
    /** Bit of {@code RTE_ETH_LINK_SPEED_1G}; the others follow. */
    private static final int FIRST_SPEED = 5;

    private static final Pattern PCI =
            Pattern.compile("([0-9a-fA-F]+):([0-9a-fA-F]{2}):([0-9a-fA-F]{2})\\.([0-7])(_.*)?");

    private Drivers() {}

    /** Whether what waits in a port's queues is lost when it is closed, unless it is taken out before. */
    static boolean keepsPackets(final String driver) {
        return "net_ring".equals(driver);
    }

    /** Whether a port has as many transmit as receive queues: the driver wants it, or what isn't received would stay there. */
    static boolean pairsQueues(final String driver) {
        return keepsPackets(driver) || "net_tap".equals(driver) || "net_tun".equals(driver);
    }

    /** Whether a port has its network device of the kernel for itself. */
    static boolean ownsNetDevice(final String driver) {
        return "net_tap".equals(driver) || "net_tun".equals(driver) || "net_af_xdp".equals(driver);
    }

    /** Whether packets come from within the kernel, where checksums may be left to a device that they never meet. */
    static boolean leavesChecksums(final String driver) {
        return needsNetDevice(driver) || "net_pcap".equals(driver);
    }

    /** Whether packets come from a packet socket, which takes segments that are to be cut, but no more of them than fits. */
    static boolean cutsOff(final String driver) {
        return "net_af_packet".equals(driver) || "AF_PACKET PMD".equals(driver);
    }

    /** Whether a port lives only as long as a network device that stays in the host's namespace. */
    static boolean needsNetDevice(final String driver) {
        return "net_af_xdp".equals(driver) || "net_af_packet".equals(driver) || "AF_PACKET PMD".equals(driver);
    }

    /** Whether a port's queues can't be made a second time. */
    static boolean configuresOnce(final String driver) {
        return "net_af_xdp".equals(driver);
    }

    /** The number of descriptors that a driver takes which says nothing of it. */
    static int descriptors(final String driver, final int wanted) {
        final int smallest = 256;
        return "net_af_xdp".equals(driver) ? Math.max(Integer.highestOneBit(wanted * 2 - 1), smallest) : wanted;
    }

    /** Whether receive interrupts are to be asked for. */
    static boolean hasRxInterrupts(final String driver) {
        return RX_INTERRUPTS.contains(driver);
    }

    /** Whether the device interrupts when its link changes. Taps say so, but tell only themselves. */
    static boolean hasLinkInterrupts(final DeviceInfo info) {
        return (info.flags() & DeviceInfo.INTERRUPTS_LINK) != 0
                && !"net_tap".equals(info.driver())
                && !"net_tun".equals(info.driver());
    }

    /**
     * Whether a driver may be left to cut TCP segments. That of taps does so in software, and in releases after 22.11 refuses
     * all that is to be cut when it has cut some hundred; the host does as well.
     */
    static boolean cutsSegments(final String driver, final int abi) {
        final int last = 23;
        return abi <= last || !"net_tap".equals(driver) && !"net_tun".equals(driver);
    }

    /** Whether a burst is to be called as what may block. */
    static boolean mayBlock(final String driver) {
        return KERNEL_BACKED.contains(driver);
    }

    /**
     * The name of a port's interface as VPP makes it: by driver or speed, and the PCI address or the port's number.
     *
     * @param device the port's own name.
     * @param decimal whether the parts of an address are decimal numbers.
     */
    static String interfaceName(final DeviceInfo info, final String device, final int port, final boolean decimal) {
        final String prefix = PREFIXES.getOrDefault(info.driver(), bySpeed(info.speeds()));
        final Matcher pci = PCI.matcher(device);
        if (!pci.matches() || "net_cxgbe".equals(info.driver())) {
            return prefix + port;
        }
        final StringBuilder name = new StringBuilder(prefix);
        if (Integer.parseInt(pci.group(1), 16) != 0) {
            name.append('-').append(number(pci.group(1), decimal)).append('/');
        }
        return name.append(number(pci.group(2), decimal))
                .append('/')
                .append(number(pci.group(3), decimal))
                .append('/')
                .append(number(pci.group(4), decimal))
                .toString();
    }

    private static String bySpeed(final int speeds) {
        for (int i = SPEEDS.length - 1; i >= 0; i--) {
            if ((speeds >>> FIRST_SPEED + i & 1) != 0) {
                return SPEEDS[i];
            }
        }
        return "Ethernet";
    }

    private static String number(final String hexadecimal, final boolean decimal) {
        final int value = Integer.parseInt(hexadecimal, 16);
        return decimal ? Integer.toString(value) : Integer.toHexString(value);
    }
}
