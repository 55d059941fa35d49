package io.weir.ip4.internal.fib;

import io.weir.ip4.RouteSource;
import io.weir.net.Ip4Address;
import java.util.ArrayList;
import java.util.List;

/** A prefix of the table with what each source says of it. Only main. */
public final class Route {
    private final int address;
    private final int length;
    private final int index;
    private RouteSource source;
    private PathList paths;
    /** What weaker sources say, strongest first; null in the common case of one source. */
    private List<Contribution> others;

    /** What a source says. */
    public record Contribution(RouteSource source, PathList paths) {}

    Route(final int address, final int length, final int index) {
        this.address = address;
        this.length = length;
        this.index = index;
    }

    public int address() {
        return address;
    }

    public int length() {
        return length;
    }

    /** Number of its counters. */
    public int index() {
        return index;
    }

    /** The source that counts; null while it has none. */
    public RouteSource source() {
        return source;
    }

    /** The paths that count. */
    public PathList paths() {
        return paths;
    }

    /** All sources, the one that counts first. */
    public List<Contribution> contributions() {
        final List<Contribution> all = new ArrayList<>();
        all.add(new Contribution(source, paths));
        if (others != null) {
            all.addAll(others);
        }
        return all;
    }

    /** The paths of a source, or null. */
    PathList of(final RouteSource wanted) {
        if (source == wanted) {
            return paths;
        }
        if (others != null) {
            for (final Contribution other : others) {
                if (other.source() == wanted) {
                    return other.paths();
                }
            }
        }
        return null;
    }

    /** Sets or (null) clears the paths of a source; returns those it had, or null. */
    PathList replace(final RouteSource of, final PathList by) {
        if (others == null && (source == null || source == of)) {
            final PathList old = paths;
            source = by == null ? null : of;
            paths = by;
            return old;
        }
        final List<Contribution> all = contributions();
        PathList old = null;
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).source() == of) {
                old = all.remove(i).paths();
            }
        }
        if (by != null) {
            int at = 0;
            while (at < all.size() && all.get(at).source().compareTo(of) < 0) {
                at++;
            }
            all.add(at, new Contribution(of, by));
        }
        source = all.getFirst().source();
        paths = all.getFirst().paths();
        all.removeFirst();
        others = all.isEmpty() ? null : all;
        return old;
    }

    @Override
    public String toString() {
        return Ip4Address.format(address) + "/" + length;
    }
}
