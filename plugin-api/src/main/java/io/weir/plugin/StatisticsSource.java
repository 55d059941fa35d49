package io.weir.plugin;

/** What a plugin publishes. Called on main, now and then; it should have the numbers at hand, as main waits. */
@FunctionalInterface
public interface StatisticsSource {
    /** Writes all that is to be published. What it wrote the last time and doesn't any more is taken out. */
    void publish(Statistics to);
}
