package io.weir.acl.internal.etype;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** All whitelists at one moment, by direction and interface. Immutable: a node asks one table about all frames of a vector. */
final class EtypeTable {
    static final EtypeTable EMPTY = new EtypeTable(List.of(Map.of(), Map.of()));

    /** Types in ascending order; null where all go on. */
    private final int[][][] types = new int[2][][];

    EtypeTable(final List<Map<Integer, List<Integer>>> byDirection) {
        for (int direction = 0; direction < types.length; direction++) {
            final Map<Integer, List<Integer>> lists = byDirection.get(direction);
            final int[][] all = new int
                    [lists.keySet().stream().mapToInt(each -> each + 1).max().orElse(0)][];
            lists.forEach((swIfIndex, list) -> all[swIfIndex] =
                    list.stream().mapToInt(Integer::intValue).sorted().toArray());
            types[direction] = all;
        }
    }

    /** The list of an interface, or null. */
    int[] of(final boolean leaving, final int swIfIndex) {
        final int[][] all = types[leaving ? 1 : 0];
        return swIfIndex >= 0 && swIfIndex < all.length ? all[swIfIndex] : null;
    }

    /** Whether a list has a type. */
    static boolean has(final int[] list, final int type) {
        return Arrays.binarySearch(list, type) >= 0;
    }
}
