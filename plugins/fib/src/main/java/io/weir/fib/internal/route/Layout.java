package io.weir.fib.internal.route;

import io.weir.fib.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The places of a list's paths among those that it had before some were taken out: so that flows stay where they are, the shares of
 * those that went are shared out as if their interfaces were down. Of each place, the number of the path that it is of, or, if
 * that has gone, what it weighed, negative.
 *
 * @param places none where nothing has gone.
 */
record Layout(List<Integer> places) {
    static final Layout PLAIN = new Layout(List.of());

    /** What is left of a list's places when some of its paths go. */
    static Layout without(final PathList list, final List<Path> gone) {
        final List<Integer> places = new ArrayList<>();
        int number = 0;
        for (int place = 0; place < list.layout().size(list); place++) {
            final int was = list.layout().at(place);
            final Path path = was < 0 ? null : list.paths().get(was);
            final boolean goes = path != null && gone.stream().anyMatch(path::sameWay);
            places.add(path == null ? was : goes ? -path.weight() : number);
            number += path == null || goes ? 0 : 1;
        }
        return new Layout(List.copyOf(places));
    }

    /** Whether no path has gone. */
    boolean isPlain() {
        return places.isEmpty();
    }

    /** How many places there are. */
    int size(final PathList list) {
        return places.isEmpty() ? list.paths().size() : places.size();
    }

    /** The path of a place, or minus the weight of the one that was there. */
    int at(final int place) {
        return places.isEmpty() ? place : places.get(place);
    }
}
