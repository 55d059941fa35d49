package io.weir.graph;

import java.util.List;

/**
 * Where a feature stands among the others of its arc.
 *
 * @param before whether the feature comes before those named, else after.
 * @param features names of nodes; those that are absent constrain nothing and are shown by {@code show features}.
 */
public record Order(boolean before, List<String> features) {
    /** Comes after these. */
    public static Order after(final String... features) {
        return new Order(false, List.of(features));
    }

    /** Comes before these. */
    public static Order before(final String... features) {
        return new Order(true, List.of(features));
    }
}
