package io.weir.acl.internal.node;

import static io.weir.graph.Order.before;

import io.weir.acl.internal.classify.ExtensionHeaders;
import io.weir.acl.internal.policy.FeatureSwitch;
import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.session.SessionStore;
import io.weir.acl.internal.session.Sessions;
import io.weir.graph.FeatureArc;
import io.weir.graph.Handoff;
import io.weir.graph.Order;
import io.weir.graph.Worker;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Brings the nodes that hold packets against lists, on the arcs of both families as these come. Main only. */
public final class AccessNodes implements FeatureSwitch, AutoCloseable {
    /** A way of packets. */
    private record Way(boolean ip6, boolean leaving, boolean multicast) {
        String words() {
            return "acl-plugin-" + (leaving ? "out" : "in") + (ip6 ? "-ip6" : "-ip4") + (multicast ? "-mcast" : "");
        }

        String node() {
            return words() + "-fa";
        }

        FeatureArc arc() {
            if (leaving) {
                return ip6 ? FeatureArc.IP6_OUTPUT : FeatureArc.IP4_OUTPUT;
            }
            if (multicast) {
                return ip6 ? FeatureArc.IP6_MULTICAST : FeatureArc.IP4_MULTICAST;
            }
            return ip6 ? FeatureArc.IP6_UNICAST : FeatureArc.IP4_UNICAST;
        }

        /** Lists come before what looks at packets to forward them. */
        Order[] order() {
            return leaving || multicast ? new Order[0] : new Order[] {before(ip6 ? "ip6-lookup" : "ip4-lookup")};
        }
    }

    /** VPP has no lists on the way of multicast packets. */
    private static final List<Way> WAYS = List.of(
            new Way(false, false, false),
            new Way(false, false, true),
            new Way(false, true, false),
            new Way(true, false, false),
            new Way(true, false, true),
            new Way(true, true, false));

    private final Registrar host;
    private final SessionStore store;
    private final ExtensionHeaders headers;
    private final NodeMemory memory = new NodeMemory();
    /** By thread; main adds them, threads ask for their own. */
    private final Map<Integer, Sessions> sessions = new ConcurrentHashMap<>();

    /** Nodes that are to be registered. */
    public AccessNodes(final Registrar host, final SessionStore store, final ExtensionHeaders headers) {
        this.host = host;
        this.store = store;
        this.headers = headers;
    }

    /** Registers them. */
    public void register(final Policies policies) {
        final AccessReasons reasons = AccessReasons.declare(host);
        for (final Way way : WAYS) {
            final Handoff owners = way.multicast || host.workers().size() < 3
                    ? null
                    : host.handoff(way.words(), host.next(way.words() + "-owner"));
            host.node(way.node(), worker -> node(worker, way, policies, owners, reasons, false))
                    .optionalFeature(List.of(way.arc()), way.order())
                    .traceRecord(AccessTrace::format);
            if (owners != null) {
                host.node(way.words() + "-owner", worker -> node(worker, way, policies, owners, reasons, true))
                        .resumesArc(way.arc(), way.node())
                        .traceRecord(AccessTrace::format);
            }
        }
    }

    private AccessNode node(
            final Worker worker,
            final Way way,
            final Policies policies,
            final Handoff owners,
            final AccessReasons reasons,
            final boolean owner) {
        final AccessPart part = new AccessPart(
                policies,
                store,
                sessions.computeIfAbsent(worker.index(), index -> store.on(worker)),
                owners,
                owners == null ? null : owners.on(worker),
                reasons,
                headers,
                memory);
        return new AccessNode(worker, part, way.ip6, way.leaving, owner);
    }

    /** Memory that goes when the nodes have gone. */
    NodeMemory memory() {
        return memory;
    }

    /** The sessions of a thread. */
    public Sessions sessions(final Worker worker) {
        return sessions.get(worker.index());
    }

    @Override
    public void enable(final int swIfIndex, final boolean output, final boolean on) {
        for (final Way way : WAYS) {
            if (way.leaving == output) {
                host.features().enable(way.arc(), way.node(), swIfIndex, on);
            }
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
