package io.weir.dpdk.internal.port;

import io.weir.cli.CommandException;
import io.weir.dpdk.internal.eal.Devices;
import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.eal.XdpSockets;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.dpdk.internal.flow.FlowPort;
import io.weir.dpdk.internal.flow.FlowRules;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The device class {@code dpdk}: all ports by the names of their interfaces. Main only. */
public final class DpdkDevices implements DeviceClass {
    private final Registrar host;
    private final Next ethernetInput;
    private final DpdkReasons reasons;
    private final FlowRules flows;
    private final Map<String, DpdkDevice> devices = new TreeMap<>();
    private Eal eal;
    private Devices buses;

    /** Describes only; {@link #open} brings ports within reach. */
    public DpdkDevices(final Registrar host) {
        this.host = host;
        ethernetInput = host.next("ethernet-input");
        reasons = DpdkReasons.register(host);
        flows = new FlowRules(host);
    }

    /** Says that EAL is up. */
    public void open(final Eal running) {
        eal = running;
        buses = new Devices(running);
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
        final List<Interface> made = new ArrayList<>();
        final List<Integer> ports = buses.add(device, arguments);
        try {
            for (final int port : ports) {
                made.add(insert(port, settings, decimal, mempool));
            }
            return made;
        } catch (final RuntimeException | Error e) {
            made.forEach(host.interfaces()::delete);
            if (made.isEmpty()) {
                removeQuietly(device);
            }
            throw e;
        }
    }

    private Interface insert(final int id, final PortSettings settings, final boolean decimal, final long mempool) {
        final int threads = host.workers().size();
        final String portName = buses.portName(id);
        final Port port = new Port(eal, id, portName, settings, mempool, threads);
        flows.added(id);
        port.configure();
        final String name =
                settings.name() == null ? Drivers.interfaceName(port.info(), portName, id, decimal) : settings.name();
        if (host.interfaces().byName(name) != null) {
            throw new DpdkException(
                    "interface name collision: " + name + " exists already, name the device " + portName + " yourself");
        }
        final DpdkDevice made = new DpdkDevice(port, new PortStats(eal, id), threads);
        made.mac = port.macs().own();
        devices.put(name, made);
        try {
            made.device = host.interfaces().register(this, new Interfaces.Spec(name, made.mac, port.mtu()));
            // A device without an address of its own gets the one that the host made up, if it takes any.
            made.mac = made.device.mac();
            placeQueues(made);
            host.interfaces().linkUp(made.device, port.link().up());
            return made.device;
        } catch (final RuntimeException | Error e) {
            if (made.device != null) {
                host.interfaces().delete(made.device);
            } else {
                devices.remove(name);
                made.release();
            }
            throw e;
        }
    }

    /** All ports for the next version of the plugin, by the names of their interfaces. */
    public Map<String, PortState> export() {
        final Map<String, PortState> ports = new TreeMap<>();
        devices.forEach((name, own) -> ports.put(name, PortState.of(own)));
        return ports;
    }

    /** Takes over those of the version before. Their interfaces stay. */
    public void adopt(final Map<String, PortState> ports, final long mempool) {
        ports.forEach((name, state) -> {
            final int threads = host.workers().size();
            final Port port = new Port(eal, state.id(), state.device(), state.settings(), mempool, threads);
            final DpdkDevice own = new DpdkDevice(port, new PortStats(eal, state.id()), threads);
            port.descriptors(state.rxDescriptors(), state.txDescriptors());
            own.lost = state.lost();
            own.stats.resume(state.counted());
            own.patched = state.patched() == null ? null : host.interfaces().byName(state.patched());
            port.adopt(state.started(), state.interrupts());
            own.device = host.interfaces().byName(name);
            own.mac = own.device.mac();
            own.promiscuous = own.device.promiscuous();
            devices.put(name, own);
        });
    }

