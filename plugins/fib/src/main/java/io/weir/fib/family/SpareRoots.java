package io.weir.fib.family;

import io.weir.memory.OffHeap;
import io.weir.plugin.Quiescence;
import java.util.ArrayDeque;

/** Roots of tables that have gone: one is kept for the next table, the others are given back when no thread holds them. Only main. */
public final class SpareRoots implements AutoCloseable {
    private final int bytes;
    private final Quiescence quiescence;
    private final ArrayDeque<Spare> spares = new ArrayDeque<>();

    private record Spare(long root, long mark) {}

    /**
     * None yet.
     *
     * @param bytes of a root.
     */
    public SpareRoots(final int bytes, final Quiescence quiescence) {
        this.bytes = bytes;
        this.quiescence = quiescence;
    }

    /** How many there are. */
    public int size() {
        return spares.size();
    }

    /** A root, with whatever it held before. */
    public long take() {
        final Spare oldest = spares.peek();
        return oldest != null && quiescence.passed(oldest.mark())
                ? spares.remove().root()
                : OffHeap.allocate(bytes);
    }

    /** Takes in a root that new packets don't come to. */
    public void add(final long root) {
        spares.add(new Spare(root, quiescence.mark()));
    }

    /** Whether there are more than are kept. */
    public boolean reclaimable() {
        return spares.size() > 1;
    }

    /** Gives those back that no thread holds any more, but for one. */
    public void reclaim() {
        while (reclaimable() && quiescence.passed(spares.peek().mark())) {
            OffHeap.free(spares.remove().root());
        }
    }

    @Override
    public void close() {
        spares.forEach(spare -> OffHeap.free(spare.root()));
        spares.clear();
    }
}
