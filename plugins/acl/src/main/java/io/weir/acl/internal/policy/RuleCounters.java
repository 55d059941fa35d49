package io.weir.acl.internal.policy;

import io.weir.graph.IndexedCounter;
import io.weir.graph.Unit;
import io.weir.plugin.Registrar;
import java.util.BitSet;

/** Numbers under which rules are counted. A rule keeps its number while it is in its list, wherever it stands there. Main only. */
public final class RuleCounters {
    private static final int AT_FIRST = 1_024;

    private final IndexedCounter packets;
    private final IndexedCounter bytes;
    private final BitSet used = new BitSet();

    /**
     * No numbers are taken.
     *
     * @param kind of rules, as the counters' names begin.
     */
    public RuleCounters(final Registrar host, final String kind) {
        packets = host.counters(kind + "-packets", Unit.PACKETS, AT_FIRST);
        bytes = host.counters(kind + "-bytes", Unit.BYTES, AT_FIRST);
    }

    /** Packets by number. */
    public IndexedCounter packets() {
        return packets;
    }

    /** Bytes by number. */
    public IndexedCounter bytes() {
        return bytes;
    }

    /** Numbers for rules: those that have one keep it, those with -1 get one and begin at 0; {@link #reserve} follows. */
    public int[] take(final int... kept) {
        final int[] slots = kept.clone();
        int from = 0;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] < 0) {
                slots[i] = used.nextClearBit(from);
                from = slots[i] + 1;
                used.set(slots[i]);
                if (slots[i] < packets.size()) {
                    packets.clear(slots[i]);
                    bytes.clear(slots[i]);
                }
            }
        }
        return slots;
    }

    /** Makes room for all numbers that were taken. */
    public void reserve() {
        packets.reserve(used.length());
        bytes.reserve(used.length());
    }

    /** Gives back those of a list before that are not among the ones now; no thread counts in them any more. */
    public void giveBack(final int[] before, final int... now) {
        final BitSet still = new BitSet();
        for (final int slot : now) {
            if (slot >= 0) {
                still.set(slot);
            }
        }
        for (final int slot : before) {
            if (!still.get(slot)) {
                used.clear(slot);
            }
        }
    }

    /** Takes exactly these, which a version before had. */
    public void adopt(final int... slots) {
        for (final int slot : slots) {
            used.set(slot);
        }
        reserve();
    }
}
