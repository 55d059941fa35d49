package io.weir.fib.internal;

import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Table;
import io.weir.fib.internal.route.RouteTable;
import io.weir.fib.internal.route.Routes;
import io.weir.fib.internal.route.SourceEntry;
import io.weir.plugin.ServiceConsumer.Effect;
import java.util.List;

/** A source as its plugin has it. Only main. */
final class SourceView implements Source {
    private final Routes routes;
    private final SourceEntry entry;
    private Effect effect;
    private boolean closed;

    SourceView(final Routes routes, final SourceEntry entry) {
        this.routes = routes;
        this.entry = entry;
    }

    void noted(final Effect as) {
        effect = as;
    }

    @Override
    public String name() {
        return entry.name();
    }

    @Override
    public void update(final Table table, final Prefix prefix, final List<Path> paths) {
        updateMany(table, prefix, 1, paths);
    }

    @Override
    public void updateMany(final Table table, final Prefix first, final int count, final List<Path> paths) {
        requireOpen();
        routes.update((RouteTable) table, first, count, entry, paths);
    }

    @Override
    public boolean remove(final Table table, final Prefix prefix) {
        return routes.remove((RouteTable) table, prefix, 1, entry) > 0;
    }

    @Override
    public void removeMany(final Table table, final Prefix first, final int count) {
        routes.remove((RouteTable) table, first, count, entry);
    }

    @Override
    public List<Path> paths(final Table table, final Prefix prefix) {
        return routes.paths((RouteTable) table, prefix, entry);
    }

    @Override
    public int size() {
        return entry.size();
    }

    @Override
    public void adopt() {
        requireOpen();
        final SourceEntry before = routes.sources().find(entry.plugin(), entry.name(), entry);
        if (before != null) {
            routes.departures().adopt(before, entry);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("source " + entry.label() + " is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            effect.forget();
            routes.departures().source(entry);
        }
    }
}
