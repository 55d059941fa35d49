package io.weir.platform.plugin.shadow;

import com.sun.management.ThreadMXBean;
import io.weir.cli.CommandException;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import io.weir.memory.Memory;
import io.weir.platform.graph.Dispatcher;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.Node;
import io.weir.platform.graph.NodeRuntime;
import io.weir.platform.graph.NodeType;
import io.weir.platform.graph.Sampler;
import io.weir.platform.plugin.ledger.ScratchHost;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Runs nodes in a scratch host until their rate is flat or a time has passed. The shadow's thread. */
final class ShadowRun {
    private static final long WINDOW_NS = 20_000_000;
    /** Windows whose rates are compared. */
    private static final int WINDOWS = 3;

    private static final double FLAT = 0.05;
    /** Calls after which the JVM compiles with its last tier. */
    private static final long CALLS = 6_000;

    /** As long as a call may wait in the live graph. */
    private static final long SLOW_NS = 50_000_000;

    private static final int SLOW_FRAMES = 3;
    private static final long BLOCKED_NS = 1_000_000_000;
    /** Bytes a packet, or so many a vector, that are worth a word: a turn of the loop itself allocates none. */
    private static final double LEAST_BYTES = 0.05;

    private static final int VECTOR = 256;
    private static final int CHECKED_VECTORS = 4;
    private static final int KEPT_FLAGS = Buffer.IP_CHECKSUM_GOOD | Buffer.L4_CHECKSUM_GOOD | Buffer.LOCALLY_ORIGINATED;

    private final ScratchHost scratch;
    /** All nodes that are new, and those of them that are run. */
    private final List<Node> fresh;

    private final List<Node> nodes;
    private final Map<String, List<byte[]>> images;
    private final boolean live;
    private final Buffers buffers;
    private final Dispatcher dispatcher;
    private final int[] vector = new int[VECTOR];
    /** Frames in a row that took long. */
    private int slow;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<ShadowResult.Allocation> allocations = new ArrayList<>();
    private boolean flat = true;
    private double worstNs;

    ShadowRun(
            final ScratchHost scratch,
            final List<Node> fresh,
            final Map<String, List<byte[]>> images,
            final boolean live) {
        this.scratch = scratch;
        this.fresh = fresh;
        nodes = fresh.stream()
                .filter(node -> !node.isUnshadowed())
                .filter(node -> images.containsKey(node.name()) || node.type() == NodeType.INPUT)
                .toList();
        this.images = images;
        this.live = live;
        buffers = scratch.services().main().buffers();
        dispatcher = scratch.services().main().dispatcher();
    }

    ShadowResult run(final long limitMs) {
        final long start = System.nanoTime();
        long packets = 0;
        for (final Node node : nodes) {
            final long limitNs = limitMs * 1_000_000 / nodes.size();
            warm(node, System.nanoTime() + limitNs);
            packets += node.runtime(0).vectors();
        }
        return new ShadowResult(
                nodes.size(),
                packets,
                live,
                worstNs,
                flat,
                System.nanoTime() - start,
                allocations,
                Math.max(0, scratch.buffersInUse()));
    }

    /**
     * Runs each node over a thousand packets, and has all nodes looked at meanwhile.
     *
     * @throws CommandException naming the one that threw or that let go on what was not its.
     */
    void check() {
        for (final Node node : nodes) {
            for (int i = 0; i < CHECKED_VECTORS; i++) {
                dispatcher.inspect();
                turn(node);
                requireNoFault();
            }
        }
    }

    private void warm(final Node node, final long deadlineNs) {
        final NodeRuntime runtime = node.runtime(0);
        final double[] rates = new double[WINDOWS];
        int windows = 0;
        boolean settled = false;
        boolean room = true;
        // The least of all windows: what is linked and compiled at first isn't the packets'.
        double bytes = Double.MAX_VALUE;
        while (!settled && room && (System.nanoTime() < deadlineNs || slow > 0)) {
            final long clock = runtime.clockNs();
            final long vectors = runtime.vectors();
            final long allocated = memory.getCurrentThreadAllocatedBytes();
            room = window(node, runtime);
            requireNoFault();
            rates[windows++ % WINDOWS] =
                    (runtime.clockNs() - clock) / (double) Math.max(1, runtime.vectors() - vectors);
            bytes = Math.min(
                    bytes,
                    (memory.getCurrentThreadAllocatedBytes() - allocated)
                            / (double) Math.max(1, runtime.vectors() - vectors));
            settled = windows >= WINDOWS && runtime.calls() >= CALLS && spread(rates) < FLAT;
        }
        flat &= settled;
        if (bytes >= LEAST_BYTES && bytes < Double.MAX_VALUE) {
            allocations.add(new ShadowResult.Allocation(node.name(), bytes));
        }
        worstNs = Math.max(worstNs, rates[Math.max(0, windows - 1) % WINDOWS]);
    }

