package io.weir.platform.graph;

import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.FeatureListener;
import io.weir.graph.InputNode;
import io.weir.graph.Next;
import io.weir.graph.NodeBuilder;
import io.weir.graph.Order;
import io.weir.graph.PacketNode;
import io.weir.graph.TraceFormat;
import io.weir.graph.TraceRecordFormat;
import io.weir.graph.Worker;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.fault.Isolation;
import io.weir.platform.trace.TracePoint;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A node as main knows it: what was described, and once it is in the graph, its runtime on each thread. Main only. */
public final class Node implements NodeBuilder, TracePoint {
    /** Whom everything else drops to: it can't be stepped over, and must not drop to itself. */
    private static final String LAST_RESORT = "error-drop";

    private final String name;
    private final NodeType type;
    private final String owner;
    private final Function<Worker, PacketNode> packetFactory;
    private final Function<Worker, InputNode> inputFactory;
    private final Map<FeatureArc, List<Order>> features = new LinkedHashMap<>();
    private final Set<FeatureArc> optional = new HashSet<>();
    private List<Next> nexts = List.of();
    private FeatureArc startsArc;
    private String resumesBehind;
    private boolean failOpen;
    private boolean unshadowed;
    private TraceFormat format;
    private boolean tracedAfter;
    private TraceRecordFormat recordFormat;
    private FeatureListener featureListener;
    private final FaultSite site;
    /** Keeps the process from running, or lets it run; of a process node of a plugin. */
    private Consumer<Boolean> keeper = on -> {};

    int id;
    NodeRuntime[] runtimes = {};

    private Node(
            final String name,
            final NodeType type,
            final String owner,
            final Function<Worker, PacketNode> packetFactory,
            final Function<Worker, InputNode> inputFactory) {
        this.name = name;
        this.type = type;
        this.owner = owner;
        this.packetFactory = packetFactory;
        this.inputFactory = inputFactory;
        site = new FaultSite(owner, type == NodeType.INTERNAL ? "node" : type + " node", name, isolation());
    }

    /** An internal node. */
    public static Node internal(final String name, final String owner, final Function<Worker, PacketNode> factory) {
        return new Node(name, NodeType.INTERNAL, owner, factory, null);
    }

    /** An input or pre-input node. */
    public static Node input(
            final String name,
            final NodeType type,
            final String owner,
            final Function<Worker, InputNode> factory,
            final TraceFormat format) {
        final Node node = new Node(name, type, owner, null, factory);
        node.format = format;
        return node;
    }

    /** A process node; its runtime counts what the process does. */
    public static Node process(final String name, final String owner) {
        return new Node(name, NodeType.PROCESS, owner, null, null);
    }

    /** Says how the process that it stands for is kept from running; main, before it starts. */
    public void keeper(final Consumer<Boolean> keepsFromRunning) {
        keeper = keepsFromRunning;
    }

    /** A thread can't do without its epoll node, and main not without its own processes. */
    private Isolation isolation() {
        final boolean possible =
                switch (type) {
                    case INPUT -> true;
                    case INTERNAL -> !name.equals(LAST_RESORT);
                    case PROCESS -> !owner.equals(Reasons.CORE);
                    case PRE_INPUT -> false;
                };
        return possible ? new Isolated() : null;
    }

    /** Each thread reads what it calls anew for each frame, and what stands in is immutable: no barrier is needed. */
    private final class Isolated implements Isolation {
        @Override
        public void isolate(final boolean on, final DropReason why) {
            Node.this.isolate(on, why);
        }

        @Override
        public boolean atOnce() {
            return true;
        }

        /** A process that throws is over anyway, and one that takes its time may have been asked for much. */
        @Override
        public boolean onFaults() {
            return type != NodeType.PROCESS;
        }
    }

    private void isolate(final boolean on, final DropReason why) {
        final PacketNode standIn = failOpen && !features.isEmpty() ? frame -> frame.sink() : new DropAll(why);
        if (type == NodeType.PROCESS) {
            keeper.accept(on);
            return;
        }
        for (final NodeRuntime runtime : runtimes) {
            if (runtime instanceof final InputRuntime input) {
                input.silence(on);
            } else {
                runtime.standIn(on ? standIn : null);
            }
        }
    }

