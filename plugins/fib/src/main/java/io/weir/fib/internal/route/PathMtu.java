package io.weir.fib.internal.route;

import io.weir.fib.Path;
import io.weir.fib.internal.object.MtuLimit;
import java.util.List;

/**
 * What packets to one host are held to (VPP: ip_path_mtu.h): a route to it alone that leads as packets would go without it, by
 * adjacencies with less of an MTU. Only main.
 */
public final class PathMtu extends Dependent {
    private final PathMtus all;
    final Tracked tracked;
    int given;
    int learnt;
    long learntNs;
    private boolean active;
    private boolean attached;

    PathMtu(final PathMtus all, final RouteTable table, final long high, final long low) {
        this.all = all;
        tracked = new Tracked(this, table, high, low);
    }

    public RouteTable table() {
        return tracked.table;
    }

    /** Upper half of the host's address. */
    public long high() {
        return tracked.high;
    }

    /** Its lower half. */
    public long low() {
        return tracked.low;
    }

    /** What the operator gave, 0 for nothing: all packets are held to it. */
    public int given() {
        return given;
    }

    /** What routers on the way have told this host, 0 for nothing: what it sends itself is held to it. */
    public int learnt() {
        return learnt;
    }

    /** When that was heard last. */
    public long learntNs() {
        return learntNs;
    }

    /** Whether there is a way to the host, and one that leads out of an interface. */
    public boolean active() {
        return active;
    }

    /** Whether the host is on a link of this one. */
    public boolean attached() {
        return attached;
    }

    /** Finds out anew how packets would go, and has them go there within the limit. */
    void look() {
        final PathList way = all.beneath(this);
        final List<Path> paths = way == null ? List.of() : way.left();
        active = paths.stream().anyMatch(path -> switch (path.kind()) {
            case NEXT_HOP, RECURSIVE, ATTACHED -> true;
            case LOCAL, DROP, PUNT, LOOKUP, NODE -> false;
        });
        attached = active && paths.getFirst().kind() == Path.Kind.ATTACHED || isItself(paths);
        final boolean whole = active && paths.size() == way.paths().size();
        active &= all.lead(
                this,
                active ? paths.stream().map(this::direct).toList() : List.of(),
                whole ? way.layout() : Layout.PLAIN,
                new MtuLimit(given, MtuLimit.least(given, learnt)));
    }

    private boolean isItself(final List<Path> paths) {
        return !paths.isEmpty()
                && paths.getFirst().kind() == Path.Kind.NEXT_HOP
                && paths.getFirst().high() == high()
                && paths.getFirst().low() == low();
    }

    /** On a link the host is the next hop itself. */
    private Path direct(final Path path) {
        return path.kind() == Path.Kind.ATTACHED
                ? Path.via(high(), low(), path.swIfIndex()).weighing(path.weight())
                : path;
    }

    @Override
    void again() {
        if (all.has(this)) {
            look();
        }
    }
}
