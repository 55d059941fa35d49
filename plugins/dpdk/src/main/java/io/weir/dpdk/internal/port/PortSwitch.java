package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.flow.FlowRules;
import io.weir.plugin.Registrar;
import java.util.function.Consumer;

/** Starts and stops ports, and changes what may not be changed while they run. Main only. */
final class PortSwitch {
    private final Registrar host;
    private final FlowRules flows;

    PortSwitch(final Registrar host, final FlowRules flows) {
        this.host = host;
        this.flows = flows;
    }

    /** Starts a port. */
    void launch(final DpdkDevice own) {
        own.port.start();
        flows.started(own);
        own.port.promiscuous(own.promiscuous);
        own.queues.forEach(DpdkRxQueue::connect);
    }

    /** Stops a port when no worker is within it any more. */
    void halt(final DpdkDevice own) {
        host.atBarrier("stop " + own.device.name(), own.port::retire);
        if (Drivers.keepsPackets(own.port.info().driver())) {
            own.queues.forEach(queue -> queue.drain(host.workers().getFirst()));
        }
        own.queues.forEach(DpdkRxQueue::disconnect);
        flows.stopping(own);
        own.port.stop();
    }

    /** Changes a port that must not run meanwhile; what it refuses leaves it running as it was. */
    void reconfigure(final DpdkDevice own, final Consumer<PortConfig> change) {
        final boolean running = own.port.started();
        if (running) {
            halt(own);
        }
        final PortConfig.Wish before = own.port.config().wish();
        try {
            change.accept(own.port.config());
            own.port.configure();
        } catch (final RuntimeException e) {
            own.port.config().wish(before);
            own.port.configure();
            throw e;
        } finally {
            if (running) {
                launch(own);
            }
        }
    }
}
