package io.weir.platform.iface;

import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interface;

/** Tells what an interface's output node does for offloads that its device doesn't take. */
@FunctionalInterface
public interface Offloads {
    /** An instance for the node on one thread. */
    OffloadNeeds of(Interface device, DeviceClass deviceClass, Worker worker);
}
