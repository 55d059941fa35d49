package io.weir.platform.thread;

import java.util.ArrayList;
import java.util.List;

/** The handoffs of a host. Main only. */
public final class Handoffs {
    private final List<FlowHandoff> all = new ArrayList<>();

    /** Notes one; what is returned closes it. */
    public Runnable add(final FlowHandoff handoff, final MainLoop main) {
        all.add(handoff);
        return () -> {
            all.remove(handoff);
            handoff.close(main);
        };
    }

    /** All, in the order in which they came. */
    public List<FlowHandoff> all() {
        return List.copyOf(all);
    }
}
