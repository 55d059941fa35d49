package io.weir.dpdk.internal.eal;

import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingType;
import io.weir.config.SettingTypes;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code dpdk} section of the configuration, with VPP's keys. */
public final class DpdkSection {
    private static final SettingType<Integer> QUEUES = SettingTypes.integer(1, 1_024);
    private static final SettingType<Integer> DESCRIPTORS = SettingTypes.integer(16, 32_768);

    public static final Setting<String> NAME = word("name", DpdkTypes.name(), "Name of the interface");
    public static final Setting<String> TAG = word("tag", "What show hardware-interfaces prints of it");
    public static final Setting<String> DEVARGS = word("devargs", "Arguments of the driver");
    public static final Setting<Integer> RX_QUEUES = number("num-rx-queues", QUEUES, "Receive queues, 1 by default");
    public static final Setting<Integer> TX_QUEUES =
            number("num-tx-queues", QUEUES, "Transmit queues, one for each thread by default");
    public static final Setting<Integer> RX_DESCRIPTORS =
            number("num-rx-desc", DESCRIPTORS, "Descriptors of each receive queue, 1024 by default");
    public static final Setting<Integer> TX_DESCRIPTORS =
            number("num-tx-desc", DESCRIPTORS, "Descriptors of each transmit queue, 1024 by default");
    public static final Setting<String> WORKERS = word(
            "workers",
            DpdkTypes.workers(),
            "Workers that its receive queues are placed on, such as 0-1,3; all in turn by default");
    public static final Setting<String> TSO =
            Setting.of("tso", SettingTypes.oneOf("on", "off"), null, "Whether the device cuts large TCP segments");
    public static final Setting<Boolean> NO_RX_INTERRUPTS =
            Setting.flag("no-rx-interrupts", "Leave receive interrupts alone");
    public static final Setting<Integer> VLAN = number(
            "vlan", SettingTypes.integer(1, 4_094), "VLAN whose tag all frames on the wire carry; none by default");

    public static final Setting<Integer> MAX_LRO = number(
            "max-lro-pkt-size",
            SettingTypes.integer(64, 65_536),
            "Longest packet that the device makes of TCP segments, 65536 by default");

    /** Hash types by VPP's names: bits of {@code rss_hf}. */
    public static final Map<Setting<Boolean>, Long> RSS_TYPES = rssTypes();

    public static final SectionSpec RSS = SectionSpec.of("rss", "What receive queues are chosen by")
            .with(RSS_TYPES.keySet().toArray(Setting<?>[]::new));
    public static final SectionSpec DEV = SectionSpec.of("dev", "A device, or the defaults of all")
            .labelled("PCI address, name of a vdev, or default")
            .with(
                    NAME,
                    TAG,
                    DEVARGS,
                    RX_QUEUES,
                    TX_QUEUES,
                    RX_DESCRIPTORS,
                    TX_DESCRIPTORS,
                    WORKERS,
                    TSO,
                    NO_RX_INTERRUPTS,
                    VLAN,
                    MAX_LRO)
            .with(RSS);

