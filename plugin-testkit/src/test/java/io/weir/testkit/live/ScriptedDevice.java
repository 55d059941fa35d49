package io.weir.testkit.live;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;
import io.weir.iface.RxQueue;

/** A device class of a plugin: what is sent is counted and freed, and nothing is ever received. */
final class ScriptedDevice implements DeviceClass {
    private final String name;
    private final String version;

    ScriptedDevice(final String name, final String version) {
        this.name = name;
        this.version = version;
    }

    @Override
    public String name() {
        return name;
    }

    long sent() {
        return Shared.number(name + " " + version + " sent").get();
    }

    RxQueue queue(final Interface device) {
        return (worker, out) -> {
            Shared.number(name + " " + version + " polls").incrementAndGet();
            return 0;
        };
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        final int[] packets = new int[Frame.CAPACITY];
        return frame -> {
            final int size = frame.size();
            frame.copyIndices(packets, 0);
            frame.takeAll();
            worker.buffers().free(packets, 0, size);
            Shared.number(name + " " + version + " sent").addAndGet(size);
        };
    }

    @Override
    public void deleted(final Interface device) {
        Shared.event(name + " " + version + " deleted " + device.name());
    }
}
