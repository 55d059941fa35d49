package io.weir.fib.internal;

import io.weir.fib.Neighbors;
import io.weir.fib.internal.neighbor.NeighborTable;
import io.weir.fib.internal.neighbor.Resolution;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.Routes;
import io.weir.graph.Sink;
import java.util.List;

/** Neighbours of one family as one plugin has them. Only main. */
final class NeighborsView implements Neighbors {
    private final NeighborTable table;
    private final Routes routes;
    private final Resolution resolution;
    private final Kin kin;
    private final Object owner;
    private final Runnable beforeGiving;

    /**
     * A view.
     *
     * @param owner whose the neighbours are that are given through it, or null for the operator's.
     * @param beforeGiving runs before each.
     */
    NeighborsView(final Core core, final Kin kin, final Object owner, final Runnable beforeGiving) {
        table = core.neighbors();
        routes = core.routes();
        resolution = core.resolution();
        this.kin = kin;
        this.owner = owner;
        this.beforeGiving = beforeGiving;
    }

    @Override
    public void add(final int swIfIndex, final long high, final long low, final long mac, final boolean fixed) {
        beforeGiving.run();
        table.add(kin, swIfIndex, high, low, mac, new NeighborTable.Given(fixed, false, owner));
    }

    @Override
    public boolean remove(final int swIfIndex, final long high, final long low) {
        return table.remove(kin, swIfIndex, high, low);
    }

    @Override
    public long macOf(final int swIfIndex, final long high, final long low) {
        return table.macOf(kin, swIfIndex, high, low);
    }

    @Override
    public List<Entry> entries() {
        return table.entries(kin);
    }

    @Override
    public Held hold(final int buffer, final int swIfIndex, final long high, final long low, final Sink sink) {
        return resolution.hold(kin, buffer, swIfIndex, high, low, sink);
    }

    @Override
    public Held hold(final int buffer, final Destination destination, final Sink sink) {
        return resolution.hold(kin, buffer, destination, sink);
    }

    @Override
    public Heard heard(
            final int swIfIndex, final long high, final long low, final long mac, final boolean make, final Sink sink) {
        return resolution.heard(kin, swIfIndex, high, low, mac, make, sink);
    }

    @Override
    public void subnetsChanged(final int swIfIndex) {
        routes.linkChanged(swIfIndex);
    }
}
