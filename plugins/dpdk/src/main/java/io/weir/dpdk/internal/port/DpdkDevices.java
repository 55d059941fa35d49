package io.weir.dpdk.internal.port;

import io.weir.cli.CommandException;
import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.eal.XdpSockets;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.dpdk.internal.flow.FlowPort;
import io.weir.dpdk.internal.flow.FlowRules;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The device class {@code dpdk}: all ports by the names of their interfaces. Main only. */
public final class DpdkDevices implements DeviceClass {
    private final Registrar host;
    private final DpdkReasons reasons;
    private final FlowRules flows;
    private final PortSwitch power;
    private final Map<String, DpdkDevice> devices = new TreeMap<>();
    private Eal eal;
    private PortMaker maker;

    /** Describes only; {@link #open} brings ports within reach. */
    public DpdkDevices(final Registrar host) {
        this.host = host;
        reasons = DpdkReasons.register(host);
        flows = new FlowRules(host);
        power = new PortSwitch(host, flows);
    }

    /** Says that EAL is up. */
    public void open(final Eal running) {
        eal = running;
        maker = new PortMaker(host, running, this, reasons);
        flows.open(running);
    }

    /** The rules that devices apply to what they receive. */
    public FlowRules flows() {
        return flows;
    }

    /** The port behind an interface, for rules. */
    public FlowPort flowPort(final Interface device) {
        return own(device);
    }

    /** Refuses a second port on a kernel's network device whose packets it would only share: null for none. */
    public void checkUnused(final String device, final String link) {
        final int index = link == null ? 0 : NetDevices.index(link);
        for (final DpdkDevice own : devices.values()) {
            final DeviceInfo info = own.port.info();
            if (index != 0 && info.kernelIndex() == index && Drivers.ownsNetDevice(info.driver())) {
                throw new DpdkException("device " + device + ": " + link + " is the network device of "
                        + own.device.name() + " already");
            }
        }
    }

    /**
     * Adds a device and makes interfaces of its ports.
     *
     * @param device a vdev's name or a PCI address.
     * @param arguments of the driver, or an empty text.
     * @param settings of its ports.
     * @param decimal whether names have decimal numbers.
     * @param mempool that they take mbufs from.
     * @return the interfaces.
     */
    public List<Interface> add(
            final String device,
            final String arguments,
            final PortSettings settings,
            final boolean decimal,
            final long mempool) {
        return maker.add(device, arguments, settings, decimal, mempool);
    }

    void put(final String name, final DpdkDevice made) {
        devices.put(name, made);
    }

    void forget(final String name) {
        devices.remove(name);
    }

    /** All ports for the next version of the plugin, by the names of their interfaces. */
    public Map<String, PortState> export() {
        final Map<String, PortState> ports = new TreeMap<>();
        devices.forEach((name, own) -> ports.put(name, PortState.of(own)));
        return ports;
    }

    /** Takes over those of the version before. Their interfaces stay. */
    public void adopt(final Map<String, PortState> ports, final long mempool) {
        ports.forEach((name, state) -> devices.put(name, state.adopted(eal, host, name, mempool)));
    }

    /** Adds the receive queues of ports that were taken over. */
    public void placeAdopted() {
        for (final DpdkDevice own : devices.values()) {
            maker.addQueues(own);
            if (own.port.started()) {
                own.queues.forEach(DpdkRxQueue::connect);
            }
            flows.adopted(own);
        }
    }

    /** Gives memory back whose ports are another version's now; no worker uses it any more. */
    public void forget() {
        devices.values().forEach(DpdkDevice::release);
        devices.clear();
    }

    /** What an operator is to know of an interface before there is traffic, in a sentence, or null. */
    public String caution(final Interface device) {
        final DeviceInfo info = own(device).port.info();
        if (!Drivers.cutsOff(info.driver()) || !"veth".equals(NetDevices.driver(info.kernelIndex()))) {
            return null;
        }
        return device.name()
                + " has one end of a veth: segments that the other end's host leaves to its device are cut off" + " at "
                + Buffer.DATA_BYTES + " bytes and lost, unless it cuts them itself: ethtool -K DEVICE tso off gso off";
    }

    /** Deletes an interface with its port, and the device if it has no other. */
    public void delete(final Interface device) {
        host.interfaces().delete(device);
    }

    /** Deletes all. */
    public void deleteAll() {
        for (final DpdkDevice device : List.copyOf(devices.values())) {
            host.interfaces().delete(device.device);
        }
    }

    Collection<DpdkDevice> all() {
        return devices.values();
    }

