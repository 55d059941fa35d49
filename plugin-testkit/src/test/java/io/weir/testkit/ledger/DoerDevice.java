package io.weir.testkit.ledger;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.RxQueue;

/** A device class whose queues and tx nodes set timers on the threads they run on. */
final class DoerDevice implements DeviceClass {
    private final Doer doer;
    private final String name;

    DoerDevice(final Doer doer, final String name) {
        this.doer = doer;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    RxQueue queue() {
        final boolean[] ticks = new boolean[1];
        return (worker, out) -> {
            doer.ran.incrementAndGet();
            if (!ticks[0]) {
                ticks[0] = true;
                doer.tickOn(worker);
            }
            return 0;
        };
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        final int[] packets = new int[Frame.CAPACITY];
        final boolean[] ticks = new boolean[1];
        return frame -> {
            if (!ticks[0]) {
                ticks[0] = true;
                doer.tickOn(worker);
            }
            final int size = frame.size();
            frame.copyIndices(packets, 0);
            frame.takeAll();
            worker.buffers().free(packets, 0, size);
        };
    }

    @Override
    public String toString() {
        return name + " of version " + doer.version;
    }
}
