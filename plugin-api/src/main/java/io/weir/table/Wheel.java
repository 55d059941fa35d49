package io.weir.table;

/**
 * A hierarchical timing wheel whose links lie where its user wants them: in arrays, or within the entries of a table. Nodes
 * are numbers from {@link #FIRST_NODE} on; those below stand for the slots, and have links like any other node.
 *
 * <pre>
 *   level 0   64 slots of 1 tick             a node lies on the level of the highest group of six bits in which its
 *   level 1   64 slots of 64 ticks           deadline and the time differ, in the slot that these bits of the deadline
 *   ...                                      name; so all of level 0 is due before anything of level 1, and so on
 *   level 7   64 slots of 2^42 ticks
 * </pre>
 *
 * Setting, taking out and expiring are a few writes each. When time comes to a slot of a higher level its nodes move down.
 * Time jumps from one slot that holds something to the next, so what lies far ahead costs nothing meanwhile. Who puts a
 * deadline off needn't tell the wheel: the node is placed anew when its slot comes. Only a deadline that becomes earlier has
 * to be linked again.
 *
 * <p>One thread at a time calls. Ticks are 0 to 2^48 - 1.
 */
public abstract class Wheel {
    private static final int LEVEL_BITS = 6;
    private static final int SLOT_MASK = (1 << LEVEL_BITS) - 1;
    private static final int LEVELS = 8;
    /** Nodes that are due, the first first. */
    private static final int DUE = LEVELS << LEVEL_BITS;
    /** Nodes that were due when they were linked: they wait for the next advance. */
    private static final int LATER = DUE + 1;

    /** The lowest number of a node. */
    public static final int FIRST_NODE = LATER + 1;

    /** Words of state: a word of occupied slots for each level, then these. */
    private static final int AT = LEVELS;

    private static final int NEXT = LEVELS + 1;
    private static final int EMPTYING = LEVELS + 2;
    /** How many words of state there are. */
    public static final int STATE_WORDS = LEVELS + 3;

    private static final int NO_SLOT = -1;

    /** The node after this one. */
    protected abstract int next(int node);

    /** The node before this one. */
    protected abstract int previous(int node);

    /** Sets the node after this one. */
    protected abstract void next(int node, int after);

    /** Sets the node before this one. */
    protected abstract void previous(int node, int before);

    /** A word of the wheel's state, 0 to {@link #STATE_WORDS}. */
    protected abstract long state(int word);

    /** Sets a word of the wheel's state. */
    protected abstract void state(int word, long value);

    /** When a node is due, in ticks. */
    protected abstract long deadline(int node);

    /**
     * A node's slot has come; it is no longer linked. Its deadline may have been put off since: then it has to be linked
     * again.
     */
    protected abstract void due(int node);

    /** Makes the wheel empty. */
    protected final void clear(final long tick) {
        for (int slot = 0; slot < FIRST_NODE; slot++) {
            detach(slot);
        }
        for (int level = 0; level < LEVELS; level++) {
            state(level, 0);
        }
        state(AT, tick);
        state(NEXT, Long.MAX_VALUE);
        state(EMPTYING, NO_SLOT);
    }

    /** The time that the wheel has come to. While there is too much to do at once it lags. */
    public final long tick() {
        return state(AT);
    }

    /** The earliest tick at which {@link #advance} may have something to do; {@link Long#MAX_VALUE} if there is nothing. */
    public final long nextTick() {
        return state(NEXT);
    }

    /** Makes a node one that {@link #unlink} may be called for, without linking it. */
    protected final void detach(final int node) {
        next(node, node);
        previous(node, node);
    }

    /** Sets a node that is not linked; one that is due already comes at the next {@link #advance}, not within this one. */
    public final void link(final int node) {
        place(node, LATER);
    }

    private void place(final int node, final int listIfDue) {
        final long deadline = deadline(node);
        final long at = state(AT);
        if (deadline <= at) {
            append(node, listIfDue);
            state(NEXT, at);
            return;
        }
        final int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(deadline ^ at)) / LEVEL_BITS;
        final int shift = level * LEVEL_BITS;
        final int slot = (int) (deadline >>> shift) & SLOT_MASK;
        append(node, (level << LEVEL_BITS) + slot);
        state(level, state(level) | 1L << slot);
        state(NEXT, Math.min(state(NEXT), deadline >>> shift << shift));
    }

    private void append(final int node, final int list) {
        final int last = previous(list);
        next(node, list);
        previous(node, last);
        next(last, node);
        previous(list, node);
    }

    /** Takes a node out; one that is not linked stays so. */
    public final void unlink(final int node) {
        final int before = previous(node);
        final int after = next(node);
        next(before, after);
        previous(after, before);
        if (before == after && before < DUE) {
            final int level = before >>> LEVEL_BITS;
            state(level, state(level) & ~(1L << (before & SLOT_MASK)));
        }
        detach(node);
    }

    /**
     * Goes on to a time, and calls {@link #due} for nodes whose time has come, in the order of their slots.
     *
     * @param most how many steps it may take, each of which is a node that is due or moves down; what remains is done by
     *     the next calls.
     * @return the steps that it took.
     */
    public final int advance(final long tick, final int most) {
        if (tick < state(NEXT)) {
            state(AT, Math.max(tick, state(AT)));
            return 0;
        }
        takeLater();
        int steps = 0;
        while (steps < most) {
            final int first = next(DUE);
            if (first != DUE) {
                unlink(first);
                steps++;
                due(first);
            } else if (moveDown()) {
                steps++;
            } else if (!turnTo(tick)) {
                return steps;
            }
        }
        state(NEXT, state(AT));
        return steps;
    }

    private void takeLater() {
        final int first = next(LATER);
        if (first != LATER) {
            final int last = previous(LATER);
            final int before = previous(DUE);
            next(before, first);
            previous(first, before);
            next(last, DUE);
            previous(DUE, last);
            detach(LATER);
        }
    }

    /** Moves one node of the slot that time has come to; returns whether there was one. */
    private boolean moveDown() {
        final int slot = (int) state(EMPTYING);
        if (slot == NO_SLOT) {
            return false;
        }
        final int node = next(slot);
        if (node == slot) {
            state(EMPTYING, NO_SLOT);
            return false;
        }
        unlink(node);
        place(node, DUE);
        return true;
    }

    /** Goes on to the next slot that holds something, or to this tick if none comes before; returns whether one did. */
    private boolean turnTo(final long tick) {
        final long at = state(AT);
        for (int level = 0; level < LEVELS; level++) {
            final long occupied = state(level);
            if (occupied != 0) {
                final int slot = Long.numberOfTrailingZeros(occupied);
                final int shift = level * LEVEL_BITS;
                final long start = at >>> shift + LEVEL_BITS << shift + LEVEL_BITS | (long) slot << shift;
                if (start > tick) {
                    return rest(tick, start);
                }
                state(AT, start);
                state(EMPTYING, (level << LEVEL_BITS) + slot);
                return true;
            }
        }
        return rest(tick, Long.MAX_VALUE);
    }

    private boolean rest(final long tick, final long next) {
        final long at = Math.max(state(AT), tick);
        state(NEXT, next(LATER) == LATER ? next : at);
        state(AT, at);
        return false;
    }
}
