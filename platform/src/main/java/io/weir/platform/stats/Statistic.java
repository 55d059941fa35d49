package io.weir.platform.stats;

import java.util.List;

/**
 * An entry as it was read.
 *
 * @param name of it.
 * @param type what it is; what a link leads to, if it is one.
 * @param number of a SCALAR or GAUGE.
 * @param rows of a SIMPLE or COMBINED entry, by thread; packets and bytes in turn in the latter.
 * @param names of a NAMES entry, null where one is missing.
 * @param target name of the entry that it is a column of; null if it is no link.
 * @param column of that one.
 */
public record Statistic(
        String name, EntryType type, long number, long[][] rows, List<String> names, String target, int column) {}
