package io.weir.platform.graph;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * All that happens at the barrier of a change of the graph. What it needs is laid out before in arrays, for workers stand
 * while it runs: it allocates nothing.
 */
final class ClosedChange implements Runnable {
    /** Nodes that hand over in a circle must not keep the barrier closed. */
    private static final int DELIVERY_ROUNDS = 8;

    private final GraphThread[] threads;
    private final Publication fresh;
    private final Runnable also;
    private final Runnable[] watchers;
    private final Node[] gone;
    private final Node[] added;
    /** The nodes of the same names before, or null. */
    private final Node[] former;
    /** Whether nodes leave, and whether numbers do. */
    private final boolean leaves;

    private final boolean deletes;
    private boolean quiet = true;

    /**
     * Lays it out.
     *
     * @param before the nodes as they were.
     * @param after the nodes as they will be.
     * @param deletes whether interfaces go, with their numbers.
     * @param also what else happens, first.
     * @param watchers are run when all ways are as they will be.
     */
    ClosedChange(
            final List<? extends GraphThread> threads,
            final GraphChange change,
            final Map<String, Node> before,
            final Map<String, Node> after,
            final boolean deletes,
            final Publication fresh,
            final Runnable also,
            final List<Runnable> watchers) {
        this.threads = threads.toArray(GraphThread[]::new);
        this.fresh = fresh;
        this.also = also;
        this.watchers = watchers.toArray(Runnable[]::new);
        this.deletes = deletes;
        gone = array(change.gone());
        added = array(change.added());
        former = new Node[added.length];
        for (int i = 0; i < added.length; i++) {
            former[i] = before.get(added[i].name());
        }
        leaves = change.gone().stream().anyMatch(node -> !after.containsKey(node.name()));
    }

    private static Node[] array(final Collection<Node> nodes) {
        return nodes.toArray(Node[]::new);
    }

    @Override
    public void run() {
        if (leaves) {
            deliver();
        }
        also.run();
        fresh.swap();
        for (final Runnable watcher : watchers) {
            watcher.run();
        }
        for (int i = 0; i < added.length; i++) {
            inherit(added[i], former[i]);
        }
        for (final Node node : gone) {
            release(node);
        }
        if (deletes) {
            // What nodes handed over just now, or hold a number for, ends at the node for what is deleted.
            quiet = deliver();
        }
    }

    /** Whether no thread had a packet under way that may still name interfaces that went. */
    boolean quiet() {
        return quiet;
    }

    /**
     * Has what other threads handed over dispatched while its destination is still there; returns whether that was all.
     */
    private boolean deliver() {
        boolean moved = true;
        for (int round = 0; moved && round < DELIVERY_ROUNDS; round++) {
            moved = false;
            for (final GraphThread thread : threads) {
                moved |= thread.deliver();
            }
        }
        return !moved;
    }

    private void inherit(final Node node, final Node before) {
        for (int i = 0; before != null && i < threads.length; i++) {
            node.runtimes[i].inherit(before.runtimes[i]);
        }
    }

    /** Sees to it that no thread keeps anything of a node that has gone: its class loader would stay. */
    private void release(final Node node) {
        for (final GraphThread thread : threads) {
            thread.dispatcher().release(node);
        }
    }
}
