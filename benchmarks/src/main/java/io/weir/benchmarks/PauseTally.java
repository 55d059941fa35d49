package io.weir.benchmarks;

import java.util.List;

/** What one kind of work has done to a worker so far, beside the equal windows in which main rested. */
final class PauseTally {
    private int pieces;
    private long lost;
    private long lostRest;
    private long longestNs;
    private long restLongestNs;
    private long allocated;
    private long collections;
    private long stops;
    private long longestStopNs;
    private String worst = "none";

    void piece() {
        pieces++;
    }

    void busy(final PauseSide.Window window) {
        lost += window.lost();
        if (window.longestNs() > longestNs && !window.worst().isEmpty()) {
            worst = window.worst().getFirst().text();
        }
        longestNs = Math.max(longestNs, window.longestNs());
        collections += window.collections();
        allocated += window.allocated();
        stops += window.stops().size();
        longestStopNs = Math.max(longestStopNs, longest(window.stops()));
    }

    void rest(final PauseSide.Window window) {
        lostRest += window.lost();
        restLongestNs = Math.max(restLongestNs, window.longestNs());
    }

    private static long longest(final List<SafepointLog.Stop> stops) {
        return stops.stream().mapToLong(SafepointLog.Stop::ns).max().orElse(0);
    }

    static void printHead() {
        System.out.printf(
                "%-12s %8s %12s %12s %12s %12s %12s %8s %12s %s%n",
                "main does",
                "pieces",
                "lost",
                "lost at rest",
                "longest us",
                "at rest us",
                "MB a piece",
                "stops",
                "longest us",
                "the longest turn was");
    }

    void print(final String name) {
        System.out.printf(
                "%-12s %8d %12d %12d %12.0f %12.0f %12.2f %8d %12.0f %s%n",
                name,
                pieces,
                lost,
                lostRest,
                longestNs / 1e3,
                restLongestNs / 1e3,
                allocated / 1e6 / Math.max(1, pieces),
                stops,
                longestStopNs / 1e3,
                worst);
    }

    Json json() {
        return new Json()
                .put("pieces", pieces)
                .put("lost", lost)
                .put("lost_rest", lostRest)
                .put("gap_max_us", longestNs / 1e3, 1)
                .put("worst", worst)
                .put("rest_max_us", restLongestNs / 1e3, 1)
                .put("collections", collections)
                .put("stops", stops)
                .put("stop_max_us", longestStopNs / 1e3, 1)
                .put("allocated_mb", allocated / 1e6, 2);
    }
}