    /** Adds the receive queues of ports that were taken over. */
    public void placeAdopted() {
        for (final DpdkDevice own : devices.values()) {
            addQueues(own);
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

    private void placeQueues(final DpdkDevice made) {
        addQueues(made);
        final List<Integer> workers = made.port.settings().workers();
        for (int i = 0; i < made.queues.size() && !workers.isEmpty(); i++) {
            // Worker 0 is the thread behind main.
            host.interfaces().placeRxQueue(made.device, i, 1 + workers.get(i % workers.size()));
        }
    }

    private void addQueues(final DpdkDevice made) {
        for (int i = 0; i < made.port.rxQueues(); i++) {
            final DpdkRxQueue queue = new DpdkRxQueue(
                    eal, made.port, i, made.device.swIfIndex(), entry(made.device, made.patched), reasons);
            made.queues.add(queue);
            host.interfaces().addRxQueue(made.device, queue, RxMode.POLLING);
        }
    }

    private int entry(final Interface rx, final Interface patched) {
        return patched == null
                ? host.features().entry(FeatureArc.DEVICE_INPUT, rx.swIfIndex(), ethernetInput.target())
                : patched.outputTarget();
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

    private void removeQuietly(final String device) {
        try {
            buses.remove(device);
        } catch (final DpdkException e) {
            host.log().warn(e.getMessage());
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
            launch(own);
            host.interfaces().linkUp(device, own.port.link().up());
        } else {
            halt(own);
        }
    }

    private void launch(final DpdkDevice own) {
        own.port.start();
        flows.started(own);
        own.port.promiscuous(own.promiscuous);
        own.queues.forEach(DpdkRxQueue::connect);
    }

    /** Stops a port when no worker is within it any more. */
    private void halt(final DpdkDevice own) {
        host.atBarrier("stop " + own.device.name(), own.port::retire);
        if (Drivers.keepsPackets(own.port.info().driver())) {
            own.queues.forEach(queue -> queue.drain(host.workers().getFirst()));
        }
        own.queues.forEach(DpdkRxQueue::disconnect);
        flows.stopping(own);
        own.port.stop();
    }

    @Override
    public void mtu(final Interface device, final int bytes) {
        reconfigure(devices.get(device.name()), port -> port.mtu(bytes));
    }

    /** Changes a port that must not run meanwhile; what it refuses leaves it running as it was. */
    private void reconfigure(final DpdkDevice own, final Consumer<Port> change) {
        final boolean running = own.port.started();
        if (running) {
            halt(own);
        }
        final Port.Wish before = own.port.wish();
        try {
            change.accept(own.port);
            own.port.configure();
        } catch (final RuntimeException e) {
            own.port.wish(before);
            own.port.configure();
            throw e;
        } finally {
            if (running) {
                launch(own);
            }
        }
    }

    @Override
    public void secondaryMac(final Interface device, final long mac, final boolean added) {
        devices.get(device.name()).port.macs().further(mac, added);
    }

    /**
     * Sends what a port receives to another interface's output as it is, past everything between.
     *
     * @param tx where to, or null to undo it.
     */
    public void patch(final Interface rx, final Interface tx) {
        final DpdkDevice own = own(rx);
        final int target = entry(rx, tx);
        host.atBarrier("l2patch of " + rx.name(), () -> own.queues.forEach(queue -> queue.redirect(target)));
        own.patched = tx;
    }

    /** Changes the number of descriptors; 0 leaves it as it is. */
    public void descriptors(final Interface device, final int rx, final int tx) {
        reconfigure(own(device), port -> port.descriptors(rx, tx));
    }

    /** Puts a port into a VLAN; 0 for none. */
    public void vlan(final Interface device, final int id) {
        reconfigure(own(device), port -> port.vlan(id));
    }

    /** The port behind an interface. */
    DpdkDevice own(final Interface device) {
        final DpdkDevice own = device == null ? null : devices.get(device.name());
        if (own == null || device.deviceClass() != this) {
            throw new CommandException("the interface is no DPDK port");
        }
        return own;
    }

    @Override
    public void deleted(final Interface device) {
        final DpdkDevice own = devices.remove(device.name());
        if (own == null) {
            return;
        }
        if (own.port.started() && Drivers.keepsPackets(own.port.info().driver())) {
            own.queues.forEach(queue -> queue.drain(host.workers().getFirst()));
        }
        own.queues.forEach(DpdkRxQueue::disconnect);
        flows.deleted(own);
        final String bus = buses.name(own.port.info().device());
        own.port.stop();
        own.release();
        final boolean others = devices.values().stream()
                .anyMatch(other -> other.port.info().device() == own.port.info().device());
        if (!others) {
            removeQuietly(bus);
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
