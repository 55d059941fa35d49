package io.weir.dpdk.internal.port;

import io.weir.plugin.Statistics;
import io.weir.plugin.StatisticsSource;
import java.util.List;

/**
 * The extended statistics of all ports in the statistics segment, {@code /if/xstats/SW_IF_INDEX} and
 * {@code /interfaces/NAME/XSTAT}, as {@link DpdkProcess} read them last. The basic ones are counters of the interfaces. Main
 * only.
 */
public final class DpdkStatistics implements StatisticsSource {
    private final DpdkDevices devices;

    public DpdkStatistics(final DpdkDevices devices) {
        this.devices = devices;
    }

    @Override
    public void publish(final Statistics to) {
        for (final DpdkDevice own : devices.all()) {
            // A port that is new is not left out until its time comes.
            final boolean known = own.stats.extended().values().length > 0;
            final PortStats.Extended extended = known ? own.stats.extended() : own.stats.readExtended();
            if (own.device != null && extended.values().length > 0) {
                final List<String> links = extended.names().stream()
                        .map(name -> Statistics.of(own.device, name))
                        .toList();
                to.counters("/if/xstats/" + own.device.swIfIndex(), links, extended.values());
            }
        }
    }
}
