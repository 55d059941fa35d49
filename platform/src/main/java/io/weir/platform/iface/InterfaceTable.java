package io.weir.platform.iface;

import io.weir.cli.CommandException;
import io.weir.graph.Next;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.iface.VlanMatch;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.GraphChange;
import io.weir.platform.graph.GraphPlan;
import io.weir.platform.graph.Node;
import io.weir.platform.thread.BarrierTimeoutException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * All interfaces: they come and go here; what is set of them is {@link InterfaceProperties}'. Main only.
 */
public final class InterfaceTable implements Interfaces {
    /**
     * An interface's change to another version of its device class.
     *
     * @param gone its nodes as they are.
     * @param added its nodes afterwards, to be inserted in the same change.
     * @param swap what else happens at that barrier: the class changes, and the old one's receive queues go.
     * @param undo the reverse of {@code swap}, at another barrier.
     * @param done what is left to do once it is not undone any more, at another barrier: the old class's timers, which stand
     *     still from {@code swap} on, and its faults.
     */
    public record Rehoming(List<Node> gone, List<Node> added, Runnable swap, Runnable undo, Runnable done) {}

    private final Graph graph;
    private final AtBarrier barrier;
    private final RxPlacement placement;
    private final InterfaceIndex index = new InterfaceIndex();
    private final InterfaceEvents events = new InterfaceEvents();
    private final InterfaceProperties properties;
    private final InterfaceNodes nodes;
    private final InterfaceCounts counts;
    private final SubInterfaces subInterfaces;

    InterfaceTable(
            final Graph graph,
            final AtBarrier barrier,
            final InterfaceNodes nodes,
            final SubInterfaces subInterfaces,
            final InterfaceCounts counts,
            final RxPlacement placement) {
        this.graph = graph;
        this.barrier = barrier;
        this.nodes = nodes;
        this.subInterfaces = subInterfaces;
        this.counts = counts;
        this.placement = placement;
        properties = new InterfaceProperties(barrier, events);
    }

    /** Interfaces by number, as workers look them up. */
    InterfaceIndex index() {
        return index;
    }

    @Override
    public Interface register(final DeviceClass deviceClass, final Spec spec) {
        return register("core", deviceClass, spec);
    }

    /** Registers an interface for the plugin with this id. */
    public Interface register(final String owner, final DeviceClass deviceClass, final Spec spec) {
        index.check(spec.name());
        if (spec.mtu() != 0) {
            InterfaceProperties.checkMtu(spec.mtu());
        }
        final long mac = spec.mac() == 0 ? randomMac() : spec.mac();
        final HostInterface device = new HostInterface(index.free(), spec.name(), owner, deviceClass, mac, spec.mtu());
        insert(device, () -> index.put(device));
        return told(device);
    }

    @Override
    public Interface subInterface(final Interface parent, final int id, final VlanMatch match) {
        return subInterface("core", parent, id, match);
    }

    /** Makes a sub-interface for the plugin with this id. */
    public Interface subInterface(final String owner, final Interface parent, final int id, final VlanMatch match) {
        final HostInterface device = own(parent);
        index.check(SubInterfaces.name(device, id));
        final HostInterface child = subInterfaces.create(index.free(), owner, device, id, match);
        final VlanTable room = SubInterfaces.room(child);
        insert(child, () -> {
            index.put(child);
            SubInterfaces.attach(child, room);
        });
        SubInterfaces.attached(child);
        return told(child);
    }

    private void insert(final HostInterface device, final Runnable last) {
        make(device);
        graph.insertInPlace("register " + device.name, device.nodes, last);
        index.name(device);
    }

    private HostInterface told(final HostInterface device) {
        events.tell(listener -> listener.added(device));
        return device;
    }

    private void make(final HostInterface device) {
        device.outputTarget = graph.target(device.name + "-output");
        device.workers = nodes.workers(device);
        device.nodes.addAll(nodes.of(device, device.deviceClass, device.workers));
        counts.clear(device.swIfIndex);
        index.reserve(device.swIfIndex);
    }

    /**
     * Registers interfaces that are up and send to this host, by one change of the graph: each takes time that grows with what
     * is there.
     *
     * @param wanted by their numbers, which are free.
     */
    public void mirror(final Map<Integer, Spec> wanted) {
        final List<HostInterface> devices = new ArrayList<>();
        wanted.forEach((swIfIndex, spec) -> {
            final HostInterface device =
                    new HostInterface(swIfIndex, spec.name(), "core", new LocalDevice(), spec.mac(), spec.mtu());
            device.wantUp(true);
            make(device);
            devices.add(device);
        });
        final List<Node> all =
                devices.stream().flatMap(device -> device.nodes.stream()).toList();
        graph.insert("mirror interfaces", all, () -> devices.forEach(index::put));
        devices.forEach(index::name);
        devices.forEach(device -> events.tell(listener -> listener.added(device)));
    }

    /** A locally administered unicast address, as VPP makes them: 02:fe and 32 random bits. */
    private static long randomMac() {
        return 0x02fe_0000_0000L | ThreadLocalRandom.current().nextInt() & 0xffffffffL;
    }

    @Override
    public void delete(final Interface gone) {
        delete("delete " + gone.name(), List.of(gone));
    }

