package io.weir.dpdk.internal.port;

import io.weir.dpdk.internal.ffi.DpdkException;
import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessNode;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.plugin.Registrar;
import java.util.concurrent.TimeUnit;

/**
 * {@code dpdk-process}: looks at links and at devices that are gone, and reads statistics, now and then. It also tells ports of
 * properties that commands have changed. Main only.
 */
public final class DpdkProcess implements ProcessNode, InterfaceListener {
    private final Registrar host;
    private final DpdkDevices devices;
    private final LinkNews news;
    private long linkNs = TimeUnit.SECONDS.toNanos(3);
    private long statsNs = TimeUnit.SECONDS.toNanos(10);
    private long nextStatsNs;

    public DpdkProcess(final Registrar host, final DpdkDevices devices, final LinkNews news) {
        this.news = news;
        this.host = host;
        this.devices = devices;
    }

    /** Sets the times between two looks; null leaves them as they are. */
    public void intervals(final Integer linkMs, final Integer statsSeconds) {
        linkNs = linkMs == null ? linkNs : TimeUnit.MILLISECONDS.toNanos(linkMs);
        statsNs = statsSeconds == null ? statsNs : TimeUnit.SECONDS.toNanos(statsSeconds);
    }

    @Override
    public void run(final ProcessContext context) {
        while (true) {
            context.waitForEventOrClock(Math.min(linkNs, statsNs));
            devices.all().forEach(this::look);
            if (context.nowNs() >= nextStatsNs) {
                nextStatsNs = context.nowNs() + statsNs;
                devices.all().forEach(own -> count(own, context));
            }
        }
    }

    private static void count(final DpdkDevice own, final ProcessContext context) {
        own.stats.count(context.worker().interfaceCounters(), own.device.swIfIndex());
        own.stats.readExtended();
    }

    private void look(final DpdkDevice own) {
        if (own.device == null) {
            return;
        }
        own.link = own.port.link();
        final boolean up = own.link.up();
        if (!own.lost && (news.takeRemoved(own.port.id()) || own.port.removed())) {
            own.lost = true;
            host.log().warn("{}: the device {} is gone", own.device.name(), own.port.device());
        }
        if (own.device.linkUp() != (up && !own.lost)) {
            host.log().info("{}: link {}", own.device.name(), up && !own.lost ? "up" : "down");
            host.interfaces().linkUp(own.device, up && !own.lost);
        }
    }

    @Override
    public void deleting(final Interface gone) {
        devices.unpatch(gone);
    }

    @Override
    public void changed(final Interface changed) {
        if (changed.deviceClass() != devices) {
            return;
        }
        // A port that was started now has a link soon.
        news.wake();
        final DpdkDevice own = devices.own(changed);
        if (own.mac != changed.mac()) {
            own.mac = changed.mac();
            try {
                own.port.macs().own(own.mac);
            } catch (final DpdkException e) {
                host.log().warn("{}; frames to the new address come in promiscuous mode only", e.getMessage());
            }
        }
    }
}
