package io.weir.platform.graph;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import java.util.ArrayList;
import java.util.List;

/** All reasons that nodes drop for, by id. Main adds; other threads only hold what they were given. */
public final class Reasons {
    private final List<DropReason> all = new ArrayList<>();

    final DropReason nodeRemoved = add("node-removed", "node removed", Severity.ERROR);
    final DropReason nodeFault = add("node-fault", "node failed", Severity.ERROR);
    final DropReason badNext = add("bad-next", "invalid next", Severity.ERROR);
    final DropReason quarantined = add("node-quarantined", "node quarantined", Severity.ERROR);

    /** What packets are dropped for that come to a node in quarantine. */
    public DropReason quarantined() {
        return quarantined;
    }

    /** Adds a reason. */
    public DropReason add(final String name, final String description, final Severity severity) {
        final DropReason reason = new DropReason(all.size(), name, description, severity);
        all.add(reason);
        return reason;
    }

    public DropReason byId(final int id) {
        return all.get(id);
    }

    public int count() {
        return all.size();
    }
}
