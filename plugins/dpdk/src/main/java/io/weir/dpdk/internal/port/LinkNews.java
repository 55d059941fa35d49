package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.eal.Eal;
import io.weir.graph.ProcessHandle;
import io.weir.plugin.Registrar;

/** What wakes {@code dpdk-process} between two of its looks at the links: the kernel, and drivers that interrupt. Main's, but for {@link #wake}. */
public final class LinkNews {
    private final Registrar host;
    private ProcessHandle process;
    private KernelLinks kernel;
    private PortEvents events;

    public LinkNews(final Registrar host) {
        this.host = host;
    }

    /** Says who is to be woken. */
    public void wakes(final ProcessHandle looking) {
        process = looking;
    }

    /** Begins to listen. */
    public void open(final Eal eal) {
        if (events == null) {
            kernel = KernelLinks.open(host, this::wake);
            events = new PortEvents(eal, this::wake);
        }
    }

    /** Has links be looked at soon. Any thread. */
    void wake() {
        process.signal(0, 0);
    }

    /** Listens no longer: nothing calls this version of the plugin any more. */
    public void close() {
        if (events != null) {
            kernel.close();
            events.close();
            events = null;
        }
    }

    /** Whether a port's device was pulled out since the last call. */
    boolean takeRemoved(final int port) {
        return events != null && events.takeRemoved(port);
    }
}
