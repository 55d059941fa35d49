package io.weir.platform.plugin.ledger;

import io.weir.platform.cli.CommandTree;
import io.weir.platform.config.Configuration;
import io.weir.platform.fault.Quarantine;
import io.weir.platform.graph.Graph;
import io.weir.platform.iface.EtherTypes;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.plugin.registry.Declarations;
import io.weir.platform.plugin.registry.Exports;
import io.weir.platform.plugin.registry.HeldBuffers;
import io.weir.platform.plugin.registry.InterfaceClaims;
import io.weir.platform.plugin.registry.Lasting;
import io.weir.platform.plugin.registry.ScratchSpace;
import io.weir.platform.stats.CounterStore;
import io.weir.platform.stats.StatisticsSources;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.Handoffs;
import io.weir.platform.thread.MainLoop;
import io.weir.plugin.Quiescence;
import java.util.List;

/** What the ledger of a plugin needs of the host. */
public interface HostServices {
    Graph graph();

    MainLoop main();

    List<GraphLoop> threads();

    InterfaceTable interfaces();

    EtherTypes etherTypes();

    CommandTree commands();

    CounterStore declaredCounters();

    ScratchSpace scratch();

    Exports exports();

    /** The ways of plugins from thread to thread. */
    Handoffs handoffs();

    /** Tells when threads have let go of what was taken out of a table. */
    Quiescence quiescence();

    Lasting lasting();

    HeldBuffers heldBuffers();

    Quarantine quarantine();

    Declarations declarations();

    /** Who wants what of an interface. */
    InterfaceClaims interfaceClaims();

    /** What plugins publish in the statistics segment. */
    StatisticsSources statistics();

    /** Whether this is the id of one of the host's own parts, which no plugin may have. */
    boolean isBuiltIn(String id);

    /** What the host was configured with. */
    Configuration configuration();

    /** A host beside this one for the calling thread, which becomes its main: see {@link ScratchHost}. Any thread. */
    ScratchHost scratchHost(Configuration configuration);
}
