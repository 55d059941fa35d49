package io.weir.platform.iface;

import io.weir.iface.Interface;
import io.weir.platform.fault.FaultSite;

/** What tests look at of receive queues that nobody else does. */
public final class QueueProbe {
    private QueueProbe() {}

    /** What the faults of an interface's first queue are noted under. */
    public static FaultSite site(final Interface device) {
        return ((HostInterface) device).queues.getFirst().site;
    }
}
