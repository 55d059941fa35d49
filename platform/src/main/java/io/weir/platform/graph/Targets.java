package io.weir.platform.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers by which packets are sent to names; a name keeps its number for good. Main only. */
final class Targets {
    private final List<? extends GraphThread> threads;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>(List.of(""));

    Targets(final List<? extends GraphThread> threads) {
        this.threads = threads;
    }

    /** The number of a name, new or known. */
    int of(final String name) {
        return numbers.computeIfAbsent(name, n -> {
            if (names.size() > Short.MAX_VALUE) {
                throw new GraphException("no numbers left for node " + n);
            }
            names.add(n);
            threads.forEach(thread -> thread.dispatcher().lastTarget(last()));
            return last();
        });
    }

    String name(final int target) {
        return names.get(target);
    }

    /** The highest number that a name has. */
    int last() {
        return names.size() - 1;
    }
}
