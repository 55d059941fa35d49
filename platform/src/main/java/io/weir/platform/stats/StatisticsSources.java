package io.weir.platform.stats;

import io.weir.plugin.StatisticsSource;
import java.util.ArrayList;
import java.util.List;

/** What plugins publish, in the order in which they came. Main only. */
public final class StatisticsSources {
    /** One source. No record: a plugin may add two that are equal, and takes each back. */
    static final class Owned {
        private final String owner;
        private final StatisticsSource source;

        Owned(final String owner, final StatisticsSource source) {
            this.owner = owner;
            this.source = source;
        }

        String owner() {
            return owner;
        }

        StatisticsSource source() {
            return source;
        }
    }

    private final List<Owned> all = new ArrayList<>();
    private Runnable onChange = () -> {};

    /** Adds a source; what is returned takes it back. */
    public Runnable add(final String owner, final StatisticsSource source) {
        final Owned owned = new Owned(owner, source);
        all.add(owned);
        return () -> all.remove(owned);
    }

    List<Owned> all() {
        return List.copyOf(all);
    }

    /** Says that what there is to tell has changed: a plugin has come or gone. */
    public void changed() {
        onChange.run();
    }

    void onChange(final Runnable action) {
        onChange = action;
    }
}
