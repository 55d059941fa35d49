package io.weir.acl.internal;

import io.weir.acl.AccessLookup;
import io.weir.acl.internal.classify.ExtensionHeaders;
import io.weir.acl.internal.cli.DiffCommand;
import io.weir.acl.internal.cli.ExplainCommand;
import io.weir.acl.internal.cli.FileCommands;
import io.weir.acl.internal.cli.HeaderCommand;
import io.weir.acl.internal.cli.ListCommands;
import io.weir.acl.internal.cli.TablesCommand;
import io.weir.acl.internal.cli.TestCommand;
import io.weir.acl.internal.etype.Etypes;
import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.list.AccessLists;
import io.weir.acl.internal.list.ListState;
import io.weir.acl.internal.lookup.Contexts;
import io.weir.acl.internal.lookup.LookupCommands;
import io.weir.acl.internal.lookup.LookupService;
import io.weir.acl.internal.macip.Macip;
import io.weir.acl.internal.node.AccessNodes;
import io.weir.acl.internal.node.SessionReview;
import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.session.SessionCommands;
import io.weir.acl.internal.session.SessionSettings;
import io.weir.acl.internal.session.SessionStore;
import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.plugin.Registrar;
import io.weir.plugin.Statistics;
import io.weir.plugin.WeirPlugin;
import io.weir.table.TableState;
import java.util.List;
import java.util.stream.IntStream;

/** Access lists (VPP: plugins/acl). */
public final class AclPlugin extends WeirPlugin implements InterfaceListener {
    /** Sessions on their way to the next version. */
    private record SessionState(TableState[] tables, SessionSettings settings) {}

    /** IPv6 extension headers that are passed over, on their way to the next version. */
    private record HeaderState(long[] skipped) {}

    private Registrar host;
    private SessionStore sessions;
    private AccessNodes nodes;
    private Policies policies;
    private AccessLists lists;
    private Macip macip;
    private Etypes etypes;

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        sessions = new SessionStore(host.workers());
        final ExtensionHeaders headers = new ExtensionHeaders();
        nodes = new AccessNodes(host, sessions, headers);
        policies = new Policies(host, nodes);
        lists = new AccessLists(
                policies, swIfIndex -> host.interfaces().byIndex(swIfIndex).name());
        host.state(
                "lists",
                ListState.State.class,
                () -> ListState.export(lists, policies),
                state -> ListState.take(state, lists, policies));
        host.state(
                "sessions",
                SessionState.class,
                () -> new SessionState(sessions.exportTables(), sessions.settings()),
                state -> {
                    sessions.takeTables(state.tables);
                    sessions.settings(state.settings);
                });
        host.state(
                "extension-headers",
                HeaderState.class,
                () -> new HeaderState(headers.export()),
                state -> headers.take(state.skipped));
        nodes.register(policies);
        final Contexts contexts = new Contexts(lists, policies);
        host.export(AccessLookup.class, consumer -> new LookupService(contexts, policies, headers, consumer));
        macip = new Macip(host);
        etypes = new Etypes(host);
        new ListCommands(host, lists, policies).register();
        new LookupCommands(host, contexts).register();
        new HeaderCommand(host, headers).register();
        new TablesCommand(host, lists, policies).register();
        new FileCommands(host, lists).register();
        new DiffCommand(host, lists, policies, contexts).register();
        new TestCommand(host, lists).register();
        new ExplainCommand(host, lists, policies).register();
        new SessionCommands(host, sessions, nodes::sessions).register();
        new SessionReview(host, policies, sessions, nodes).register();
        host.process("acl-plugin-fa-cleaner-process", new Cleaner(policies, macip, sessions));
        host.usesMemory("sessions", sessions::bytes);
        host.usesMemory("lists", policies::memory);
        host.statistics(this::publish);
    }

    /** Matches of each rule, under VPP's name. */
    private void publish(final Statistics to) {
        for (final AccessList list : lists.all()) {
            final int count = list.rules().size();
            to.counters(
                    "/acl/" + list.index() + "/matches",
                    List.of(),
                    IntStream.range(0, count)
                            .mapToLong(rule -> policies.packets(list.index(), rule))
                            .toArray());
            to.counters(
                    "/acl/" + list.index() + "/matches-bytes",
                    List.of(),
                    IntStream.range(0, count)
                            .mapToLong(rule -> policies.bytes(list.index(), rule))
                            .toArray());
        }
        to.gauge("/acl/sessions", sessions.size());
    }

    @Override
    public void start() {
        policies.start();
        macip.start();
        etypes.start();
        host.interfaces().listen(this);
        for (final Worker worker : host.workers()) {
            host.onWorker(worker, nodes.sessions(worker)::resume);
        }
    }

    @Override
    public void deleting(final Interface device) {
        lists.forget(device.swIfIndex());
        macip.forget(device.swIfIndex());
        etypes.forget(device.swIfIndex());
    }

    @Override
    public void removed() {
        if (policies != null) {
            policies.close();
            nodes.close();
            sessions.close();
        }
        if (macip != null) {
            macip.close();
        }
    }

    /** What packets are held against. */
    Policies policies() {
        return policies;
    }
}
