package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.eal.Devices;
import io.weir.dpdk.internal.eal.Eal;
import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.graph.FeatureArc;
import io.weir.graph.Next;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;

/** Brings devices in, makes interfaces of their ports with queues on workers, and takes them out. Main only. */
final class PortMaker {
    private final Registrar host;
    private final Eal eal;
    private final Devices buses;
    private final DpdkDevices devices;
    private final DpdkReasons reasons;
    private final Next ethernetInput;

    PortMaker(final Registrar host, final Eal eal, final DpdkDevices devices, final DpdkReasons reasons) {
        this.host = host;
        this.eal = eal;
        this.devices = devices;
        this.reasons = reasons;
        buses = new Devices(eal);
        ethernetInput = host.next("ethernet-input");
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
    List<Interface> add(
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
        devices.flows().added(id);
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
            made.device = host.interfaces().register(devices, new Interfaces.Spec(name, made.mac, port.mtu()));
            // A device without an address of its own gets the one that the host made up, if it takes any.
            made.mac = made.device.mac();
            addQueues(made, made.port.settings().workers());
            host.interfaces().linkUp(made.device, port.link().up());
            return made.device;
        } catch (final RuntimeException | Error e) {
            if (made.device != null) {
                host.interfaces().delete(made.device);
            } else {
                devices.forget(name);
                made.release();
            }
            throw e;
        }
    }

    /** Gives an interface the receive queues of its port; they go where those of the version before were. */
    void addQueues(final DpdkDevice made) {
        addQueues(made, List.of());
    }

    private void addQueues(final DpdkDevice made, final List<Integer> workers) {
        for (int i = 0; i < made.port.rxQueues(); i++) {
            final DpdkRxQueue queue = new DpdkRxQueue(
                    eal, made.port, i, made.device.swIfIndex(), entry(made.device, made.patched), reasons);
            made.queues.add(queue);
            if (workers.isEmpty()) {
                host.interfaces().addRxQueue(made.device, queue, RxMode.POLLING);
            } else {
                // Worker 0 is the thread behind main.
                host.interfaces().addRxQueue(made.device, queue, RxMode.POLLING, 1 + workers.get(i % workers.size()));
            }
        }
    }

    /** Where what an interface receives goes: into the graph, or to another that it is patched to. */
    int entry(final Interface rx, final Interface patched) {
        return patched == null
                ? host.features().entry(FeatureArc.DEVICE_INPUT, rx.swIfIndex(), ethernetInput.target())
                : patched.outputTarget();
    }

    private void removeQuietly(final String device) {
        try {
            buses.remove(device);
        } catch (final DpdkException e) {
            host.log().warn(e.getMessage());
        }
    }

    /** Stops a port and lets go of it, and of its device if it has no other; its interface has left the graph. */
    void unmake(final DpdkDevice own) {
        if (own.port.started() && Drivers.keepsPackets(own.port.info().driver())) {
            own.queues.forEach(queue -> queue.drain(host.workers().getFirst()));
        }
        own.queues.forEach(DpdkRxQueue::disconnect);
        devices.flows().deleted(own);
        final String bus = buses.name(own.port.info().device());
        own.port.stop();
        own.release();
        final boolean others = devices.all().stream()
                .anyMatch(other -> other.port.info().device() == own.port.info().device());
        if (!others) {
            removeQuietly(bus);
        }
    }
}
