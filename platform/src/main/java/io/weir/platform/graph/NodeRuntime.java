package io.weir.platform.graph;

import io.weir.graph.PacketNode;
import io.weir.platform.fault.FaultSite;
import java.util.Arrays;

/**
 * What one thread runs of a node: its instance and what it has counted. The thread writes; others read the counts, each
 * of which is a single word, and see them late by at most what the thread does just then.
 */
public class NodeRuntime {
    /** More reasons than any host has; a number beyond them was never given out. */
    private static final int MAX_REASONS = 1 << 16;

    final Node node;
    /** What is called: the plugin's instance, or in quarantine what stands in for it. Main changes it at a barrier. */
    PacketNode instance;

    private final PacketNode own;
    /** The part of it that is being called, where it has parts; the watchdog looks. */
    private FaultSite part;

    long calls;
    long vectors;
    long clockNs;
    long maxClockNs;
    long maxVectors;
    long suspends;
    long faults;
    private long measuredPackets;
    private long measuredBytes;
    /** Packets by the reason they were dropped or punted for. */
    long[] errors = {};
    /** Packets by the target they were sent to. */
    long[] edges = {};
    /** How many packets are still to be marked for tracing. */
    int traceRemaining;
    /** Takes copies of packets that come to the node; null but for moments. */
    Sampler sampler;

    NodeRuntime(final Node node, final PacketNode instance) {
        this.node = node;
        this.instance = instance;
        own = instance;
    }

    /** Has something else called in place of the plugin's instance, or that again with null; main, at a barrier. */
    void standIn(final PacketNode other) {
        instance = other == null ? own : other;
    }

    /** Says which part of the node is being called from here on, or none with null; the node's own thread. */
    public final void part(final FaultSite called) {
        part = called;
    }

    /** What is to blame for what happens while it runs. */
    public final FaultSite suspect() {
        final FaultSite called = part;
        return called == null ? node.site() : called;
    }

    /** Goes on counting from what the runtime before it has counted; while its thread is parked. */
    final void inherit(final NodeRuntime before) {
        calls = before.calls;
        vectors = before.vectors;
        clockNs = before.clockNs;
        maxClockNs = before.maxClockNs;
        maxVectors = before.maxVectors;
        suspends = before.suspends;
        measuredPackets = before.measuredPackets;
        measuredBytes = before.measuredBytes;
        errors = before.errors;
        edges = before.edges;
        traceRemaining = before.traceRemaining;
    }

    final void countError(final int reason, final long packets) {
        if (reason >= errors.length || reason < 0) {
            if (reason < 0 || reason >= MAX_REASONS) {
                return;
            }
            errors = Arrays.copyOf(errors, reason + 16);
        }
        errors[reason] += packets;
    }

    final void countEdge(final int target, final long packets) {
        if (target >= edges.length) {
            edges = Arrays.copyOf(edges, target + 16);
        }
        edges[target] += packets;
    }

    /** Main; the thread doesn't count there meanwhile. */
    final void forgetEdge(final int target) {
        final long[] counts = edges;
        if (target < counts.length) {
            counts[target] = 0;
        }
    }

    final void spent(final int packets, final long ns) {
        calls++;
        vectors += packets;
        clockNs += ns;
        if (ns > maxClockNs) {
            maxClockNs = ns;
            maxVectors = packets;
        }
    }

    final void measured(final int packets, final long bytes) {
        measuredPackets += packets;
        measuredBytes += bytes;
    }

    /** A process that it stands for ran for so long and gave main back. */
    public final void suspended(final long ns) {
        suspends++;
        clockNs += ns;
        if (ns > maxClockNs) {
            maxClockNs = ns;
        }
    }

    /** A process that it stands for threw. */
    public final void failed() {
        faults++;
    }

    /** Packets of those calls whose allocation was measured. */
    public long measuredPackets() {
        return measuredPackets;
    }

    /** Bytes that it allocated on the heap in those calls. */
    public long measuredBytes() {
        return measuredBytes;
    }

    public Node node() {
        return node;
    }

    public long calls() {
        return calls;
    }

    public long vectors() {
        return vectors;
    }

    /** Nanoseconds spent in it. */
    public long clockNs() {
        return clockNs;
    }

    /** Nanoseconds of its longest call. */
    public long maxClockNs() {
        return maxClockNs;
    }

    /** Packets of its longest call. */
    public long maxVectors() {
        return maxVectors;
    }

    /** Begins to look for the longest call anew; while the thread is parked. */
    public void clearMax() {
        maxClockNs = 0;
        maxVectors = 0;
    }

    public long suspends() {
        return suspends;
    }

    /** How often it threw. */
    public long faults() {
        return faults;
    }

    /** Packets that it dropped or punted for a reason, or counted under it. */
    public long errors(final int reason) {
        final long[] counts = errors;
        return reason < counts.length ? counts[reason] : 0;
    }

    /** A number that all reasons lie below under which it has counted anything. */
    public int reasonLimit() {
        return errors.length;
    }

    /** Packets that it sent to a target. */
    public long edges(final int target) {
        final long[] counts = edges;
        return target < counts.length ? counts[target] : 0;
    }

    /** Packets that are still to be traced. */
    public int traceRemaining() {
        return traceRemaining;
    }

    /** Asks for the next packets through this node to be traced; while the thread is parked. */
    public void trace(final int packets) {
        traceRemaining = packets;
    }

    /** Has packets that come to the node copied, or no more of them (null); while the thread is parked. */
    public void sample(final Sampler into) {
        sampler = into;
    }

    /** The plugin's instance. */
    public PacketNode instance() {
        return own;
    }
}
