package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.plugin.Registrar;
import java.util.Map;

/**
 * A port that runs, as it goes over to the next version of the plugin.
 *
 * @param id DPDK's number of it.
 * @param device its name there.
 * @param started whether it is.
 * @param interrupts whether it has receive interrupts.
 * @param settings how it was wanted.
 * @param rxDescriptors of each receive queue, as it is now.
 * @param txDescriptors of each transmit queue.
 * @param patched name of the interface that its packets are sent to unseen, or null.
 * @param lost whether the device was pulled out.
 * @param counted what its driver has counted so far.
 */
public record PortState(
        int id,
        String device,
        boolean started,
        boolean interrupts,
        PortSettings settings,
        int rxDescriptors,
        int txDescriptors,
        String patched,
        boolean lost,
        Map<Kind, Long> counted) {
    /** The state of a port. */
    static PortState of(final DpdkDevice own) {
        return new PortState(
                own.port.id(),
                own.port.device(),
                own.port.started(),
                own.port.hasInterrupts(),
                own.port.settings(),
                own.port.rxDescriptors(),
                own.port.txDescriptors(),
                own.patched == null ? null : own.patched.name(),
                own.lost,
                own.stats.counted());
    }

    /** The port in another version of the plugin, with the interface that stayed. */
    DpdkDevice adopted(final Eal eal, final Registrar host, final String name, final long mempool) {
        final int threads = host.workers().size();
        final Port port = new Port(eal, id, device, settings, mempool, threads);
        final DpdkDevice own = new DpdkDevice(port, new PortStats(eal, id), threads);
        port.config().descriptors(rxDescriptors, txDescriptors);
        own.lost = lost;
        own.stats.resume(counted);
        own.patched = patched == null ? null : host.interfaces().byName(patched);
        port.adopt(started, interrupts);
        own.device = host.interfaces().byName(name);
        own.mac = own.device.mac();
        own.promiscuous = own.device.promiscuous();
        return own;
    }
}
