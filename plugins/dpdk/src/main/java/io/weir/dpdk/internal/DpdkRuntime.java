package io.weir.dpdk.internal;

import io.weir.cli.CommandException;
import io.weir.config.ConfigSection;
import io.weir.dpdk.internal.eal.Devices;
import io.weir.dpdk.internal.eal.DpdkSection;
import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.eal.PciBinding;
import io.weir.dpdk.internal.eal.VdevCheck;
import io.weir.dpdk.internal.flow.RulesState;
import io.weir.dpdk.internal.mbuf.MbufPool;
import io.weir.dpdk.internal.port.DpdkDevices;
import io.weir.dpdk.internal.port.LinkNews;
import io.weir.dpdk.internal.port.PortSettings;
import io.weir.dpdk.internal.port.PortState;
import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.memory.BufferPool;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** DPDK in this host: EAL and the shared buffers, from the first port on. Main only. */
public final class DpdkRuntime {
    /**
     * DPDK in use, as it goes over to the next version.
     *
     * @param mempool its address.
     * @param ports by the names of their interfaces.
     */
    record PortsState(long mempool, Map<String, PortState> ports) {}

    private final Registrar host;
    private final ConfigSection section;
    private final DpdkDevices devices;
    private final LinkNews news;
    private Eal eal;
    private MbufPool mbufs;
    /** Address of the mempool of the version before, until its list is taken over; else 0. */
    private long adopted;

    DpdkRuntime(final Registrar host, final ConfigSection section, final DpdkDevices devices, final LinkNews news) {
        this.news = news;
        this.host = host;
        this.section = section;
        this.devices = devices;
    }

    /** Brings EAL and the mempool up, unless they are. */
    public void open() {
        if (eal == null) {
            final Eal started = Eal.start(host, section);
            devices.open(started);
            eal = started;
            news.open(eal);
        }
        if (mbufs == null) {
            mbufs = MbufPool.create(eal, pool(), host.workers().size());
        }
    }

    private BufferPool pool() {
        return host.workers().getFirst().buffers().pool();
    }

    /** Buffers that drivers keep, as exactly as it can be known; while workers are parked. */
    int inDrivers() {
        return devices.inRings().among(used());
    }

    private int used() {
        int cached = 0;
        for (final Worker worker : host.workers()) {
            cached += worker.buffers().cached();
        }
        return pool().capacity() - pool().available() - cached;
    }

    /** What {@code show dpdk buffer} says, as of one moment. */
    public List<Integer> census() {
        final List<Integer> census = new ArrayList<>();
        host.atBarrier(
                "count mbufs",
                () -> census.addAll(List.of(
                        mbufs.listed(),
                        mbufs.cached(),
                        inDrivers(),
                        devices.inRings().unsure())));
        return census;
    }

    /** Whether EAL is up. */
    public boolean isOpen() {
        return eal != null && mbufs != null;
    }

    public Eal eal() {
        return eal;
    }

    public MbufPool mbufs() {
        return mbufs;
    }

    public DpdkDevices devices() {
        return devices;
    }

    /** Adds the ports that the configuration names; those that fail are logged and leave the others alone. */
    void addConfigured() {
        final List<String> vdevs = section.values(DpdkSection.VDEV);
        final List<ConfigSection> blocks = section.blocks(DpdkSection.DEV);
        for (final ConfigSection block : blocks) {
            final boolean ofVdev = vdevs.stream().anyMatch(vdev -> name(vdev).equals(block.label()));
            if (!block.label().equals("default") && !ofVdev) {
                final String arguments = block.value(DpdkSection.DEVARGS);
                addLogged(block.label(), arguments == null ? "" : arguments);
            }
        }
        vdevs.forEach(vdev -> addLogged(name(vdev), arguments(vdev)));
    }

    private void addLogged(final String device, final String arguments) {
        try {
            open();
            add(device, arguments, settings(device)).stream()
                    .map(devices::caution)
                    .filter(Objects::nonNull)
                    .forEach(host.log()::warn);
        } catch (final RuntimeException e) {
            host.log().error(e.getMessage());
        }
    }

    /** Adds a device; returns its interfaces. */
    public List<Interface> add(final String device, final String arguments, final PortSettings settings) {
        final String wrong = Devices.isPci(device) ? null : VdevCheck.complaint(device, arguments);
        if (wrong != null) {
            throw new CommandException(wrong);
        }
        settings.check(host.workers().size() - 1);
        open();
        devices.checkUnused(device, VdevCheck.value(arguments, "iface"));
        final String driver = section.value(DpdkSection.UIO_DRIVER);
        if (driver != null && Devices.isPci(device)) {
            new PciBinding().bind(Devices.fullName(device), driver);
        }
        return devices.add(device, arguments, settings, section.value(DpdkSection.DECIMAL_NAMES), mbufs.mempool());
    }

    /** What the configuration says of a device. */
    public PortSettings settings(final String device) {
        return PortSettings.of(block(device), block("default"), PortSettings.Features.of(section));
    }

    private ConfigSection block(final String label) {
        return section.blocks(DpdkSection.DEV).stream()
                .filter(block -> Devices.fullName(block.label()).equals(Devices.fullName(label)))
                .findFirst()
                .orElse(null);
    }

    /** The name in front of a vdev's arguments. */
    public static String name(final String vdev) {
        final int comma = vdev.indexOf(',');
        return comma < 0 ? vdev : vdev.substring(0, comma);
    }

    /** The arguments behind a vdev's name. */
    public static String arguments(final String vdev) {
        final int comma = vdev.indexOf(',');
        return comma < 0 ? "" : vdev.substring(comma + 1);
    }

    /** Whether the configuration asks for ports. */
    boolean isWanted() {
        return section.isSet(DpdkSection.VDEV)
                || section.blocks(DpdkSection.DEV).stream()
                        .anyMatch(block -> !block.label().equals("default"));
    }

    /** Closes all ports and gives the buffers back to the host alone. */
    void close() {
        devices.deleteAll();
        news.close();
        if (mbufs != null) {
            mbufs.close();
            mbufs = null;
        }
    }

    /** Brings what goes over to the next version of the plugin: the rules for devices, and DPDK if it is in use. */
    void states() {
        host.state("rules", RulesState.class, devices.flows()::export, devices.flows()::adopt);
        host.state("ports", PortsState.class, this::export, this::adopt);
    }

    private PortsState export() {
        return isOpen() ? new PortsState(mbufs.mempool(), devices.export()) : null;
    }

    /** Takes over the ports of the version before, which still run; the free list follows in {@link #takeOver}. */
    private void adopt(final PortsState state) {
        eal = Eal.start(host, section);
        devices.open(eal);
        news.open(eal);
        adopted = state.mempool();
        devices.adopt(state.ports(), adopted);
    }

    /** Whether it has taken over ports, and is yet to take over the rest. */
    boolean isAdopting() {
        return adopted != 0;
    }

    /** Keeps the free list and receives, now that the nodes are in the graph. */
    void takeOver() {
        mbufs = MbufPool.adopt(eal, pool(), adopted);
        adopted = 0;
        try {
            devices.placeAdopted();
        } catch (final RuntimeException | Error e) {
            mbufs.giveBack();
            throw e;
        }
        mbufs.forgetFormer();
    }

    /** Gives memory back, when ports and mempool are another version's or there are none. */
    void forget() {
        news.close();
        devices.forget();
        if (mbufs != null) {
            mbufs.forget();
            mbufs = null;
        }
    }
}
