package io.weir.fib.internal.route;

import io.weir.fib.Path;
import io.weir.fib.Source;
import java.util.function.IntConsumer;
import org.agrona.collections.IntHashSet;

/** Tells when other addresses than before are on an interface's link, because routes say so: those of subnets, or the operator's. Only main. */
final class Attached extends Dependent {
    private final Walks walks;
    private final IntHashSet changed = new IntHashSet();
    /** Interfaces that routes other than those of their addresses have been attached to: few hosts have one. */
    private final IntHashSet widened = new IntHashSet();

    private IntConsumer told = swIfIndex -> {};

    Attached(final Walks walks) {
        this.walks = walks;
    }

    void connect(final IntConsumer listener) {
        told = listener;
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
                walks.enqueue(this);
                if (rank != Source.INTERFACE) {
                    widened.add(list.paths().get(i).swIfIndex());
                }
            }
        }
        if (!host && !widened.isEmpty()) {
            // It may lie within one of those, and lead elsewhere.
            changed.addAll(widened);
            walks.enqueue(this);
        }
    }

    @Override
    void again() {
        final int[] interfaces = changed.stream().mapToInt(Integer::intValue).toArray();
        changed.clear();
        for (final int swIfIndex : interfaces) {
            told.accept(swIfIndex);
        }
    }
}
