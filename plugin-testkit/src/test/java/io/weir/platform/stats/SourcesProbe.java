package io.weir.platform.stats;

import java.util.List;

/** What tests look at of statistics that nobody else does. */
public final class SourcesProbe {
    private SourcesProbe() {}

    /** Who publishes numbers of their own, an entry for each source. */
    public static List<String> owners(final StatisticsSources sources) {
        return sources.all().stream().map(StatisticsSources.Owned::owner).toList();
    }
}
