package io.weir.platform.graph;

import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.memory.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All reasons that nodes drop for, by id. A reason belongs to its owner and name for good: whoever declares it again gets
 * the same id, so that ids don't grow as plugins come and go, and counts of one version go on in the next. Main adds;
 * other threads only hold what they were given.
 */
public final class Reasons {
    /** Owner of the reasons of the engine itself. */
    public static final String CORE = "core";

    /**
     * A reason and whose it is.
     *
     * @param owner id of the plugin that declared it.
     * @param reason as it was last declared.
     */
    public record Owned(String owner, DropReason reason) {}

    private record Key(String owner, String name) {}

    private final List<Owned> all = new ArrayList<>();
    private final Map<Key, Integer> ids = new HashMap<>();
    /** By id, what was declared and not taken back, the last last; what nobody declares is only kept for its id. */
    private final List<List<DropReason>> declarations = new ArrayList<>();

    final DropReason nodeRemoved = add(CORE, "node-removed", "node removed", Severity.ERROR);
    final DropReason noSuchNode = add(CORE, "no-such-node", "no such node", Severity.ERROR);
    final DropReason nodeFault = add(CORE, "node-fault", "node failed", Severity.ERROR);
    final DropReason badNext = add(CORE, "bad-next", "invalid next", Severity.ERROR);
    final DropReason quarantined = add(CORE, "node-quarantined", "node quarantined", Severity.ERROR);

    /** What packets are dropped for that come to a node in quarantine. */
    public DropReason quarantined() {
        return quarantined;
    }

    /** Declares a reason; one that its owner had before keeps its id and takes these words. */
    public DropReason add(final String owner, final String name, final String description, final Severity severity) {
        final int id = ids.computeIfAbsent(new Key(owner, name), key -> all.size());
        final DropReason reason = new DropReason(id, name, description, severity);
        if (id == all.size()) {
            all.add(new Owned(owner, reason));
            declarations.add(new ArrayList<>());
        } else {
            all.set(id, new Owned(owner, reason));
        }
        declarations.get(id).add(reason);
        return reason;
    }

    /**
     * Takes one declaration back; the words are again those of whoever declares it still. What was counted under the reason
     * still finds it by its id.
     */
    public void release(final DropReason reason) {
        final List<DropReason> declared = declarations.get(reason.id());
        if (!declared.isEmpty()) {
            declared.remove(declared.lastIndexOf(reason));
        }
        if (!declared.isEmpty()) {
            all.set(reason.id(), new Owned(all.get(reason.id()).owner(), declared.getLast()));
        }
    }

    public DropReason byId(final int id) {
        return all.get(id).reason;
    }

    /** Prints the reason that is noted in a packet, in a line. */
    public void print(final long buffer, final StringBuilder out) {
        final int id = Buffer.error(buffer);
        out.append(id >= 0 && id < all.size() ? byId(id).description() : "reason " + id)
                .append('\n');
    }

    public int count() {
        return all.size();
    }

    /** Those that somebody declares now, by id. */
    public List<Owned> declared() {
        return all.stream()
                .filter(owned -> !declarations.get(owned.reason.id()).isEmpty())
                .toList();
    }
}
