package io.weir.fib.internal.route;

import io.weir.cli.CommandException;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.internal.object.ObjectTable;
import java.util.List;

/** Whether routes may be entered: refused before anything is changed, or not at all. Only main. */
record Admission(RouteStore store, ObjectTable objects, Tables tables) {
    /** Refuses {@code count} neighbouring routes by these paths. */
    void require(final RouteTable table, final Prefix first, final int count, final List<Path> paths) {
        requirePaths(table, paths);
        requireRoom(table, first, count);
    }

    private void requireRoom(final RouteTable table, final Prefix first, final int count) {
        if (table.gone) {
            throw new CommandException("table " + table.name() + " is gone");
        }
        if (count > store.available()) {
            throw new CommandException("the table is full: there is room for " + store.available() + " more routes");
        }
        boolean room = objects.available() > Path.MAX_PATHS;
        for (int i = 0; i < table.kin().versions().size(); i++) {
            room &= table.kin().versions().get(i).lookup().roomFor(table.index(), first, count);
        }
        if (!room) {
            throw new CommandException("the table is full: there is no memory for "
                    + table.kin().family().words().format(first.high(), first.low()) + "/" + first.length() + " left");
        }
    }

    private void requirePaths(final RouteTable table, final List<Path> paths) {
        if (paths.isEmpty() || paths.size() > Path.MAX_PATHS) {
            throw new CommandException("a route has 1 to " + Path.MAX_PATHS + " paths, not " + paths.size());
        }
        for (final Path path : paths) {
            if (path.standsAlone() && paths.size() > 1) {
                throw new CommandException("a path that drops, delivers, punts or looks up again stands alone");
            }
            if (path.table() >= 0 && tables.get(path.table()).kin() != table.kin()) {
                throw new CommandException(
                        "a route of family " + table.family() + " can't lead through a table of another family");
            }
        }
    }
}
