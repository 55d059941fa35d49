package io.weir.platform.iface;

import io.weir.iface.VlanMatch;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which sub-interface of a parent has a tagged frame: arrays by VLAN id, one of them for frames with one tag or more by type and
 * outer id, and one for each outer id behind which inner ids matter. Main writes, more entries also while
 * workers read.
 *
 * <p>An entry is {@code sw_if_index << 1 | exact}, or -1.
 */
final class VlanTable {
    private static final int IDS = VlanMatch.ANY + 1;
    private static final int FREE = -1;

    /** By type, then outer id; null where none. */
    private final int[][] outer = new int[2][];
    /** By type, then outer id, then inner id; null where none. */
    private final int[][][] inner = new int[2][][];

    private int fallback = FREE;
    private int entries;

    private static int kind(final int type) {
        return type == VlanMatch.DOT1Q ? 0 : 1;
    }

    /**
     * The sub-interface of a frame.
     *
     * @param type of the outer tag.
     * @param outerId its VLAN.
     * @param innerId that of the next tag, or -1 if there is none.
     * @param more whether there are further tags.
     * @return its sw_if_index, or -1.
     */
    int find(final int type, final int outerId, final int innerId, final boolean more) {
        final int kind = kind(type);
        if (innerId >= 0 && inner[kind] != null) {
            int entry = nested(inner[kind][outerId], innerId, more);
            if (entry == FREE) {
                entry = nested(inner[kind][VlanMatch.ANY], innerId, more);
            }
            if (entry != FREE) {
                return entry >> 1;
            }
        }
        if (outer[kind] != null) {
            int entry = allowed(outer[kind][outerId], innerId >= 0);
            if (entry == FREE) {
                entry = allowed(outer[kind][VlanMatch.ANY], innerId >= 0);
            }
            if (entry != FREE) {
                return entry >> 1;
            }
        }
        return fallback >> 1;
    }

    private static int nested(final int[] ids, final int innerId, final boolean more) {
        if (ids == null) {
            return FREE;
        }
        final int entry = allowed(ids[innerId], more);
        return entry == FREE ? allowed(ids[VlanMatch.ANY], more) : entry;
    }

    /** The entry, unless it is for frames without further tags and there are some. */
    private static int allowed(final int entry, final boolean more) {
        return more && (entry & 1) != 0 ? FREE : entry;
    }

    /** The sub-interface that a match is given to, or -1. */
    int holder(final VlanMatch match) {
        if (match.outer() == VlanMatch.DEFAULT) {
            return fallback >> 1;
        }
        final int kind = kind(match.type());
        if (match.inner() == VlanMatch.NONE) {
            return outer[kind] == null ? FREE : outer[kind][match.outer()] >> 1;
        }
        final int[] ids = inner[kind] == null ? null : inner[kind][match.outer()];
        return ids == null ? FREE : ids[match.inner()] >> 1;
    }

    /** Makes room for a match, at any time: what workers find there then says that nobody has it. */
    void reserve(final VlanMatch match) {
        if (match.outer() == VlanMatch.DEFAULT) {
            return;
        }
        final int kind = kind(match.type());
        if (match.inner() == VlanMatch.NONE) {
            outer[kind] = outer[kind] == null ? ids() : outer[kind];
            return;
        }
        inner[kind] = inner[kind] == null ? new int[IDS][] : inner[kind];
        final int[][] behind = inner[kind];
        behind[match.outer()] = behind[match.outer()] == null ? ids() : behind[match.outer()];
    }

    /** Gives a match to a sub-interface. */
    void put(final VlanMatch match, final int swIfIndex) {
        reserve(match);
        entries++;
        write(match, swIfIndex << 1 | (match.exact() ? 1 : 0));
    }

    /** Takes a match away; returns whether none is left. */
    boolean remove(final VlanMatch match) {
        write(match, FREE);
        return --entries == 0;
    }

    private void write(final VlanMatch match, final int entry) {
        if (match.outer() == VlanMatch.DEFAULT) {
            fallback = entry;
            return;
        }
        final int kind = kind(match.type());
        if (match.inner() == VlanMatch.NONE) {
            outer[kind][match.outer()] = entry;
        } else {
            inner[kind][match.outer()][match.inner()] = entry;
        }
    }

    private static int[] ids() {
        final int[] ids = new int[IDS];
        Arrays.fill(ids, FREE);
        VarHandle.releaseFence();
        return ids;
    }
}