    /** Also of those that packets only came to from other nodes. */
    private void requireNoFault() {
        for (final Node node : fresh) {
            if (node.runtime(0).faults() > 0) {
                throw new CommandException("node " + node.name() + " of " + node.owner() + fault(node));
            }
        }
    }

    /** What it did last, in words. */
    private static String fault(final Node node) {
        final List<String> text = node.site().reports().stream()
                .flatMap(report -> report.text().lines())
                .toList();
        if (text.isEmpty()) {
            return " failed in shadow, the log says how";
        }
        // What was thrown comes with a stack.
        return text.size() > 1
                ? " threw in shadow: " + text.getFirst() + "; the log has the stack"
                : " failed in shadow: " + text.getFirst();
    }

    /**
     * Refuses a node that would block its worker: each of some frames in a row, or one of them much longer, for another thread
     * may have the core for a moment.
     */
    private void requireQuick(final Node node, final long frameNs) {
        slow = frameNs > SLOW_NS ? slow + 1 : 0;
        if (slow >= SLOW_FRAMES || frameNs > BLOCKED_NS) {
            final Node slowest = fresh.stream()
                    .filter(each -> each.runtime(0).maxClockNs() > SLOW_NS)
                    .max(Comparator.comparingLong(each -> each.runtime(0).maxClockNs()))
                    .orElse(node);
            throw new CommandException("node " + slowest.name() + " of " + slowest.owner() + " blocks: a frame took it "
                    + frameNs / 1_000_000 + " ms in shadow, more than " + SLOW_NS / 1_000_000
                    + " ms would stall a worker");
        }
    }

    private static double spread(final double[] rates) {
        double least = rates[0];
        double most = rates[0];
        for (final double rate : rates) {
            least = Math.min(least, rate);
            most = Math.max(most, rate);
        }
        return most / Math.max(least, 1e-9) - 1;
    }

    /** Runs a node for some time; returns whether there were buffers all along. */
    private boolean window(final Node node, final NodeRuntime runtime) {
        final long end = System.nanoTime() + WINDOW_NS;
        boolean room = true;
        while (room && System.nanoTime() < end && runtime.faults() == 0) {
            final long frameStartNs = System.nanoTime();
            room = turn(node);
            requireQuick(node, System.nanoTime() - frameStartNs);
        }
        return room;
    }

    /** Has a node process a vector; returns whether there were buffers for it. */
    private boolean turn(final Node node) {
        boolean room = true;
        if (node.type() == NodeType.INPUT) {
            dispatcher.startTurn(System.nanoTime());
            dispatcher.poll((InputRuntime) node.runtime(0));
        } else {
            room = feed(images.get(node.name()), scratch.services().graph().target(node.name()));
            dispatcher.startTurn(System.nanoTime());
        }
        dispatcher.drain();
        return room;
    }

    private boolean feed(final List<byte[]> from, final int target) {
        dispatcher.runAs(scratch.services().graph().node("error-drop").runtime(0));
        final int got = buffers.allocate(vector, 0, VECTOR);
        for (int i = 0; i < got; i++) {
            write(Buffer.address(vector[i]), from.get(i % from.size()));
        }
        dispatcher.sink().emit(vector, 0, got, target);
        return got == VECTOR;
    }

    /** Makes a buffer what an image shows, less what only means something in the live host's tables. */
    private static void write(final long buffer, final byte[] image) {
        Memory.copy(image, 0, buffer + Buffer.METADATA_OFFSET, Sampler.META_BYTES);
        Buffer.flags(buffer, Buffer.flags(buffer) & KEPT_FLAGS);
        Buffer.adjacency(buffer, 0);
        Buffer.error(buffer, 0);
        Memory.zero(buffer + Buffer.SCRATCH_OFFSET, Buffer.SCRATCH_BYTES);
        Memory.copy(image, Sampler.META_BYTES, Buffer.data(buffer), image.length - Sampler.META_BYTES);
    }
}
