package io.weir.ip4.internal.arp;

import io.weir.config.LiveSetting;
import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.graph.ProcessNode;
import io.weir.graph.Sink;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Process node ip4-announce-process: says on links that this host has an address, when it is new there or the interface comes up
 * (gratuitous ARP; RFC 5227, 2.3), as often as a setting says. Sleeps while nothing is to be said. Only main.
 */
public final class Announcer implements ProcessNode {
    /** RFC 5227, 1.1: ANNOUNCE_INTERVAL. */
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);

    private final Interfaces interfaces;
    private final ArpSender sender;
    private final LiveSetting<Integer> times;
    private final List<Pending> pending = new ArrayList<>();
    private ProcessHandle handle;

    /** What is still to be said of an address. */
    private static final class Pending {
        private final int swIfIndex;
        private final int address;
        private int left;
        private long dueNs = Long.MIN_VALUE;

        Pending(final int swIfIndex, final int address, final int left) {
            this.swIfIndex = swIfIndex;
            this.address = address;
            this.left = left;
        }
    }

    public Announcer(final Interfaces interfaces, final ArpSender sender, final LiveSetting<Integer> times) {
        this.interfaces = interfaces;
        this.sender = sender;
        this.times = times;
    }

    /** Names the process. */
    public void connect(final ProcessHandle process) {
        handle = process;
    }

    /** An interface has an address that the link is to hear of: from now on, if it is up. */
    public void begin(final int swIfIndex, final int address) {
        forget(swIfIndex, address);
        if (times.get() > 0) {
            pending.add(new Pending(swIfIndex, address, times.get()));
            handle.signal(0, 0);
        }
    }

    /** An address has left its interface. */
    public void forget(final int swIfIndex, final int address) {
        pending.removeIf(each -> each.swIfIndex == swIfIndex && each.address == address);
    }

    @Override
    public void run(final ProcessContext context) {
        while (true) {
            final long dueNs = tick(context.nowNs(), context.sink());
            context.waitForEventOrClock(
                    dueNs == Long.MAX_VALUE ? ProcessContext.FOREVER : Math.max(0, dueNs - context.nowNs()));
        }
    }

    private long tick(final long nowNs, final Sink sink) {
        long next = Long.MAX_VALUE;
        for (final Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
            final Pending each = all.next();
            final Interface on = interfaces.byIndex(each.swIfIndex);
            if (on == null || !on.adminUp() || !on.linkUp()) {
                // It begins anew when the interface comes up.
                all.remove();
                continue;
            }
            if (each.dueNs <= nowNs) {
                sender.announce(on, each.address, sink);
                each.dueNs = nowNs + INTERVAL_NS;
                each.left--;
            }
            if (each.left == 0) {
                all.remove();
            } else {
                next = Math.min(next, each.dueNs);
            }
        }
        return next;
    }
}
