package io.weir.iface;

import io.weir.graph.Sink;
import io.weir.graph.Worker;

/** One receive queue of a device. It is polled by the one worker that it is placed on. */
public interface RxQueue {
    /**
     * Takes up to a frame of packets and emits them. On the worker's thread; must not block or allocate.
     *
     * @return how many packets were taken.
     */
    int poll(Worker worker, Sink out);

    /** File descriptor that becomes readable when packets wait, or -1 if the queue can only be polled. */
    default int interruptFd() {
        return -1;
    }

    /**
     * Whether {@link #interrupts} is enough for it to wait for packets, without a descriptor: it raises the interrupt that it was
     * given whenever packets have come. Then it works in all modes.
     */
    default boolean raisesInterrupts() {
        return false;
    }

    /**
     * Gives the queue the interrupt to raise. Called on main when it is added, before the first poll, if it
     * {@link #raisesInterrupts}.
     */
    default void interrupts(final RxInterrupt interrupt) {}

    /**
     * Has the device tell of packets by {@link #interruptFd} again: the queue was polled empty and waits from here on. On the
     * worker's thread. A descriptor that is readable for as long as packets wait needs nothing.
     */
    default void arm() {}
}
