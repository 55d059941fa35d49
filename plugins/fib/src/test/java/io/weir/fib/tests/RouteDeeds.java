package io.weir.fib.tests;

import io.weir.fib.tests.Way.Does;
import io.weir.fib.tests.Way.Path;
import io.weir.fib.tests.Way.Prefix;
import io.weir.fib.tests.Way.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Random routes of the operator's, and paths of them, that come and go. */
record RouteDeeds(RouterScene scene) {
    private static final int[] LENGTHS = {0, 8, 9, 14, 15, 16, 22, 23, 24, 25, 26, 30, 31, 32, 32, 32};
    /** Paths beyond which a route gets no more. */
    private static final int MANY = 8;

    private Prefix prefix() {
        return new Prefix(scene.anyNumber(), scene.pick(LENGTHS));
    }

    void add() {
        final int in = scene.anyTable();
        final Prefix prefix = prefix();
        final List<Path> paths = new ArrayList<>();
        if (scene.random().nextInt(6) == 0) {
            paths.add(
                    switch (scene.random().nextInt(5)) {
                        case 0 -> new Path(Does.DROP, 0, 0, 0, 1);
                        case 1 -> new Path(Does.LOCAL, 0, 0, 0, 1);
                        case 2 -> new Path(Does.PUNT, 0, 0, 0, 1);
                        default -> new Path(Does.LOOKUP, 0, 0, scene.pick(RouterModel.TABLES), 1);
                    });
        } else {
            final int count =
                    scene.random().nextInt(3) == 0 ? 1 : 1 + scene.random().nextInt(4);
            while (paths.size() < count) {
                paths.add(path(in));
            }
            if (scene.random().nextInt(8) == 0) {
                final Path again = paths.getFirst();
                paths.add(new Path(again.does(), again.nextHop(), again.port(), again.table(), again.weight() % 9 + 1));
            }
        }
        final Map<Prefix, Route> routes = scene.model().given.get(in);
        final Route before = routes.get(prefix);
        if (before != null && before.paths().size() > MANY) {
            return;
        }
        routes.put(prefix, (before == null ? new Route(List.of()) : before).with(paths));
        final StringBuilder line = new StringBuilder("ip route add " + text(in, prefix));
        paths.forEach(path -> line.append(text(in, path)));
        scene.cli(line.toString());
    }

    private Path path(final int in) {
        final int weight = scene.random().nextInt(3) == 0
                ? 1 + scene.random().nextInt(scene.random().nextInt(4) == 0 ? 255 : 4)
                : 1;
        final int port = scene.random().nextInt(RouterModel.PORTS);
        return switch (scene.random().nextInt(8)) {
            case 0 -> new Path(Does.ATTACHED, 0, port, 0, weight);
            case 1, 2, 3 -> new Path(Does.VIA, RouterScene.linked(scene.random(), port), port, 0, weight);
            case 4 -> new Path(Does.RECURSIVE, scene.anyNumber(), 0, scene.pick(RouterModel.TABLES), weight);
            default -> new Path(Does.RECURSIVE, scene.anyNumber(), 0, in, weight);
        };
    }

    private String text(final int in, final Prefix prefix) {
        return (in == 0 ? "" : "table " + in + " ") + scene.real().family.prefix(prefix.number(), prefix.length());
    }

    private String text(final int in, final Path path) {
        final String weight = path.weight() == 1 ? "" : " weight " + path.weight();
        return " via "
                + switch (path.does()) {
                    case VIA -> scene.real().address(path.nextHop()) + " if" + path.port() + weight;
                    case RECURSIVE ->
                        scene.real().address(path.nextHop())
                                + (path.table() == in ? "" : " next-hop-table " + path.table())
                                + weight;
                    case ATTACHED -> "if" + path.port() + weight;
                    case LOCAL -> "local";
                    case PUNT -> "punt";
                    case DROP -> "drop";
                    case LOOKUP -> scene.real().family.name() + "-lookup-in-table " + path.table();
                };
    }

    /** A route that was given, or null. */
    private Map.Entry<Prefix, Route> any(final int in) {
        final List<Map.Entry<Prefix, Route>> all =
                new ArrayList<>(scene.model().given.get(in).entrySet());
        return all.isEmpty() ? null : all.get(scene.random().nextInt(all.size()));
    }

    void delete() {
        final int in = scene.anyTable();
        final Map.Entry<Prefix, Route> route = any(in);
        if (route != null) {
            scene.model().given.get(in).remove(route.getKey());
            scene.cli("ip route del " + text(in, route.getKey()));
        }
    }

    /**
     * Takes one path of several out.
     *
     * @param direct whether it must lead to a neighbour by itself: what came of others' paths has as many shares as those.
     */
    boolean withdraw(final boolean direct) {
        final int in = scene.anyTable();
        final Map.Entry<Prefix, Route> route = any(in);
        if (route == null || route.getValue().paths().size() < 2) {
            return false;
        }
        final List<Path> paths = route.getValue().paths();
        final Path gone = paths.get(scene.random().nextInt(paths.size()));
        if (direct && gone.does() == Does.RECURSIVE) {
            return false;
        }
        scene.model().given.get(in).put(route.getKey(), route.getValue().without(gone));
        scene.cli("ip route del " + text(in, route.getKey())
                + text(in, new Path(gone.does(), gone.nextHop(), gone.port(), gone.table(), 1)));
        return true;
    }
}