    NodeRuntime instantiate(final Worker worker) {
        return switch (type) {
            case INTERNAL -> new NodeRuntime(this, made(packetFactory.apply(worker)));
            case INPUT, PRE_INPUT -> new InputRuntime(this, made(inputFactory.apply(worker)));
            case PROCESS -> new NodeRuntime(this, frame -> frame.sink());
        };
    }

    private <T> T made(final T instance) {
        if (instance == null) {
            throw new NodeException(this, "its factory returned null");
        }
        return instance;
    }

    /** Forgets how many packets went to targets whose numbers others get. No thread sends there any more. */
    void forgetEdges(final Collection<Integer> targets) {
        for (final NodeRuntime runtime : runtimes) {
            targets.forEach(runtime::forgetEdge);
        }
    }

    @Override
    public NodeBuilder nexts(final Next... to) {
        nexts = List.of(to);
        return this;
    }

    @Override
    public NodeBuilder feature(final FeatureArc arc, final Order... constraints) {
        return feature(List.of(arc), constraints);
    }

    @Override
    public NodeBuilder feature(final List<FeatureArc> arcs, final Order... constraints) {
        for (final FeatureArc arc : arcs) {
            features.put(arc, List.of(constraints));
            optional.remove(arc);
        }
        return this;
    }

    @Override
    public NodeBuilder optionalFeature(final List<FeatureArc> arcs, final Order... constraints) {
        feature(arcs, constraints);
        optional.addAll(arcs);
        return this;
    }

    @Override
    public NodeBuilder startsArc(final FeatureArc arc) {
        startsArc = arc;
        resumesBehind = null;
        return this;
    }

    @Override
    public NodeBuilder resumesArc(final FeatureArc arc, final String behind) {
        startsArc = arc;
        resumesBehind = behind;
        return this;
    }

    @Override
    public NodeBuilder failOpen() {
        failOpen = true;
        return this;
    }

    @Override
    public NodeBuilder unshadowed() {
        unshadowed = true;
        return this;
    }

    @Override
    public NodeBuilder trace(final TraceFormat how) {
        format = how;
        tracedAfter = false;
        return this;
    }

    @Override
    public NodeBuilder traceAfter(final TraceFormat how) {
        format = how;
        tracedAfter = true;
        return this;
    }

    @Override
    public NodeBuilder traceRecord(final TraceRecordFormat how) {
        recordFormat = how;
        return this;
    }

    @Override
    public NodeBuilder onFeature(final FeatureListener listener) {
        featureListener = listener;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    /** Its faults. */
    public FaultSite site() {
        return site;
    }

    public NodeType type() {
        return type;
    }

    /** Id of the plugin that brought it. */
    public String owner() {
        return owner;
    }

    /** The number by which frames name it. */
    public int id() {
        return id;
    }

    /** Where it sends packets, the default first. */
    public List<Next> nexts() {
        return nexts;
    }

    /** Arcs that it is a feature of, and its constraints there. */
    public Map<FeatureArc, List<Order>> features() {
        return features;
    }

    /** Whether it does without this arc, of those that it is a feature of. */
    public boolean isOptional(final FeatureArc arc) {
        return optional.contains(arc);
    }

    /** The arc that begins behind it, or goes on there, or null. */
    public FeatureArc startsArc() {
        return startsArc;
    }

    /** The feature of that arc behind which it goes on, or null if it begins. */
    public String resumesBehind() {
        return resumesBehind;
    }

    public boolean isFailOpen() {
        return failOpen;
    }

    /** Whether it must not be shadowed. */
    public boolean isUnshadowed() {
        return unshadowed;
    }

    /** How its traces are printed, or null. */
    @Override
    public TraceFormat format() {
        return format;
    }

    @Override
    public TraceRecordFormat recordFormat() {
        return recordFormat;
    }

    /** Who hears where it is enabled as a feature, or null. */
    public FeatureListener featureListener() {
        return featureListener;
    }

    /** Whether packets are traced as they leave. */
    public boolean tracedAfter() {
        return tracedAfter;
    }

    /** What a thread runs of it; null while it is not in the graph. */
    public NodeRuntime runtime(final int thread) {
        return thread < runtimes.length ? runtimes[thread] : null;
    }

    @Override
    public String toString() {
        return name;
    }
}
