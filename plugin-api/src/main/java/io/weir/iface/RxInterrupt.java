package io.weir.iface;

/** The interrupt of one receive queue that has no descriptor (VPP: vnet_hw_if_rx_queue_set_int_pending). */
@FunctionalInterface
public interface RxInterrupt {
    /**
     * Has the queue polled soon by the thread that it is placed on, which is woken if it sleeps; nothing happens while it is
     * polled anyway, or when it has gone. What was written before is seen by that poll. Any thread may call.
     */
    void raise();
}
