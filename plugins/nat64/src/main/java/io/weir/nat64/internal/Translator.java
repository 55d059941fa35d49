package io.weir.nat64.internal;

import io.weir.fib.Fib;
import io.weir.graph.DropReason;
import io.weir.graph.Worker;
import io.weir.ip4.Ip4Addresses;
import io.weir.nat64.internal.cli.BlockCommand;
import io.weir.nat64.internal.cli.ClientCommand;
import io.weir.nat64.internal.cli.ConfigCommands;
import io.weir.nat64.internal.cli.DeterministicCommands;
import io.weir.nat64.internal.cli.LogCommands;
import io.weir.nat64.internal.cli.SessionCommands;
import io.weir.nat64.internal.cli.ShowCommands;
import io.weir.nat64.internal.cli.TestCommand;
import io.weir.nat64.internal.cli.WhyCommand;
import io.weir.nat64.internal.file.FileCommands;
import io.weir.nat64.internal.log.EventLog;
import io.weir.nat64.internal.log.LogNames;
import io.weir.nat64.internal.node.MapNodes;
import io.weir.nat64.internal.node.SessionTimer;
import io.weir.nat64.internal.node.TranslationNodes;
import io.weir.nat64.internal.state.Limits;
import io.weir.nat64.internal.state.Owners;
import io.weir.nat64.internal.state.Pool;
import io.weir.nat64.internal.state.PoolAddress;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.nat64.internal.state.StateStore;
import io.weir.nat64.internal.state.Sweeps;
import io.weir.nat64.internal.state.Timeouts;
import io.weir.plugin.HandedMemory;
import io.weir.plugin.Registrar;
import io.weir.plugin.Statistics;
import io.weir.table.TableState;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** The parts of the plugin, put together; what goes over in upgrades. Main only. */
public final class Translator implements AutoCloseable {
    private static final long IDLE_NS = Duration.ofSeconds(1).toNanos();
    private static final long ENABLED_NS = Duration.ofMillis(20).toNanos();
    private static final long GROWING_NS = Duration.ofMillis(1).toNanos();

    /** Sessions and bindings on their way to the next version, in the tables that they are in. */
    private record Tables(
            TableState[] tables,
            HandedMemory ports,
            List<PoolAddress> pool,
            Owners owners,
            Timeouts timeouts,
            Limits limits,
            boolean probes) {}

    /** That the version before lives no more. */
    private record Alone(boolean yes) {}

    private final Registrar host;
    private final Pool pool = new Pool();
    private final StateStore store;
    private final TranslationNodes nodes;
    private final MapNodes mapNodes;
    private final Sweeps sweeps;
    private final Nat64 config;
    private final LogNames names;
    private final EventLog log;

    /** Registers all. */
    public Translator(final Registrar host) {
        this.host = host;
        final int workers = host.workers().size() - 1;
        final Owners owners = new Owners(workers, new SecureRandom().nextLong());
        store = new StateStore(pool.shared(), owners.threads());
        nodes = new TranslationNodes(host, pool.shared(), store, owners);
        sweeps = new Sweeps(host, store);
        mapNodes = new MapNodes(host, pool.shared());
        config = new Nat64(host, pool, store, nodes, sweeps, host.service(Ip4Addresses.class), mapNodes);
        names = new LogNames(
                PrefixTable.MOST,
                number -> pool.shared().prefixes().prefix(number),
                () -> host.onMain(this::nameTables));
        log = new EventLog(host, pool.shared().log(), names);
        host.state("config", Nat64.State.class, config::export, config::take);
        final MapConfig maps = config.maps();
        host.state("maps", MapConfig.State.class, maps::export, maps::take);
        host.state("tables", Tables.class, this::export, this::take);
        host.shadowState(ShadowState.class, () -> ShadowState.of(config), state -> state.apply(pool));
        log.register();
        host.finalState("alone", Alone.class, () -> new Alone(true), state -> own(true));
        nodes.register();
        mapNodes.register();
        new ConfigCommands(host, config).register();
        new ShowCommands(host, config).register();
        new SessionCommands(host, config).register();
        new BlockCommand(host, config).register();
        new DeterministicCommands(host, config).register();
        new ClientCommand(host, config).register();
        new TestCommand(host, config, nodes).register();
        new WhyCommand(host, config, nodes, mapNodes).register();
        new FileCommands(host, config, nodes).register();
        new LogCommands(host, log).register();
        host.usesMemory("sessions", store::bytes);
        host.usesMemory("ports", pool::bytes);
        host.statistics(this::publish);
    }

    private void own(final boolean yes) {
        pool.own(yes);
        pool.shared().log().own(yes);
    }

    /** What is logged names tables and prefixes as the operator does. */
    private void nameTables() {
        host.service(Fib.class).tables("ip6").forEach(table -> names.table(table.index(), table.number()));
        config.shared().prefixes().entries().forEach(entry -> names.prefix(entry.number(), entry.prefix()));
    }

    private Tables export() {
        return new Tables(
                store.exportTables(),
                pool.handed(),
                pool.members(),
                nodes.owners(),
                pool.shared().timeouts(),
                pool.shared().limits(),
                pool.shared().probes());
    }

    private void take(final Tables state) {
        store.takeTables(state.tables);
        pool.take(state.ports, state.pool);
        nodes.owners(state.owners);
        pool.shared().timeouts(state.timeouts);
        pool.shared().limits(state.limits);
        pool.shared().probes(state.probes);
    }

    private void publish(final Statistics to) {
        to.gauge("/nat64/total-bibs", store.bindings());
        to.gauge("/nat64/total-sessions", store.sessions());
        drops(to, "in2out", nodes.reasons(true));
        drops(to, "out2in", nodes.reasons(false));
        drops(to, "6to4", mapNodes.reasons(true));
        drops(to, "4to6", mapNodes.reasons(false));
    }

    private void drops(final Statistics to, final String way, final List<DropReason> reasons) {
        to.counters("/nat64/" + way + "/drops", List.of(), new long[] {
            reasons.stream().mapToLong(host::counted).sum()
        });
    }

    /** All is there. */
    public void start() {
        config.start();
    }

    /** What is to be done now and then; returns for how long it may wait. */
    public long walk() {
        config.addresses().follow();
        nameTables();
        log.walk();
        if (config.enabled() && store.provision() > 0) {
            return GROWING_NS;
        }
        return config.enabled() || store.sessions() > 0 ? ENABLED_NS : IDLE_NS;
    }

    /** Lets a worker's sessions go that are over. */
    public SessionTimer timer(final Worker worker) {
        return nodes.timer(worker);
    }

    /** An interface goes. */
    public void forget(final int swIfIndex) {
        config.forget(swIfIndex);
    }

    /** The next version has all that there was. */
    public void handedOver() {
        own(false);
    }

    @Override
    public void close() {
        log.close();
        nodes.close();
        sweeps.close();
        store.close();
        pool.shared().log().close();
        pool.close();
    }
}
