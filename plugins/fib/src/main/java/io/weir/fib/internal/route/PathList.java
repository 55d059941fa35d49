package io.weir.fib.internal.route;

import io.weir.fib.Path;
import io.weir.fib.internal.object.Buckets.Share;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.MtuLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The paths of one or many routes, and where packets go by them (VPP: fib_path_list.c). Routes with equal paths share one, and
 * name it by its forwarding index, so when what it leads through changes one word is written, however many routes there are.
 * Only main.
 */
public final class PathList extends Dependent {
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

    private final int forwarding;
    private final Kin kin;
    private final List<Path> paths;
    private final Layout layout;
    private final MtuLimit limit;
    private final PathLists lists;
    /** Counts the routes in which it is, also as a weaker source. */
    int locks;
    /** Paths whose interface is gone for good, a bit each: routes are about to lose them. */
    long gone;

    /** Whether something that it leads through had no room for all of its paths: so what others come to by that says nothing of it. */
    boolean cramped;

    ForwardingObject object;
    /** What its paths come to; those of paths without a way are down. */
    List<Share> shares = List.of();
    /** Objects that it has locked. */
    List<ForwardingObject> held = List.of();
    /** For each path that leads to one object itself, that one, else null. */
    final ForwardingObject[] resolved;

    final State[] states;
    /** For each recursive path, the address that it follows, else null. */
    final Tracked[] tracked;
    /** What leads through it. */
    final Set<Tracked> dependents = new LinkedHashSet<>(1);

    PathList(
            final int forwarding,
            final Kin kin,
            final List<Path> paths,
            final Layout layout,
            final MtuLimit limit,
            final PathLists lists) {
        this.forwarding = forwarding;
        this.kin = kin;
        this.paths = List.copyOf(paths);
        this.layout = layout;
        this.limit = limit;
        this.lists = lists;
        resolved = new ForwardingObject[paths.size()];
        states = new State[paths.size()];
        tracked = new Tracked[paths.size()];
    }

    /** The forwarding index by which routes name it. */
    public int forwarding() {
        return forwarding;
    }

    public Kin kin() {
        return kin;
    }

    public List<Path> paths() {
        return paths;
    }

    Layout layout() {
        return layout;
    }

    /** What packets are held to that take it. */
    public MtuLimit limit() {
        return limit;
    }

    /** Where packets go. */
    public ForwardingObject object() {
        return object;
    }

    /** The object that a path leads to, or null. */
    public ForwardingObject resolved(final int path) {
        return resolved[path];
    }

    /** The list that covers the next hop of a recursive path, or null. */
    public PathList cover(final int path) {
        return tracked[path] == null ? null : tracked[path].cover;
    }

    public State state(final int path) {
        return states[path];
    }

    /** Whether a path of it leads to an object, or packets go there. */
    public boolean uses(final ForwardingObject to) {
        return object == to || Arrays.asList(resolved).contains(to);
    }

    /** In how many routes it is. */
    public int locks() {
        return locks;
    }

    /** Whether one of its paths can be used. */
    public boolean reachable() {
        for (final State state : states) {
            if (state == State.RESOLVED) {
                return true;
            }
        }
        return false;
    }

    /** What is left of the paths when those are taken out whose interface has gone. */
    List<Path> left() {
        final List<Path> left = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            if ((gone >>> i & 1) == 0) {
                left.add(paths.get(i));
            }
        }
        return left;
    }

    /** The paths whose interface has gone. */
    List<Path> lost() {
        final List<Path> lost = new ArrayList<>(paths);
        lost.removeAll(left());
        return lost;
    }

    @Override
    void again() {
        lists.restack(this);
    }
}
