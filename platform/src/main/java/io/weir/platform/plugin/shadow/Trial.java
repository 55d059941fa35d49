package io.weir.platform.plugin.shadow;

import io.weir.cli.CommandException;
import io.weir.iface.Interfaces;
import io.weir.memory.MemoryCheck;
import io.weir.platform.fault.Failures;
import io.weir.platform.graph.ArcSpec;
import io.weir.platform.graph.GraphChange;
import io.weir.platform.graph.Node;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.plugin.archive.PluginClassLoader;
import io.weir.platform.plugin.change.LiveChange;
import io.weir.platform.plugin.ledger.Ledger;
import io.weir.platform.plugin.ledger.ScratchHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scratch host that looks like the live one, and the plugins that were brought into it. The shadow's thread. */
final class Trial implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);
    private static final int REHEARSALS = 400;
    private static boolean rehearsed;

    private final ScratchHost scratch;
    private final ShadowRequest request;
    /** Those of the plugins that the new ones depend on, and the new ones', in order. */
    private final List<Ledger> brought = new ArrayList<>();

    Trial(final ScratchHost.Maker hosts, final ShadowRequest request) {
        scratch = hosts.make(request.configuration().undeclared());
        this.request = request;
        enter();
        try {
            rehearse();
            mirrorInterfaces();
            request.dependencies().forEach(this::bring);
            request.arcs().forEach(this::mirrorArc);
        } catch (final RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** From here on the thread works in this host: what it may touch of packets is this one's. */
    private void enter() {
        MemoryCheck.confine(scratch.services().main().buffers().pool());
    }

    /** Where nodes of these plugins may be run. */
    ShadowRun run(final List<Ledger> plugins, final Map<String, List<byte[]>> images, final boolean live) {
        enter();
        final List<Node> nodes = plugins.stream()
                .flatMap(ledger -> ledger.described().nodes().stream())
                .toList();
        return new ShadowRun(scratch, nodes, images, live);
    }

    /**
     * Has a plugin describe itself, and its nodes join.
     *
     * @throws CommandException with one sentence when it can't.
     */
    Ledger bring(final PluginClassLoader source) {
        enter();
        final String id = source.archive().id();
        final Ledger ledger = new Ledger(scratch.services(), id);
        ledger.describeOnly(request.settings().getOrDefault(id, Map.of()));
        try {
            LiveChange.bring(scratch.services(), ledger, source.create());
            brought.add(ledger);
            final Record state = request.states().get(id);
            if (state != null) {
                ledger.takeShadow(state);
            }
        } catch (final CommandException e) {
            throw e;
        } catch (final RuntimeException | Error e) {
            LOG.error("plugin {} can't be described", source.archive(), e);
            throw new CommandException("plugin " + source.archive() + ": " + Failures.text(e), e);
        }
        return ledger;
    }

    /** An arc that no plugin in here defines: of the platform's, all are there, of others', enough to join. */
    private void mirrorArc(final ArcSpec arc) {
        if (scratch.services().graph().arc(arc.key()) == null
                && request.wanted().stream()
                        .noneMatch(source -> source.archive().id().equals(arc.owner()))) {
            scratch.services()
                    .graph()
                    .apply(
                            scratch.services()
                                    .graph()
                                    .plan(new GraphChange(
                                            "mirror " + arc.key().name(),
                                            Set.of(),
                                            List.of(),
                                            List.of(arc),
                                            List.of())),
                            () -> {});
        }
    }

    /** Interfaces of the same names at the same indices, so that what packets say of interfaces holds. */
    private void mirrorInterfaces() {
        final InterfaceTable table = scratch.services().interfaces();
        final Map<Integer, Interfaces.Spec> mirrors = new LinkedHashMap<>();
        for (final ShadowRequest.Mirror mirror : request.interfaces()) {
            if (table.byName(mirror.name()) == null) {
                mirrors.put(mirror.swIfIndex(), new Interfaces.Spec(mirror.name(), mirror.mac(), mirror.mtu()));
            }
        }
        table.mirror(mirrors);
    }

    /** What runs at a barrier is to be compiled when it first runs at a live one. */
    private void rehearse() {
        if (rehearsed) {
            return;
        }
        rehearsed = true;
        for (int i = 0; i < REHEARSALS; i++) {
            final Node node = Node.internal("rehearsal", "core", worker -> frame -> frame.sink());
            scratch.services().graph().insert("rehearsal", List.of(node));
            scratch.services().graph().remove("rehearsal", List.of(node));
        }
    }

    @Override
    public void close() {
        enter();
        brought.reversed().forEach(this::takeOut);
        scratch.close();
    }

    private void takeOut(final Ledger ledger) {
        try {
            LiveChange.take(scratch.services(), ledger);
        } catch (final RuntimeException | Error e) {
            LOG.warn("plugin {} can't be taken out of its shadow", ledger.pluginId(), e);
        }
    }
}
