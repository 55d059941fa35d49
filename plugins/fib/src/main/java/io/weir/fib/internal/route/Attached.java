package io.weir.fib.internal.route;

import io.weir.fib.Path;
import io.weir.fib.Source;
import org.agrona.collections.IntHashSet;

/**
 * Has neighbours looked at again when other addresses than before are on an interface's link, because routes say so: those of subnets,
 * or the operator's. In bounded steps: however many routes change while it goes on, all are looked at once more when it has ended.
 * Only main.
 */
public final class Attached {
    /** Neighbours that are looked at in one step. */
    private static final int STEP = 2_048;

    private final IntHashSet changed = new IntHashSet();
    /** Interfaces whose neighbours are being looked at. */
    private final IntHashSet looking = new IntHashSet();
    /** Interfaces that routes other than those of their addresses have been attached to: few hosts have one. */
    private final IntHashSet widened = new IntHashSet();

    /** Where it stands; 0 when none is being looked at. */
    private int at;

    private Links links = (interfaces, before, most) -> 0;

    /** Neighbours on links. */
    public interface Links {
        /**
         * Looks again at some of those that are on some interfaces.
         *
         * @param before behind the place of the first of them; the largest number to begin with. It goes down.
         * @param most how many places to look at.
         * @return where to go on, 0 if that was the last of them.
         */
        int refresh(IntHashSet interfaces, int before, int most);
    }

    void connect(final Links neighbors) {
        links = neighbors;
    }

    /**
     * A route by these paths has come or gone.
     *
     * @param rank of its source.
     * @param host whether it is to one address: those that strangers have made are, and say nothing of others.
     */
    void changed(final PathList list, final int rank, final boolean host) {
        for (int i = 0; i < list.paths().size(); i++) {
            if (list.paths().get(i).kind() == Path.Kind.ATTACHED) {
                changed.add(list.paths().get(i).swIfIndex());
                if (rank != Source.INTERFACE) {
                    widened.add(list.paths().get(i).swIfIndex());
                }
            }
        }
        if (!host && !widened.isEmpty()) {
            // It may lie within one of those, and lead elsewhere.
            changed.addAll(widened);
        }
    }

    /** Other addresses are on an interface's link, whatever routes say. */
    void changed(final int swIfIndex) {
        changed.add(swIfIndex);
    }

    /** Whether nothing is left to do. */
    boolean idle() {
        return at == 0 && changed.isEmpty();
    }

    /** Whether it has begun, and not ended. */
    boolean underWay() {
        return at != 0;
    }

    /** Looks at some. */
    void step() {
        if (at == 0) {
            looking.clear();
            looking.addAll(changed);
            changed.clear();
            at = Integer.MAX_VALUE;
        }
        final int from = at;
        // Should it fail, not for ever.
        at = 0;
        at = links.refresh(looking, from, STEP);
    }
}
