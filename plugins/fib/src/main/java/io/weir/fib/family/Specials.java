package io.weir.fib.family;

import io.weir.fib.Fib;
import io.weir.fib.Path;
import io.weir.fib.Prefix;
import io.weir.fib.Source;
import io.weir.fib.Table;
import java.util.List;
import java.util.Map;

/** Prefixes that every table of a family has, by their nature (VPP: ip4_specials, ip6_specials). Only main. */
public final class Specials {
    private final String family;
    private final Map<Prefix, Path> prefixes;
    private Fib fib;
    private Source source;

    /** Specials that are yet to be entered. */
    public Specials(final String family, final Map<Prefix, Path> prefixes) {
        this.family = family;
        this.prefixes = prefixes;
    }

    /** Names where they go. */
    public void connect(final Fib tables, final Source routes) {
        fib = tables;
        source = routes;
    }

    /** The family's nodes are in the graph: all tables get theirs, and those that are made from here on ({@link #opened}). */
    public void start() {
        fib.tables(family).forEach(this::enter);
    }

    /** A table was made. */
    public void opened(final Table table) {
        if (source != null) {
            enter(table);
        }
    }

    private void enter(final Table table) {
        prefixes.forEach((prefix, path) -> source.update(table, prefix, List.of(path)));
    }
}
