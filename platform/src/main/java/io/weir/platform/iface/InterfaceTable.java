package io.weir.platform.iface;

import io.weir.cli.CommandException;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.memory.Buffer;
import io.weir.net.MacAddress;
import io.weir.net.PacketText;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.Node;
import io.weir.platform.thread.OwnedWorker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All interfaces, by index and by name. Main only, but for {@link #find}, which workers call between barriers. */
public final class InterfaceTable implements Interfaces {
    /** What the table needs of the host. */
    public interface Host {
        Graph graph();

        void atBarrier(String why, Runnable change);

        /** Counters of each thread. */
        List<CounterBlock> counters();

        /** What an interface's output node does for offloads that its device doesn't take. */
        OffloadNeeds offload(Interface device, DeviceClass deviceClass, Worker worker);
    }

    private static final Logger LOG = LoggerFactory.getLogger(InterfaceTable.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,62}");
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_535;

    private final Host host;
    private final EthernetReasons reasons;
    private final RxPlacement placement;
    private final List<InterfaceListener> listeners = new ArrayList<>();
    /** Replaced or written at a barrier. */
    private HostInterface[] byIndex = new HostInterface[16];

    private long clearedSeconds;

    InterfaceTable(final Host host, final EthernetReasons reasons, final RxPlacement placement) {
        this.host = host;
        this.reasons = reasons;
        this.placement = placement;
    }

    HostInterface find(final int swIfIndex) {
        final HostInterface[] all = byIndex;
        return swIfIndex >= 0 && swIfIndex < all.length ? all[swIfIndex] : null;
    }

    @Override
    public Interface register(final DeviceClass deviceClass, final Spec spec) {
        return register("core", deviceClass, spec);
    }

    /** Registers an interface for the plugin with this id. */
    public Interface register(final String owner, final DeviceClass deviceClass, final Spec spec) {
        if (!NAME.matcher(spec.name()).matches()) {
            throw new CommandException(
                    "interface name `" + spec.name() + "' is not a name of 1 to 63 letters, digits, . _ / : -");
        }
        if (byName(spec.name()) != null) {
            throw new CommandException("interface `" + spec.name() + "' exists already");
        }
        if (spec.mtu() != 0) {
            checkMtu(spec.mtu());
        }
        final int index = freeIndex();
        final long mac = spec.mac() == 0 ? randomMac() : spec.mac();
        final HostInterface device = new HostInterface(index, spec.name(), owner, deviceClass, mac, spec.mtu());
        device.nodes.addAll(nodes(device, deviceClass));
        device.outputTarget = host.graph().target(device.name + "-output");
        host.graph().insert("register " + device.name, device.nodes, () -> {
            host.counters().forEach(counters -> counters.clear(index));
            put(index, device);
        });
        tell(listener -> listener.added(device));
        return device;
    }

    /** The nodes of an interface under a device class: output, then tx. */
    private List<Node> nodes(final HostInterface device, final DeviceClass deviceClass) {
        final Graph graph = host.graph();
        final Next tx = graph.next(device.name + "-tx");
        final int arcEntry = graph.entry(FeatureArc.INTERFACE_OUTPUT, device.swIfIndex, tx.target());
        final Node output = Node.internal(
                device.name + "-output",
                device.owner,
                worker -> new InterfaceOutputNode(
                        device, worker, reasons.down(), host.offload(device, deviceClass, worker), arcEntry));
        output.nexts(tx).trace((buffer, out) -> {
            out.append(device.name).append('\n');
            PacketText.ethernet(Buffer.data(buffer), PacketText.captured(buffer), out);
        });
        final Node transmit = Node.internal(tx.node(), device.owner, worker -> {
            final OwnedWorker owned = placement.worker(worker.index(), device.owner);
            device.workers.add(owned);
            return deviceClass.tx(owned, device);
        });
        transmit.trace((buffer, out) -> {
            PacketText.buffer(buffer, out);
            PacketText.ethernet(Buffer.data(buffer), PacketText.captured(buffer), out);
        });
        return List.of(output, transmit);
    }

    /**
     * An interface's change to another version of its device class.
     *
     * @param gone its nodes as they are.
     * @param added its nodes afterwards, to be inserted in the same change.
     * @param swap what else happens at that barrier: the class changes, and the old one's receive queues go.
     * @param undo the reverse of {@code swap}, at another barrier.
     */
    public record Rehoming(List<Node> gone, List<Node> added, Runnable swap, Runnable undo) {}

    /** Works out how an interface changes to another version of its device class. */
    public Rehoming rehome(final Interface moved, final DeviceClass fresh) {
        final HostInterface device = own(moved);
        final DeviceClass old = device.deviceClass;
        final List<Node> gone = List.copyOf(device.nodes);
        final List<Node> added = nodes(device, fresh);
        final List<QueuePlacement> queues = new ArrayList<>();
        final List<OwnedWorker> former = List.copyOf(device.workers);
        return new Rehoming(
                gone,
                added,
                () -> {
                    queues.addAll(placement.take(device));
                    device.formerPlaces =
                            queues.stream().map(QueuePlacement::place).toList();
                    former.forEach(OwnedWorker::cancelTimers);
                    device.workers.removeAll(former);
                    settle(device, fresh, added);
                },
                () -> {
                    // What the new class has brought until it failed.
                    placement.take(device);
                    device.formerPlaces = List.of();
                    settle(device, old, gone);
                    placement.give(device, queues);
                });
    }

    private static void settle(final HostInterface device, final DeviceClass deviceClass, final List<Node> nodes) {
        device.deviceClass = deviceClass;
        device.nodes.clear();
        device.nodes.addAll(nodes);
    }

    /** Takes out the input node that served a device class, if no interface of that class is left. */
    public void forgetClass(final String deviceClass) {
        if (all().stream().noneMatch(device -> device.deviceClass().name().equals(deviceClass))) {
            placement.forget(deviceClass);
        }
    }

    private int freeIndex() {
        for (int i = 0; i < CounterBlock.MAX_INTERFACES; i++) {
            if (find(i) == null) {
                return i;
            }
        }
        throw new CommandException("no more than " + CounterBlock.MAX_INTERFACES + " interfaces fit");
    }

    private void put(final int index, final HostInterface device) {
        if (index >= byIndex.length) {
            byIndex = Arrays.copyOf(byIndex, byIndex.length * 2);
        }
        byIndex[index] = device;
    }

    /** A locally administered unicast address, as VPP makes them: 02:fe and 32 random bits. */
    private static long randomMac() {
        return 0x02fe_0000_0000L | ThreadLocalRandom.current().nextInt() & 0xffffffffL;
    }

    @Override
    public void delete(final Interface gone) {
        final HostInterface device = own(gone);
        tell(listener -> listener.deleting(device));
        // At one barrier, so that it is gone as a whole or, if a worker doesn't come, not at all.
        host.graph().forget("delete " + device.name, device.swIfIndex, device.nodes, () -> {
            placement.remove(device);
            byIndex[device.swIfIndex] = null;
        });
        device.nodes.forEach(node -> placement.faults().forget(node.site()));
        device.deviceClass.deleted(device);
    }

    private HostInterface own(final Interface given) {
        final HostInterface device = (HostInterface) given;
        if (find(device.swIfIndex) != device) {
            throw new CommandException("interface `" + device.name + "' is deleted");
        }
        return device;
    }

    @Override
    public void addRxQueue(final Interface device, final RxQueue queue, final RxMode mode) {
        placement.add(own(device), queue, mode);
    }

    @Override
    public void placeRxQueue(final Interface device, final int queue, final int thread) {
        placement.place(own(device).name, queue, thread);
    }

    @Override
    public void linkUp(final Interface changed, final boolean up) {
        final HostInterface device = own(changed);
        if (device.linkUp != up) {
            host.atBarrier("link of " + device.name, () -> device.linkUp = up);
            notifyChanged(device);
        }
    }

    @Override
    public void adminUp(final Interface changed, final boolean up) {
        final HostInterface device = own(changed);
        if (device.adminUp != up) {
            device.deviceClass.adminState(device, up);
            host.atBarrier("state of " + device.name, () -> device.adminUp = up);
            notifyChanged(device);
        }
    }

    @Override
    public void mtu(final Interface changed, final int bytes) {
        final HostInterface device = own(changed);
        checkMtu(bytes);
        device.deviceClass.mtu(device, bytes);
        host.atBarrier("mtu of " + device.name, () -> device.mtu = bytes);
        notifyChanged(device);
    }

    private static void checkMtu(final int bytes) {
        if (bytes < MIN_MTU || bytes > MAX_MTU) {
            throw new CommandException(
                    "mtu " + bytes + " is out of range, " + MIN_MTU + " to " + MAX_MTU + " is allowed");
        }
    }

    @Override
    public void mac(final Interface changed, final long mac) {
        final HostInterface device = own(changed);
        host.atBarrier("mac of " + device.name, () -> device.mac = mac);
        notifyChanged(device);
    }

    /** Accepts frames for one more address, or no longer. */
    public void secondaryMac(final Interface changed, final long mac, final boolean added) {
        final HostInterface device = own(changed);
        final long[] before = device.secondaryMacs;
        final boolean known = Arrays.stream(before).anyMatch(other -> other == mac);
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
        host.atBarrier("secondary mac of " + device.name, () -> device.secondaryMacs = after);
    }

    /** Addresses that an interface accepts frames for beside its own. */
    public long[] secondaryMacs(final Interface device) {
        return own(device).secondaryMacs.clone();
    }

    /** Accepts frames for other hosts, or not. */
    public void promiscuous(final Interface changed, final boolean on) {
        final HostInterface device = own(changed);
        host.atBarrier("promiscuous " + device.name, () -> device.promiscuous = on);
        notifyChanged(device);
    }

    private void notifyChanged(final HostInterface device) {
        tell(listener -> listener.changed(device));
    }

    /** One that fails must not keep an interface from coming or going. */
    private void tell(final Consumer<InterfaceListener> event) {
        for (final InterfaceListener listener : List.copyOf(listeners)) {
            try {
                event.accept(listener);
            } catch (final RuntimeException | Error e) {
                LOG.error("a listener to interfaces failed", e);
            }
        }
    }

    @Override
    public Interface byIndex(final int swIfIndex) {
        return find(swIfIndex);
    }

    @Override
    public Interface byName(final String name) {
        return Arrays.stream(byIndex)
                .filter(device -> device != null && device.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<? extends Interface> all() {
        return Arrays.stream(byIndex).filter(Objects::nonNull).toList();
    }

    @Override
    public void listen(final InterfaceListener listener) {
        listeners.add(listener);
    }

    /** Stops telling a listener. */
    public void forget(final InterfaceListener listener) {
        // Not by equals: two of a plugin may be equal, and a record's equals leaves its class loader in a cache of the
        // JDK.
        listeners.removeIf(each -> each == listener);
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
        long packets = 0;
        long bytes = 0;
        for (final CounterBlock counters : host.counters()) {
            packets += counters.packets(kind, swIfIndex);
            bytes += counters.bytes(kind, swIfIndex);
        }
        return new long[] {packets, bytes};
    }

    /** Sets all counters of all interfaces to zero. */
    public void clearCounters() {
        host.atBarrier("clear interfaces", () -> {
            for (final CounterBlock counters : host.counters()) {
                all().forEach(device -> counters.clear(device.swIfIndex()));
            }
        });
        clearedSeconds = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    }

    /** When all counters were set to zero the last time, in seconds since 1970; 0 for never. */
    public long clearedSeconds() {
        return clearedSeconds;
    }

    /** Where the receive queues are. */
    public RxPlacement placement() {
        return placement;
    }
}
