package io.weir.platform.loopback;

import io.weir.graph.Next;
import io.weir.graph.PacketNode;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;

/** A device without a wire. Large segments and unfinished checksums stay as they are: nobody else sees them. */
final class LoopbackDeviceClass implements DeviceClass {
    private final Next ethernetInput;

    LoopbackDeviceClass(final Next ethernetInput) {
        this.ethernetInput = ethernetInput;
    }

    @Override
    public String name() {
        return "loopback";
    }

    @Override
    public PacketNode tx(final Worker worker, final Interface device) {
        return new LoopbackTxNode(device.swIfIndex(), ethernetInput.target(), worker.interfaceCounters());
    }

    @Override
    public void secondaryMac(final Interface device, final long mac, final boolean added) {
        // Nothing filters frames before ethernet-input.
    }

    @Override
    public void promiscuous(final Interface device, final boolean on) {
        // Nothing filters frames before ethernet-input.
    }

    @Override
    public boolean takesPartialChecksums(final Interface device) {
        return true;
    }

    @Override
    public boolean takesLargeSegments(final Interface device) {
        return true;
    }
}
