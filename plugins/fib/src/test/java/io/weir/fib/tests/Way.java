package io.weir.fib.tests;

import java.util.ArrayList;
import java.util.List;

/** What the operator says and what comes of it. Addresses are 32-bit numbers. */
final class Way {
    private Way() {}

    /** So many of a number's first bits. */
    record Prefix(int number, int length) {
        Prefix {
            number &= mask(length);
        }

        boolean contains(final int other) {
            return (other & mask(length)) == number;
        }

        static int mask(final int length) {
            return length == 0 ? 0 : -1 << 32 - length;
        }

        int last() {
            return number | ~mask(length);
        }
    }

    /** What a path does. */
    enum Does {
        VIA,
        RECURSIVE,
        ATTACHED,
        LOCAL,
        DROP,
        PUNT,
        LOOKUP;

        boolean standsAlone() {
            return this == LOCAL || this == DROP || this == PUNT || this == LOOKUP;
        }
    }

    /** A path of a route; what of the numbers means nothing is 0. */
    record Path(Does does, int nextHop, int port, int table, int weight) {
        boolean sameWay(final Path other) {
            return does == other.does && nextHop == other.nextHop && port == other.port && table == other.table;
        }
    }

    /** A path, or the place of one that was taken out. */
    record Place(Path path, int weight) {}

    /** A route's paths, with the places of those that were taken out one by one. */
    record Route(List<Place> places) {
        static Route of(final List<Path> paths) {
            return new Route(
                    paths.stream().map(path -> new Place(path, path.weight())).toList());
        }

        List<Path> paths() {
            return places.stream()
                    .filter(place -> place.path != null)
                    .map(Place::path)
                    .toList();
        }

        /** Paths join those that were there; one that was there gets the new weight. */
        Route with(final List<Path> more) {
            final List<Path> all = new ArrayList<>();
            if (!more.getFirst().does.standsAlone()) {
                paths().stream().filter(path -> !path.does.standsAlone()).forEach(all::add);
            }
            for (final Path path : more) {
                all.removeIf(path::sameWay);
                all.add(path);
            }
            return of(all);
        }

        Route without(final Path gone) {
            return new Route(places.stream()
                    .map(place ->
                            place.path != null && place.path.sameWay(gone) ? new Place(null, place.weight) : place)
                    .toList());
        }
    }

    /** Where a packet ends up. */
    enum Where {
        NEIGHBOR,
        LINK,
        HOST,
        SYSTEM,
        NOWHERE
    }

    /** An end: by an interface to a neighbour, whose number it has, and so on. */
    record End(Where where, int port, int number) {
        static final End NOWHERE = new End(Where.NOWHERE, -1, 0);

        @Override
        public String toString() {
            return where + (port < 0 ? "" : " if" + port) + (number == 0 ? "" : " " + Integer.toHexString(number));
        }
    }

    /** An end (null where a path has none), its part of the flows when all are up, and whether it is. */
    record Share(End end, double weight, boolean up) {}

    /** What comes of a lookup. */
    record Verdict(List<Share> shares, boolean merged) {
        static Verdict nowhere() {
            return new Verdict(List.of(), false);
        }

        List<End> up() {
            return shares.stream()
                    .filter(share -> share.end != null && share.up)
                    .map(Share::end)
                    .toList();
        }

        boolean allUp() {
            return !shares.isEmpty() && shares.stream().allMatch(share -> share.end != null && share.up);
        }
    }
}