    private void delete(final String why, final List<? extends Interface> leaving) {
        final Deletion deletion = deletion(leaving, List.of());
        deletion.announce();
        final GraphPlan plan = graph.plan(GraphChange.removal(why, deletion.interfaces()));
        // At one barrier, so that it is gone as a whole or, if a worker doesn't come, not at all.
        try {
            deletion.gone(graph.apply(plan, deletion.swap()).quiet());
        } catch (final BarrierTimeoutException e) {
            deletion.recall();
            throw e;
        }
    }

    /**
     * Works out how interfaces go, with their sub-interfaces.
     *
     * @param classes device classes whose input nodes go as well, if no interface of theirs is left.
     */
    public Deletion deletion(final Collection<? extends Interface> leaving, final Collection<String> classes) {
        final List<HostInterface> all = leaving.stream()
                .flatMap(device -> own(device).family().reversed().stream())
                .distinct()
                .toList();
        final List<Node> inputs = classes.stream()
                .distinct()
                .filter(name -> index.all().stream()
                        .noneMatch(device -> !all.contains(device)
                                && device.deviceClass().name().equals(name)))
                .map(placement::inputNode)
                .filter(Objects::nonNull)
                .toList();
        return new Deletion(index, events, placement, all, inputs);
    }

    /** Deletes all, by one change of the graph: each takes time that grows with what is there. */
    public void deleteAll() {
        delete("delete all interfaces", List.copyOf(index.all()));
    }

    private HostInterface own(final Interface given) {
        final HostInterface device = (HostInterface) given;
        if (index.find(device.swIfIndex) != device) {
            throw new CommandException("interface `" + device.name + "' is deleted");
        }
        return device;
    }

    /** Works out how an interface changes to another version of its device class. */
    public Rehoming rehome(final Interface moved, final DeviceClass fresh) {
        return nodes.rehome(own(moved), fresh);
    }

    /** Takes out the input node that served a device class, if no interface of that class is left. */
    public void forgetClass(final String deviceClass) {
        if (index.all().stream().noneMatch(device -> device.deviceClass().name().equals(deviceClass))) {
            placement.forget(deviceClass);
        }
    }

    @Override
    public void addRxQueue(final Interface device, final RxQueue queue, final RxMode mode) {
        placement.add(own(device), queue, mode);
    }

    @Override
    public void addRxQueue(final Interface device, final RxQueue queue, final RxMode mode, final int thread) {
        placement.add(own(device), queue, mode, thread);
    }

    @Override
    public void placeRxQueue(final Interface device, final int queue, final int thread) {
        placement.place(own(device).name, queue, thread);
    }

    @Override
    public void linkUp(final Interface device, final boolean up) {
        properties.linkUp(own(device), up);
    }

    @Override
    public void adminUp(final Interface device, final boolean up) {
        properties.adminUp(own(device), up);
    }

    @Override
    public void mtu(final Interface device, final int bytes) {
        properties.mtu(own(device), bytes);
    }

    /**
     * Gives one protocol an MTU of its own.
     *
     * @param bytes 0 for that of all packets.
     * @throws io.weir.cli.CommandException when that is out of range.
     */
    public void mtu(final Interface device, final ProtocolMtu protocol, final int bytes) {
        properties.mtu(own(device), protocol, bytes);
    }

    /** The MTU of a protocol's own, or 0. */
    public int ownMtu(final Interface device, final ProtocolMtu protocol) {
        return own(device).protocolMtus.getOrDefault(protocol, 0);
    }

    @Override
    public void mac(final Interface device, final long mac) {
        properties.mac(own(device), mac);
    }

    @Override
    public void secondaryMac(final Interface device, final long mac, final boolean added) {
        properties.secondaryMac(own(device), mac, added);
    }

    @Override
    public void promiscuous(final Interface device, final boolean on) {
        properties.promiscuous(own(device), on);
    }

    @Override
    public void l2(final Interface device, final Next input) {
        properties.mode(own(device), input);
    }

    @Override
    public void l3(final Interface device) {
        properties.mode(own(device), null);
    }

    @Override
    public Interface byIndex(final int swIfIndex) {
        return index.find(swIfIndex);
    }

    @Override
    public Interface byName(final String name) {
        return index.byName(name);
    }

    @Override
    public Collection<? extends Interface> all() {
        return index.all();
    }

    @Override
    public void listen(final InterfaceListener listener) {
        events.add(listener);
    }

    /** Stops telling a listener. */
    public void forget(final InterfaceListener listener) {
        events.remove(listener);
    }

    @Override
    public void addAddressLine(final Interface device, final String line) {
        own(device).addressLines.add(line);
    }

    @Override
    public void removeAddressLine(final Interface device, final String line) {
        own(device).addressLines.remove(line);
    }

    /** What {@code show interface address} prints of an interface. */
    public List<String> addressLines(final Interface device) {
        return own(device).addressLines;
    }

    @Override
    public long[] count(final InterfaceCounters.Kind kind, final int swIfIndex) {
        return counts.sum(kind, swIfIndex);
    }

    /** Sets all counters of all interfaces to zero. */
    public void clearCounters() {
        barrier.run("clear interfaces", () -> counts.clearAll(index.all()));
    }

    /** When all counters were set to zero the last time, in seconds since 1970; 0 for never. */
    public long clearedSeconds() {
        return counts.clearedSeconds();
    }

    /** Where the receive queues are. */
    public RxPlacement placement() {
        return placement;
    }

    /** Grows with whatever listeners hear: who is yet to listen finds by it whether something was missed. */
    public long news() {
        return events.told();
    }
}
