package io.weir.ip6.internal.iface;

import java.util.Arrays;

/**
 * The multicast groups that this host is in, for each interface: a few pairs of longs, copied when one comes or goes. Only main
 * changes them; any thread may read.
 */
public final class Groups {
    /** All nodes on a link. */
    public static final long LINK = 0xff02L << 48;

    public static final long ALL_NODES = 1;
    public static final long ALL_ROUTERS = 2;

    private static final long SOLICITED = 0x1_ff00_0000L;
    private static final long SOLICITED_MASK = 0xff_ffffL;

    private volatile long[][] byInterface = {};
    private Listener listener = (swIfIndex, high, low, joined) -> {};

    /** Hears when this host joins a group that it is not in, and when it leaves it for good. Only main. */
    @FunctionalInterface
    public interface Listener {
        void changed(int swIfIndex, long high, long low, boolean joined);
    }

    /** Names who hears of changes. */
    public void listen(final Listener hears) {
        listener = hears;
    }

    /** The lower half of the group of those that are asked for an address (RFC 4291, 2.7.1). */
    public static long solicited(final long low) {
        return SOLICITED | low & SOLICITED_MASK;
    }

    /** Whether this host is in a group on an interface. */
    public boolean isIn(final int swIfIndex, final long high, final long low) {
        final long[][] all = byInterface;
        if (swIfIndex < 0 || swIfIndex >= all.length || all[swIfIndex] == null) {
            return false;
        }
        final long[] groups = all[swIfIndex];
        for (int i = 0; i < groups.length; i += 2) {
            if (groups[i] == high && groups[i + 1] == low) {
                return true;
            }
        }
        return false;
    }

    /** The groups of an interface: upper and lower halves in turn; what joins twice is there twice. */
    public long[] of(final int swIfIndex) {
        final long[][] all = byInterface;
        return swIfIndex < all.length && all[swIfIndex] != null ? all[swIfIndex].clone() : new long[0];
    }

    /** Joins a group; once more if it was joined before. */
    public void join(final int swIfIndex, final long high, final long low) {
        final boolean first = !isIn(swIfIndex, high, low);
        final long[] before = of(swIfIndex);
        final long[] after = Arrays.copyOf(before, before.length + 2);
        after[before.length] = high;
        after[before.length + 1] = low;
        put(swIfIndex, after);
        if (first) {
            listener.changed(swIfIndex, high, low, true);
        }
    }

    /** Leaves a group, as often as it was joined. */
    public void leave(final int swIfIndex, final long high, final long low) {
        final long[] before = of(swIfIndex);
        for (int i = 0; i < before.length; i += 2) {
            if (before[i] == high && before[i + 1] == low) {
                final long[] after = new long[before.length - 2];
                System.arraycopy(before, 0, after, 0, i);
                System.arraycopy(before, i + 2, after, i, after.length - i);
                put(swIfIndex, after);
                if (!isIn(swIfIndex, high, low)) {
                    listener.changed(swIfIndex, high, low, false);
                }
                return;
            }
        }
    }

    private void put(final int swIfIndex, final long[] groups) {
        final long[][] all = Arrays.copyOf(byInterface, Math.max(byInterface.length, swIfIndex + 1));
        all[swIfIndex] = groups;
        byInterface = all;
    }
}
