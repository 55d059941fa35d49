package io.weir.table;

import io.weir.memory.Memory;

/** The wheel of a table, linked through its entries, with ticks of about a millisecond. */
final class EntryWheel extends Wheel {
    static final int TICK_SHIFT = 20;
    /** The longest timeout in ticks: 13 days. */
    private static final int MAX_TICKS = 1 << 30;

    private static final int NO_ENTRY = -1;

    private final SessionTable table;
    private final Entries entries;
    private final long control;
    private Expiry expiry;
    private int expiring = NO_ENTRY;

    EntryWheel(final SessionTable table, final TableMemory memory, final Entries entries) {
        this.table = table;
        this.entries = entries;
        control = memory.control;
    }

    void clear() {
        clear(0);
    }

    /** The entry that {@link Expiry} is being asked about, or -1. */
    int expiring() {
        return expiring;
    }

    private int now() {
        return (int) Memory.getLong(control + TableMemory.NOW_TICK);
    }

    /** Ticks after which a timeout is over for sure, as it may begin at the end of one. */
    static int ticks(final long timeoutNs) {
        return Math.clamp((timeoutNs >> TICK_SHIFT) + 2, 2, MAX_TICKS);
    }

    /** Links a new entry. */
    void add(final int entry, final long timeoutNs) {
        final int ticks = ticks(timeoutNs);
        final long at = entries.address(entry);
        Memory.putInt(at + Entries.TIMEOUT, ticks);
        Memory.putInt(at + Entries.DEADLINE, now() + ticks);
        link(entry);
    }

    /**
     * Its time begins anew, unless that were sooner over than what it has been given. Where it is linked is looked at when that
     * slot comes.
     */
    void touch(final int entry) {
        final long at = entries.address(entry);
        final int deadline = now() + Memory.getInt(at + Entries.TIMEOUT);
        if (deadline - Memory.getInt(at + Entries.DEADLINE) > 0) {
            Memory.putInt(at + Entries.DEADLINE, deadline);
        }
    }

    /** Another timeout, from now on. */
    void timeout(final int entry, final long timeoutNs) {
        final long at = entries.address(entry);
        final int ticks = ticks(timeoutNs);
        final int before = Memory.getInt(at + Entries.DEADLINE);
        Memory.putInt(at + Entries.TIMEOUT, ticks);
        Memory.putInt(at + Entries.DEADLINE, now() + ticks);
        if (now() + ticks - before < 0) {
            unlink(entry);
            link(entry);
        }
    }

    /** Goes on to a time, in at most so many steps; returns how many it took. */
    int expire(final long nowNs, final int most, final Expiry asked) {
        if (Memory.getInt(control + TableMemory.BEGUN) == 0) {
            Memory.putInt(control + TableMemory.BEGUN, 1);
            Memory.putLong(control + TableMemory.ORIGIN_NS, nowNs);
        }
        final long tick = nowNs - Memory.getLong(control + TableMemory.ORIGIN_NS) >> TICK_SHIFT;
        Memory.putLong(control + TableMemory.NOW_TICK, tick);
        expiry = asked;
        return advance(tick, most);
    }

    @Override
    protected void due(final int entry) {
        if (deadline(entry) > tick()) {
            link(entry);
            return;
        }
        expiring = entry;
        long more = Expiry.OVER;
        try {
            more = expiry.expired(table, entry);
        } finally {
            expiring = NO_ENTRY;
            if (more > 0) {
                unlink(entry);
                Memory.putInt(entries.address(entry) + Entries.DEADLINE, now() + ticks(more));
                link(entry);
            } else {
                table.expired(entry);
            }
        }
    }

    /** Deadlines are the lower half of ticks, never further away than half of what that can tell apart. */
    @Override
    protected long deadline(final int entry) {
        final long at = tick();
        return at + (Memory.getInt(entries.address(entry) + Entries.DEADLINE) - (int) at);
    }

    @Override
    protected int next(final int node) {
        return entries.next(node);
    }

    @Override
    protected int previous(final int node) {
        return entries.previous(node);
    }

    @Override
    protected void next(final int node, final int after) {
        entries.next(node, after);
    }

    @Override
    protected void previous(final int node, final int before) {
        entries.previous(node, before);
    }

    @Override
    protected long state(final int word) {
        return Memory.getLong(control + TableMemory.WHEEL + word * 8L);
    }

    @Override
    protected void state(final int word, final long value) {
        Memory.putLong(control + TableMemory.WHEEL + word * 8L, value);
    }
}
