package io.weir.fib.internal.route;

import io.weir.fib.Path;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.MtuLimit;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.SourceEntry.Owner;
import io.weir.plugin.Added;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Routes, path lists, sources and tables as one version of the plugin hands them to the next. The routes' memory is copied as
 * it is; the rest is written out, since there is little of it. All numbers stay. Only main.
 *
 * <pre>
 *   table: {index, family, number, fields of flows}   source: {number, rank, owner, size, foreign}
 *   path list: {forwarding index, family, locks, object,
 *               then for each path: kind, next hop (2), interface, table, target, word, weight,
 *               then the places of a layout}
 *   limit: {forwarding index, what all packets are held to, what this host's own are}
 * </pre>
 */
public record RouteState(
        int[][] tables,
        String[] tableNames,
        int[][] sources,
        String[][] sourceNames,
        long[][] pathLists,
        String[][] pathNodes,
        long[] routes,
        @Added int[][] limits) {
    /** Their places are what the state says. */
    private static final List<Path.Kind> KINDS = List.of(Path.Kind.values());

    private static final List<Owner> OWNERS = List.of(Owner.values());
    /** Of versions whose tables all had the same fields of flows. */
    private static final int TABLE_FIELDS = 3;

    private static final int LIST_FIELDS = 4;
    private static final int PATH_FIELDS = 8;

    /** All there is; what walks have still to do is done first. */
    public static RouteState of(final Routes from) {
        from.walks().finish();
        final List<RouteTable> tables =
                from.tables().all().stream().filter(table -> !table.gone).toList();
        final List<PathList> lists = from.lists().all();
        return new RouteState(
                tables.stream().map(table -> row(from.tables(), table)).toArray(int[][]::new),
                tables.stream().map(RouteTable::name).toArray(String[]::new),
                from.sources().all().stream().map(RouteState::row).toArray(int[][]::new),
                from.sources().all().stream()
                        .map(source -> new String[] {source.plugin(), source.name()})
                        .toArray(String[][]::new),
                lists.stream().map(RouteState::row).toArray(long[][]::new),
                lists.stream().map(RouteState::nodes).toArray(String[][]::new),
                from.store().export(),
                lists.stream()
                        .filter(list -> !list.limit().equals(MtuLimit.NONE))
                        .map(list -> new int[] {
                            list.forwarding(), list.limit().all(), list.limit().own()
                        })
                        .toArray(int[][]::new));
    }

    private static int[] row(final Tables all, final RouteTable table) {
        return new int[] {table.index(), table.kin().id(), table.number(), all.flowFields(table)};
    }

    private static int[] row(final SourceEntry source) {
        return new int[] {
            source.id(), source.rank(), OWNERS.indexOf(source.owner()), source.size(), source.foreign() ? 1 : 0
        };
    }

    private static long[] row(final PathList list) {
        final List<Integer> places = list.layout().places();
        final long[] row = new long[LIST_FIELDS + PATH_FIELDS * list.paths().size() + places.size()];
        row[0] = list.forwarding();
        row[1] = list.kin().id();
        row[2] = list.locks();
        row[3] = list.object().index();
        int at = LIST_FIELDS;
        for (final Path path : list.paths()) {
            row[at++] = KINDS.indexOf(path.kind());
            row[at++] = path.high();
            row[at++] = path.low();
            row[at++] = path.swIfIndex();
            row[at++] = path.table();
            row[at++] = path.target();
            row[at++] = path.word();
            row[at++] = path.weight();
        }
        for (final int place : places) {
            row[at++] = place;
        }
        return row;
    }

    private static String[] nodes(final PathList list) {
        return list.paths().stream()
                .map(path -> path.node() == null ? "" : path.node())
                .toArray(String[]::new);
    }

    /** The forwarding indices of the path lists. */
    public int[] forwardings() {
        final long[][] rows = pathLists;
        final int[] forwardings = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            forwardings[i] = (int) rows[i][0];
        }
        return forwardings;
    }

    /** Makes tables and sources that have had none; the families are there. */
    public void restoreTables(final Routes to, final IntFunction<Kin> kin) {
        for (int i = 0; i < tables.length; i++) {
            final int[] row = tables[i];
            final RouteTable made = to.tables().restore(row[0], kin.apply(row[1]), row[2], tableNames[i]);
            if (row.length > TABLE_FIELDS) {
                to.tables().flowFields(made, row[TABLE_FIELDS]);
            }
            if (made.number() == 0) {
                to.tables().lock(made, Tables.FAMILY);
            }
        }
        for (int i = 0; i < sources.length; i++) {
            final int[] row = sources[i];
            final Owner owner = OWNERS.get(row[2]);
            final SourceEntry entry = owner == Owner.CORE && to.sources().has(row[0])
                    ? to.sources().get(row[0])
                    : to.sources()
                            .restore(
                                    row[0],
                                    sourceNames[i][0],
                                    sourceNames[i][1],
                                    row[1],
                                    owner == Owner.PLUGIN ? Owner.CARRIED : owner,
                                    row[4] != 0);
            entry.size = row[3];
        }
    }

    /** Makes path lists and routes, when the objects are there. */
    public void restoreRoutes(final Routes to, final ObjectTable objects, final IntFunction<Kin> kin) {
        final Map<Integer, MtuLimit> held = heldTo();
        for (int i = 0; i < pathLists.length; i++) {
            final long[] row = pathLists[i];
            final PathList made = to.lists()
                    .restore(
                            (int) row[0],
                            kin.apply((int) row[1]),
                            paths(row, pathNodes[i]),
                            layout(row, pathNodes[i].length),
                            held.getOrDefault((int) row[0], MtuLimit.NONE),
                            (int) row[2]);
            // What it leads to is kept if that is still what its paths come to.
            made.object = objects.get((int) row[3]);
            if (made.object != null) {
                objects.lock(made.object);
            }
        }
        to.store().copy(routes);
        to.store().visit(1, Integer.MAX_VALUE, route -> to.tables()
                .get(to.store().table(route))
                .counted(to.store().length(route), 1));
        to.lists().resolveAll();
    }

    private Map<Integer, MtuLimit> heldTo() {
        final Map<Integer, MtuLimit> held = new HashMap<>();
        for (int i = 0; limits != null && i < limits.length; i++) {
            held.put(limits[i][0], new MtuLimit(limits[i][1], limits[i][2]));
        }
        return held;
    }

    private static Layout layout(final long[] row, final int paths) {
        return new Layout(Arrays.stream(row)
                .skip(LIST_FIELDS + (long) paths * PATH_FIELDS)
                .mapToObj(place -> (int) place)
                .toList());
    }

    private static List<Path> paths(final long[] row, final String[] nodes) {
        final List<Path> paths = new ArrayList<>();
        for (final String node : nodes) {
            final int at = LIST_FIELDS + paths.size() * PATH_FIELDS;
            paths.add(new Path(
                    KINDS.get((int) row[at]),
                    row[at + 1],
                    row[at + 2],
                    (int) row[at + 3],
                    (int) row[at + 4],
                    node.isEmpty() ? null : node,
                    (int) row[at + 5],
                    (int) row[at + 6],
                    (int) row[at + 7]));
        }
        return paths;
    }
}
