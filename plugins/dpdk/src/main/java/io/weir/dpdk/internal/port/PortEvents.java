package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.dpdk.internal.eal.Eal;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What drivers tell of their ports by interrupts: a link has changed, a device was pulled out. The one call from DPDK into
 * Java, made by a thread of EAL's or of a driver's, which only notes what happened and has main look; it must not block. The
 * stub that is called lives until DPDK has forgotten it. Main's, but for {@link #happened}.
 */
final class PortEvents implements AutoCloseable {
    static final int LINK = 1;
    static final int REMOVED = 6;

    /** As DPDK is built by distributions; the number behind the last port's means all of them. */
    private static final int MAX_PORTS = 32;

    private static final int AGAIN = -11;
    private static final int PATIENCE = 1_000_000;

    private final Arena arena = Arena.ofShared();
    private final Eal eal;
    private final Runnable changed;
    private final MemorySegment stub;
    /** Bits of ports whose devices were pulled out. */
    private final AtomicLong removed = new AtomicLong();

    /** Listens to all ports, also those to come. */
    PortEvents(final Eal eal, final Runnable changed) {
        this.eal = eal;
        this.changed = changed;
        stub = stub();
        for (final int event : new int[] {LINK, REMOVED}) {
            if (eal.calls().callInt("rte_eth_dev_callback_register", MAX_PORTS, event, stub, 0L) != 0) {
                eal.warn("DPDK does not tell of events of ports: links are only looked at now and then");
            }
        }
    }

    private MemorySegment stub() {
        try {
            final MethodHandle handle = MethodHandles.lookup()
                    .bind(
                            this,
                            "happened",
                            MethodType.methodType(int.class, short.class, int.class, long.class, long.class));
            return Linker.nativeLinker()
                    .upcallStub(
                            handle, FunctionDescriptor.of(JAVA_INT, JAVA_SHORT, JAVA_INT, JAVA_LONG, JAVA_LONG), arena);
        } catch (final ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** Called by DPDK. What it threw would end the process. */
    @SuppressWarnings("unused")
    private int happened(final short port, final int event, final long argument, final long result) {
        try {
            if (event == REMOVED) {
                removed.getAndAccumulate(1L << port, (bits, bit) -> bits | bit);
            }
            changed.run();
        } catch (final Throwable t) {
            // The next look at the links finds what this one would have told of.
            return -1;
        }
        return 0;
    }

    /** Whether a port's device was pulled out since the last call. */
    boolean takeRemoved(final int port) {
        final long bit = 1L << port;
        return (removed.getAndAccumulate(bit, (bits, taken) -> bits & ~taken) & bit) != 0;
    }

    @Override
    public void close() {
        boolean forgotten = true;
        for (final int event : new int[] {LINK, REMOVED}) {
            // One by one, for the result of all at once is only that of the last.
            for (int port = 0; port < MAX_PORTS; port++) {
                forgotten &= eal.calls().callInt("rte_eth_dev_is_valid_port", port) == 0 || unregister(port, event);
            }
            forgotten &= unregister(MAX_PORTS, event);
        }
        if (forgotten) {
            arena.close();
        } else {
            eal.warn("DPDK does not come back from telling of a port's event: what it calls is kept");
        }
    }

    private boolean unregister(final int port, final int event) {
        int result = AGAIN;
        for (int tries = 0; result == AGAIN && tries < PATIENCE; tries++) {
            // It is being called: that takes some microseconds.
            Thread.onSpinWait();
            result = eal.calls().callInt("rte_eth_dev_callback_unregister", port, event, stub, 0L);
        }
        return result != AGAIN;
    }
}
