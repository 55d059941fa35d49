package io.weir.fib.internal.route;

import io.weir.fib.Path;
import java.util.function.IntConsumer;
import org.agrona.collections.IntHashSet;

/** Tells when other addresses than before are on an interface's link, because routes say so: those of subnets, or the operator's. Only main. */
final class Attached extends Dependent {
    private final Walks walks;
    private final IntHashSet changed = new IntHashSet();
    private IntConsumer told = swIfIndex -> {};

    Attached(final Walks walks) {
        this.walks = walks;
    }

    void connect(final IntConsumer listener) {
        told = listener;
    }

    /** A route by these paths has come or gone. */
    void changed(final PathList list) {
        for (int i = 0; i < list.paths().size(); i++) {
            if (list.paths().get(i).kind() == Path.Kind.ATTACHED) {
                changed.add(list.paths().get(i).swIfIndex());
                walks.enqueue(this);
            }
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
