package io.weir.fib.internal;

import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.FamilyHandle;
import io.weir.fib.Neighbors;
import io.weir.fib.Table;
import io.weir.fib.internal.cli.FibText;
import io.weir.fib.internal.cli.NeighborCommands;
import io.weir.fib.internal.cli.ObjectText;
import io.weir.fib.internal.cli.PathMtuCommands;
import io.weir.fib.internal.cli.RouteCommands;
import io.weir.fib.internal.cli.ShowCommands;
import io.weir.fib.internal.cli.TableCommands;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.Routes;
import io.weir.plugin.Registrar;

/** One version of a family as its plugin has it. Only main. */
final class FamilyView implements FamilyHandle {
    private final Core core;
    private final ObjectText text;
    private final Kin kin;
    private final Family family;
    private final Neighbors neighbors;

    FamilyView(final Core core, final ObjectText text, final Kin kin, final Family family) {
        this.core = core;
        this.text = text;
        this.kin = kin;
        this.family = family;
        neighbors = new NeighborsView(core, kin, null, () -> {});
    }

    @Override
    public Table table() {
        return core.routes().tables().find(kin, 0);
    }

    @Override
    public int number() {
        return kin.id();
    }

    @Override
    public Neighbors neighbors() {
        return neighbors;
    }

    @Override
    public int multicast(final int swIfIndex) {
        if (core.objects().available() == 0) {
            throw new CommandException("there is no room for another adjacency");
        }
        return core.adjacencies().multicast(kin, swIfIndex).index();
    }

    @Override
    public boolean learnPathMtu(final int swIfIndex, final long high, final long low, final int mtu) {
        return core.pathMtuLearning().learn(core.routes().tables().of(kin, swIfIndex), high, low, mtu);
    }

    @Override
    public boolean attached(final int swIfIndex, final long high, final long low) {
        final Routes routes = core.routes();
        return routes.attaches(routes.tables().of(kin, swIfIndex), high, low, swIfIndex);
    }

    @Override
    public void adopt() {
        core.adopt(family);
    }

    @Override
    public void commands(final Registrar host) {
        new RouteCommands(core.routes(), kin, family).register(host);
        new TableCommands(core, kin, family).register(host);
        new NeighborCommands(core.neighbors(), kin, family, host.interfaces()).register(host);
        new PathMtuCommands(core.routes(), kin, family).register(host);
        new ShowCommands(core.routes(), new FibText(text, core.routes()), kin, family).register(host);
    }
}
