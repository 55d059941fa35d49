package io.weir.platform.plugin.ledger;

import io.weir.platform.cli.CommandTree;
import io.weir.platform.config.CurrentConfiguration;
import io.weir.platform.fault.Quarantine;
import io.weir.platform.graph.Graph;
import io.weir.platform.iface.EtherTypes;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.plugin.registry.Registries;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.MainLoop;
import io.weir.plugin.Quiescence;
import java.util.List;

/**
 * What plugins are brought into: those parts of a host that a plugin acts on, all of which stand before any plugin comes.
 *
 * @param threads main, then the workers.
 * @param quiescence tells when threads have let go of what was taken out of a table.
 * @param configuration what the host was configured with.
 * @param registries what plugins bring besides nodes, commands and interfaces.
 */
public record HostServices(
        MainLoop main,
        List<GraphLoop> threads,
        Graph graph,
        InterfaceTable interfaces,
        EtherTypes etherTypes,
        CommandTree commands,
        Quarantine quarantine,
        Quiescence quiescence,
        CurrentConfiguration configuration,
        Registries registries) {}
