package io.weir.platform.graph;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** What one thread knows of an arc: where packets of an interface enter it. Main writes, heads also while the thread runs. */
final class ArcRuntime {
    private static final Position[] NONE = {};

    /** First feature by sw_if_index; null where the interface has none. */
    private Position[] heads = NONE;
    /** How many interfaces have a feature here; while there are none, the arc costs one comparison per frame. */
    int users;
    /** Whether its interfaces are those that packets leave by, rather than came in by. */
    final boolean leaving;

    private ArcRuntime(final boolean leaving) {
        this.leaving = leaving;
    }

    /** One for each thread. */
    static ArcRuntime[] all(final int threads, final boolean leaving) {
        final ArcRuntime[] all = new ArcRuntime[threads];
        for (int i = 0; i < threads; i++) {
            all[i] = new ArcRuntime(leaving);
        }
        return all;
    }

    Position head(final int swIfIndex) {
        final Position[] all = heads;
        return swIfIndex >= 0 && swIfIndex < all.length ? all[swIfIndex] : null;
    }

    void head(final int swIfIndex, final Position head) {
        if (swIfIndex >= heads.length) {
            final Position[] larger = Arrays.copyOf(heads, swIfIndex + 16);
            VarHandle.releaseFence();
            heads = larger;
        }
        users += (head == null ? 0 : 1) - (heads[swIfIndex] == null ? 0 : 1);
        heads[swIfIndex] = head;
    }

    void replace(final ArcRuntime other) {
        heads = other.heads;
        users = other.users;
    }
}
