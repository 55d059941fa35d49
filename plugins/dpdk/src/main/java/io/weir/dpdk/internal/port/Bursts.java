package io.weir.dpdk.internal.port;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.dpdk.internal.ffi.Abi;
import io.weir.dpdk.internal.ffi.Calls;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.agrona.UnsafeApi;

/**
 * Receive and transmit bursts of one port for one thread, by the functions that its driver has put into
 * {@code rte_eth_fp_ops}. They are looked up at each burst, for a port that stops gets others. A driver that only moves
 * memory is called without leaving Java, which holds safepoints back for as long as it runs; one that may ask the kernel is
 * called in the ordinary way.
 */
final class Bursts {
    private static final FunctionDescriptor BURST = FunctionDescriptor.of(JAVA_SHORT, JAVA_LONG, JAVA_LONG, JAVA_SHORT);
    private static final MethodHandle SHORT =
            Linker.nativeLinker().downcallHandle(BURST, Linker.Option.critical(false));
    private static final MethodHandle ORDINARY = Linker.nativeLinker().downcallHandle(BURST);

    private final long function;
    private final long queues;
    private final long queue;
    private final boolean mayBlock;
    private MemorySegment last = MemorySegment.NULL;

    private Bursts(final long function, final long queues, final int queue, final boolean mayBlock) {
        this.function = function;
        this.queues = queues;
        this.queue = (long) queue * Long.BYTES;
        this.mayBlock = mayBlock;
    }

    /** Bursts received by a queue; {@code port} is the address of its entry in the table. */
    static Bursts rx(final long port, final Abi.Burst layout, final int queue, final boolean mayBlock) {
        return new Bursts(port + layout.rx(), port + layout.rxQueues(), queue, mayBlock);
    }

    /** Bursts sent by a queue; {@code port} is the address of its entry in the table. */
    static Bursts tx(final long port, final Abi.Burst layout, final int queue, final boolean mayBlock) {
        return new Bursts(port + layout.tx(), port + layout.txQueues(), queue, mayBlock);
    }

    /** Moves up to {@code count} packets to or from an array of addresses of mbufs; returns how many. */
    int move(final long mbufs, final int count) {
        final long address = UnsafeApi.getLong(function);
        if (address != last.address()) {
            last = MemorySegment.ofAddress(address);
        }
        final long data = UnsafeApi.getLong(UnsafeApi.getLong(queues) + queue);
        try {
            return mayBlock
                    ? (short) ORDINARY.invokeExact(last, data, mbufs, (short) count) & 0xffff
                    : (short) SHORT.invokeExact(last, data, mbufs, (short) count) & 0xffff;
        } catch (final Throwable t) {
            throw Calls.unexpected(t);
        }
    }
}