    /** The names of all interfaces. */
    public Collection<String> names() {
        return List.copyOf(devices.keySet());
    }

    /** Buffers that drivers keep; while workers are parked. */
    public DriverBuffers inRings() {
        DriverBuffers sum = DriverBuffers.NONE;
        boolean xdp = false;
        for (final DpdkDevice own : devices.values()) {
            sum = sum.plus(own.port.buffers());
            xdp |= Drivers.configuresOnce(own.port.info().driver());
        }
        return xdp ? sum.plus(new DriverBuffers(XdpSockets.held(eal.firstBuffer()), 0)) : sum;
    }

    @Override
    public String name() {
        return "dpdk";
    }

    /** The port behind an interface, which a version that was told of nothing doesn't know. */
    private DpdkDevice known(final Interface device) {
        final DpdkDevice own = devices.get(device.name());
        if (own == null) {
            throw new CommandException("port " + device.name()
                    + " is the running version's: reload without --fresh, or delete the port before");
        }
        return own;
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        final DpdkDevice own = known(device);
        final DpdkTxNode node = new DpdkTxNode(
                eal, own.port, worker, device.swIfIndex(), reasons, own.locks[worker.index() % own.port.txQueues()]);
        own.senders.add(node);
        return node;
    }

    @Override
    public void adminState(final Interface device, final boolean up) {
        final DpdkDevice own = devices.get(device.name());
        if (up) {
            power.launch(own);
            host.interfaces().linkUp(device, own.port.link().up());
        } else {
            power.halt(own);
        }
    }

    @Override
    public void mtu(final Interface device, final int bytes) {
        power.reconfigure(devices.get(device.name()), config -> config.mtu(bytes));
    }

    @Override
    public void secondaryMac(final Interface device, final long mac, final boolean added) {
        final DpdkDevice own = own(device);
        // In promiscuous mode the device filters nothing, and ethernet-input does.
        if (own.port.macs().filtersFurther() || added && !own.promiscuous) {
            own.port.macs().further(mac, added);
        }
    }

    @Override
    public boolean patch(final Interface rx, final Interface tx) {
        final DpdkDevice own = own(rx);
        final int target = maker.entry(rx, tx);
        host.atBarrier("l2patch of " + rx.name(), () -> own.queues.forEach(queue -> queue.redirect(target)));
        own.patched = tx;
        return true;
    }

    /** Sends nothing to an interface any more that is about to go: its target is given to others. */
    void unpatch(final Interface gone) {
        for (final DpdkDevice own : List.copyOf(devices.values())) {
            if (own.patched == gone) {
                patch(own.device, null);
            }
        }
    }

    /** Changes the number of descriptors; 0 leaves it as it is. */
    public void descriptors(final Interface device, final int rx, final int tx) {
        power.reconfigure(own(device), config -> config.descriptors(rx, tx));
    }

    /** Puts a port into a VLAN; 0 for none. */
    public void vlan(final Interface device, final int id) {
        power.reconfigure(own(device), config -> config.vlan(id));
    }

    /** The port behind an interface. */
    DpdkDevice own(final Interface device) {
        final DpdkDevice own = device == null ? null : devices.get(device.name());
        if (own == null || device.deviceClass() != this) {
            throw new CommandException(
                    (device == null ? "the interface" : "`" + device.name() + "'") + " is no DPDK port");
        }
        return own;
    }

    @Override
    public void promiscuous(final Interface device, final boolean on) {
        final DpdkDevice own = own(device);
        if (!on && device.secondaryMacs().length > 0 && !own.port.macs().filtersFurther()) {
            throw new CommandException(device.name() + " needs promiscuous mode for its secondary addresses: "
                    + own.port.info().driver() + " has no filter for them");
        }
        own.promiscuous = on;
        own.port.promiscuous(on);
    }

    @Override
    public void deleted(final Interface device) {
        final DpdkDevice own = devices.remove(device.name());
        if (own != null) {
            maker.unmake(own);
        }
    }

    @Override
    public void describe(final Interface device, final boolean verbose, final StringBuilder out) {
        final DpdkDevice own = devices.get(device.name());
        if (own != null) {
            PortText.describe(own, verbose, out);
        }
    }

    @Override
    public boolean takesPartialChecksums(final Interface device) {
        return (known(device).port.txOffloads() & Offloads.TX_CHECKSUMS) == Offloads.TX_CHECKSUMS;
    }

    @Override
    public boolean takesLargeSegments(final Interface device) {
        return (known(device).port.txOffloads() & Offloads.TX_TCP_SEGMENTS) != 0;
    }
}