    public static final Setting<String> VDEV = word("vdev", "A virtual device and its arguments: net_tap0,iface=foo");
    public static final Setting<Boolean> NO_HUGE =
            Setting.flag("no-huge", "DPDK's own memory on small pages").alias("no-hugetlb");
    public static final Setting<Boolean> NO_PCI = Setting.flag("no-pci", "Leave the PCI bus alone");
    public static final Setting<String> SOCKET_MEM =
            word("socket-mem", DpdkTypes.megabytes(), "Megabytes of DPDK's own memory for each NUMA node: 64,64");
    public static final Setting<String> HUGE_DIR =
            word("huge-dir", DpdkTypes.directory(), "Where huge pages are mounted");
    public static final Setting<String> FILE_PREFIX = word(
            "file-prefix",
            DpdkTypes.prefix(),
            "Name of DPDK's files, to be shared with DPDK's tools; without it there are none");
    public static final Setting<String> LOG_LEVEL =
            word("log-level", DpdkTypes.logLevel(), "What DPDK logs: notice, or pmd.net.tap:debug");
    public static final Setting<String> IOVA_MODE = Setting.of(
            "iova-mode",
            SettingTypes.oneOf("va"),
            "va",
            "Addresses that devices use: virtual ones, as an IOMMU translates them");
    public static final Setting<String> BLACKLIST =
            word("blacklist", DpdkTypes.pciAddress(), "A PCI device to leave alone; all others are then probed");
    public static final Setting<String> UIO_DRIVER =
            word("uio-driver", "Kernel driver that PCI devices are bound to before: vfio-pci, uio_pci_generic, auto");
    public static final Setting<Boolean> TELEMETRY = Setting.flag("telemetry", "Open DPDK's telemetry socket");
    public static final Setting<Boolean> NO_MULTI_SEG =
            Setting.flag("no-multi-seg", "Neither receive nor send packets of several buffers");
    public static final Setting<Boolean> NO_TX_CHECKSUM =
            Setting.flag("no-tx-checksum-offload", "Checksums in software");
    public static final Setting<Boolean> TCP_UDP_CHECKSUM =
            Setting.flag("enable-tcp-udp-checksum", "Have devices verify TCP and UDP checksums");
    public static final Setting<Boolean> LRO =
            Setting.flag("enable-lro", "Have devices make large packets of the TCP segments that they receive");
    public static final Setting<Boolean> DECIMAL_NAMES =
            Setting.flag("decimal-interface-names", "PCI addresses in decimal numbers in the names of interfaces");
    public static final Setting<Integer> STATS_INTERVAL =
            number("stats-poll-interval", SettingTypes.integer(1, 86_400), "Seconds between readings of statistics");
    public static final Setting<Integer> LINK_INTERVAL = number(
            "link-state-poll-interval", SettingTypes.integer(1, 86_400_000), "Milliseconds between looks at links");

    /** The section. */
    public static final SectionSpec SPEC = SectionSpec.of("dpdk", "Ports driven by DPDK")
            .with(
                    VDEV,
                    NO_HUGE,
                    NO_PCI,
                    SOCKET_MEM,
                    HUGE_DIR,
                    FILE_PREFIX,
                    LOG_LEVEL,
                    IOVA_MODE,
                    BLACKLIST,
                    UIO_DRIVER,
                    TELEMETRY)
            .with(NO_MULTI_SEG, NO_TX_CHECKSUM, TCP_UDP_CHECKSUM, LRO, DECIMAL_NAMES, STATS_INTERVAL, LINK_INTERVAL)
            .with(DEV)
            .checked(SectionCheck::complaint);

    private DpdkSection() {}

    private static Setting<String> word(final String name, final String help) {
        return Setting.of(name, SettingTypes.word(), null, help);
    }

    private static Setting<String> word(final String name, final SettingType<String> type, final String help) {
        return Setting.of(name, type, null, help);
    }

    private static Setting<Integer> number(final String name, final SettingType<Integer> type, final String help) {
        return Setting.of(name, type, null, help);
    }

    private static Map<Setting<Boolean>, Long> rssTypes() {
        final Map<Setting<Boolean>, Long> types = new LinkedHashMap<>();
        final String[] names = {
            "ipv4", "ipv4-frag", "ipv4-tcp", "ipv4-udp", "ipv4-sctp", "ipv4-other",
            "ipv6", "ipv6-frag", "ipv6-tcp", "ipv6-udp", "ipv6-sctp", "ipv6-other"
        };
        final int firstBit = 2;
        for (int i = 0; i < names.length; i++) {
            types.put(Setting.flag(names[i], "Hash of " + names[i]), 1L << firstBit + i);
        }
        return types;
    }
}
