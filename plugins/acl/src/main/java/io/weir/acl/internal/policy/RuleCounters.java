package io.weir.acl.internal.policy;

import io.weir.graph.IndexedCounter;
import io.weir.graph.Unit;
import io.weir.plugin.Registrar;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Numbers for a list's rules: those that equal rules of the list before go on, others begin at 0. */
    public int[] take(final List<?> rules, final List<?> before, final int... slotsBefore) {
        final Map<Object, Deque<Integer>> kept = HashMap.newHashMap(before.size());
        for (int i = 0; i < before.size(); i++) {
            kept.computeIfAbsent(before.get(i), rule -> new ArrayDeque<>(1)).add(slotsBefore[i]);
        }
        final int[] slots = new int[rules.size()];
        int from = 0;
        for (int i = 0; i < slots.length; i++) {
            final Deque<Integer> same = kept.get(rules.get(i));
            if (same != null && !same.isEmpty()) {
                slots[i] = same.remove();
            } else {
                slots[i] = used.nextClearBit(from);
                from = slots[i] + 1;
                used.set(slots[i]);
                if (slots[i] < packets.size()) {
                    packets.clear(slots[i]);
                    bytes.clear(slots[i]);
                }
            }
        }
        packets.reserve(used.length());
        bytes.reserve(used.length());
        return slots;
    }

    /** Gives back those of a list before that are not among the ones now; no thread counts in them any more. */
    public void giveBack(final int[] before, final int... now) {
        final BitSet still = new BitSet();
        for (final int slot : now) {
            still.set(slot);
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
        packets.reserve(used.length());
        bytes.reserve(used.length());
    }
}
