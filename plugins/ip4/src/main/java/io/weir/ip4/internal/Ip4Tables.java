package io.weir.ip4.internal;

import io.weir.graph.Sink;
import io.weir.iface.Interface;
import io.weir.ip4.Ip4IcmpErrors;
import io.weir.ip4.internal.adjacency.AdjacencyTable;
import io.weir.ip4.internal.fib.Fib;
import io.weir.ip4.internal.fib.Mtrie;
import io.weir.ip4.internal.fib.PathResolver;
import io.weir.ip4.internal.fib.Quiescence;
import io.weir.ip4.internal.fib.RouteCounters;
import io.weir.ip4.internal.iface.AddressTable;
import io.weir.ip4.internal.iface.InterfaceWatcher;
import io.weir.ip4.internal.iface.MulticastEntries;
import io.weir.ip4.internal.local.LocalTargets;
import io.weir.ip4.internal.neighbor.NeighborTable;
import io.weir.memory.Buffer;
import io.weir.net.IcmpHeader;
import io.weir.plugin.Registrar;
import java.util.function.LongSupplier;

/** The tables of the plugin, tied together; one of each, shared by the nodes of all threads. */
final class Ip4Tables {
    final Ip4IcmpErrors icmp;
    final LocalTargets local = new LocalTargets();
    final MulticastEntries multicastEntries = new MulticastEntries();
    final AdjacencyTable.LookupTargets lookupTargets;
    final AddressTable addresses;
    final AdjacencyTable adjacencies;
    final RouteCounters routeCounters;
    final Fib fib;
    final NeighborTable neighbors;
    final InterfaceWatcher watcher;
    /** Time at the start of main's turn. */
    final LongSupplier nowNs;

    Ip4Tables(final Registrar host, final Ip4Reasons reasons) {
        final Quiescence quiescence = why -> host.atBarrier(why, () -> {});
        final int threads = host.workers().size();
        nowNs = () -> host.workers().getFirst().nowNs();
        icmp = new Ip4IcmpErrors(host.scratch("icmp", 8), host.next("ip4-icmp-error"));
        watcher = new InterfaceWatcher(
                host.interfaces(), host.features(), multicastEntries, host.next("ip4-mfib-forward-lookup"));
        addresses = new AddressTable(index -> name(host, index), watcher);
        lookupTargets = new AdjacencyTable.LookupTargets(
                host.next("ip4-drop").target(),
                host.next("ip4-local").target(),
                host.next("ip4-glean").target(),
                host.next("ip4-arp").target(),
                host.next("ip4-load-balance").target());
        adjacencies = new AdjacencyTable(
                host.interfaces(),
                (arc, on, end) -> host.features().entry(arc, on, end),
                lookupTargets,
                threads,
                quiescence);
        routeCounters = new RouteCounters(threads, RouteCounters.MAX_ROUTES);
        fib = new Fib(
                adjacencies,
                new PathResolver(host.interfaces(), adjacencies, reasons.paths),
                routeCounters,
                RouteCounters.MAX_ROUTES,
                Mtrie.MAX_PLIES,
                quiescence);
        addresses.connect(fib);
        neighbors = new NeighborTable(adjacencies, fib, addresses, nowNs, outcome(host, reasons));
        host.holdsBuffers("packets that wait for a neighbour", neighbors::held);
        watcher.connect(new InterfaceWatcher.Parts(addresses, adjacencies, fib, neighbors));
    }

    /** Takes back what was done to interfaces, and gives the tables' memory back, when no node reads them any more. */
    void close() {
        try {
            watcher.leave();
        } finally {
            fib.close();
            adjacencies.close();
            routeCounters.close();
            multicastEntries.close();
        }
    }

    private NeighborTable.Outcome outcome(final Registrar host, final Ip4Reasons reasons) {
        final NeighborTable.Unanswered unanswered = (final Sink sink, final int index) -> {
            final long buffer = Buffer.address(index);
            icmp.ask(buffer, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.CODE_HOST_UNREACHABLE, 0);
            sink.count(reasons.noNeighbor, 1);
            sink.emit(index, icmp.next());
        };
        return new NeighborTable.Outcome(
                host.next("ip4-rewrite").target(), reasons.queueFull, reasons.tableFull, unanswered);
    }

    private static String name(final Registrar host, final int swIfIndex) {
        final Interface on = host.interfaces().byIndex(swIfIndex);
        return on == null ? "interface " + swIfIndex : on.name();
    }
}
