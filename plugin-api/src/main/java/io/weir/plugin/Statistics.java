package io.weir.plugin;

import io.weir.iface.Interface;
import java.util.List;

/**
 * Where a plugin writes what it tells of itself in the statistics segment: see {@link Registrar#statistics}. Good only
 * within the call. Names begin with a slash and have at most 127 bytes; of two equal ones the first counts.
 */
public interface Statistics {
    /** A number that goes up and down. */
    void gauge(String name, long value);

    /**
     * Counters in a row.
     *
     * @param name of the row.
     * @param links for each value a name of its own beside that of the row; or an empty list.
     * @param values not kept.
     * @throws IllegalArgumentException when there are links, but not as many as values.
     */
    void counters(String name, List<String> links, long[] values);

    /** The name of an interface's own statistic, {@code /interfaces/NAME/WHAT}; slashes in the interface's name are _ there. */
    static String of(final Interface device, final String what) {
        return "/interfaces/" + device.name().replace('/', '_') + "/" + what;
    }
}
