package io.weir.graph;

import java.util.List;

/** The description of an internal node, given link by link while a plugin registers. */
public interface NodeBuilder {
    /**
     * Names where the node sends packets; the first is the default of a node that stands on no arc. Sending elsewhere
     * works; only {@code show node} and the graph's picture don't know of it.
     */
    NodeBuilder nexts(Next... nexts);

    /** Makes the node a feature of an arc, between others. */
    NodeBuilder feature(FeatureArc arc, Order... constraints);

    /** The same on several arcs, between the same others. */
    NodeBuilder feature(List<FeatureArc> arcs, Order... constraints);

    /**
     * The same on those of some arcs that are there, and on the others as they come: a feature for every family, say, of which
     * a host may have one only. It can be enabled on any of them; where the arc isn't there, that waits for it.
     */
    NodeBuilder optionalFeature(List<FeatureArc> arcs, Order... constraints);

    /** Packets that this node leaves to the default begin the arc here, by the interface they came in by. */
    NodeBuilder startsArc(FeatureArc arc);

    /**
     * Packets that this node leaves to the default go on along an arc behind one of its features, by the interface they came in
     * by, or that they leave by, as the arc has it: for packets that the feature has taken or handed to another thread, which come back here. They meet the features that
     * are enabled behind it then, whether it is still enabled itself or not.
     *
     * @param behind name of the feature; one that isn't on the arc has all of the arc behind it.
     */
    NodeBuilder resumesArc(FeatureArc arc, String behind);

    /** A feature that, when it keeps failing, is stepped over; others then drop. */
    NodeBuilder failOpen();

    /** Not to be run beside the graph before it is inserted: it can't work, or must not, on copies of packets. */
    NodeBuilder unshadowed();

    /** Traces packets as they come to the node. */
    NodeBuilder trace(TraceFormat format);

    /** Traces packets as they leave the node; for a node that takes no packets out of the graph. */
    NodeBuilder traceAfter(TraceFormat format);

    /**
     * Prints what the node notes of traced packets with {@link Frame#trace}, behind what {@link #trace} prints of them as they
     * came. Without {@code trace} it is all that is printed; beside {@code traceAfter} it is an entry of its own in front.
     */
    NodeBuilder traceRecord(TraceRecordFormat format);

    /**
     * Tells where the feature is enabled: once behind the plugin's {@code start} of all places where it is then, in an upgrade
     * for instance, and from then on at each change, until the plugin goes.
     */
    NodeBuilder onFeature(FeatureListener listener);
}
