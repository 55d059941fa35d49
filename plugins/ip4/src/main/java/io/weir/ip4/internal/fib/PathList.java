package io.weir.ip4.internal.fib;

import io.weir.ip4.RoutePath;
import io.weir.ip4.internal.adjacency.Adjacency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The paths of one or many routes, and the adjacency that packets take by them (VPP: fib_path_list.c). Routes with equal
 * paths share one, so a path that changes is resolved once for all of them. Only main.
 */
public final class PathList {
    /** How a path fares. */
    public enum State {
        RESOLVED("resolved"),
        INTERFACE_DOWN("interface-down"),
        UNRESOLVED("unresolved"),
        LOOP("recursive-loop");

        private final String label;

        State(final String label) {
            this.label = label;
        }

        /** What {@code show ip fib} calls it. */
        public String label() {
            return label;
        }
    }

    private final int index;
    private final List<RoutePath> paths;
    private final boolean recursive;
    final Set<Route> routes = new LinkedHashSet<>();
    /** Counts the routes in which it is, also as a weaker source. */
    int locks;

    Adjacency forwarding;
    /** Adjacencies that it has locked. */
    List<Adjacency> held = List.of();
    /** For each path that leads to one adjacency itself, that one, else null. */
    final Adjacency[] resolved;

    final State[] states;

    PathList(final int index, final List<RoutePath> paths) {
        this.index = index;
        this.paths = List.copyOf(paths);
        recursive = paths.stream().anyMatch(RoutePath::isRecursive);
        resolved = new Adjacency[paths.size()];
        states = new State[paths.size()];
    }

    public int index() {
        return index;
    }

    public List<RoutePath> paths() {
        return paths;
    }

    public boolean recursive() {
        return recursive;
    }

    /** Where packets go. */
    public Adjacency forwarding() {
        return forwarding;
    }

    public Adjacency resolved(final int path) {
        return resolved[path];
    }

    public State state(final int path) {
        return states[path];
    }

    /** In how many routes it is. */
    public int locks() {
        return locks;
    }

    boolean uses(final int swIfIndex) {
        for (final RoutePath path : paths) {
            if (path.swIfIndex() == swIfIndex) {
                return true;
            }
        }
        return false;
    }
}
