package io.weir.fib.internal.neighbor;

import io.weir.fib.Family;
import io.weir.graph.DropReason;
import io.weir.graph.Sink;
import io.weir.memory.Buffer;
import io.weir.memory.Buffers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** The packets that wait for neighbours: so many for one, and so many buffers in all. Only main. */
final class Waiting {
    private final IntSupplier budget;
    private final DropReason gone;
    /** Neighbours that went while packets waited for them. */
    private final List<Neighbor> orphans = new ArrayList<>();

    private int buffers;

    /**
     * None yet.
     *
     * @param gone why packets are dropped whose family has gone while they waited.
     */
    Waiting(final IntSupplier budget, final DropReason gone) {
        this.budget = budget;
        this.gone = gone;
    }

    /** Buffers of packets that wait. */
    int buffers() {
        return buffers;
    }

    /** Has a packet wait, if there is room; nothing fails once it is taken. */
    boolean take(final Neighbor neighbor, final int buffer) {
        final int more = Buffer.chainLength(buffer);
        if (neighbor.queued == Neighbor.QUEUE || buffers + more > budget.getAsInt()) {
            return false;
        }
        neighbor.reserve();
        neighbor.wait(buffer);
        buffers += more;
        return true;
    }

    /** Has a packet wait that did so in another table, whatever the room. */
    void carry(final Neighbor neighbor, final int buffer) {
        neighbor.reserve();
        neighbor.wait(buffer);
        buffers += Buffer.chainLength(buffer);
    }

    /** The packets of one are another table's now. */
    void took(final Neighbor neighbor) {
        buffers -= neighbor.held();
        neighbor.emptied();
    }

    /** Sends the packets of a neighbour on that is known. */
    void release(final Neighbor neighbor, final Sink sink) {
        if (neighbor.queued > 0 && neighbor.resolved && !neighbor.kin.versions().isEmpty()) {
            final int[] packets = neighbor.queue();
            final int count = neighbor.queued;
            took(neighbor);
            sink.emit(packets, 0, count, neighbor.kin.family().nodes().rewrite().target());
        }
    }

    /** Gives the packets of a neighbour up that didn't answer. */
    void abandon(final Neighbor neighbor, final Sink sink) {
        giveUp(neighbor, sink, Family::unanswered);
    }

    /** Gives the packets of a neighbour up for whom there was no room when it answered. */
    void turnAway(final Neighbor neighbor, final Sink sink) {
        giveUp(neighbor, sink, Family::noRoom);
    }

    /** What a family does with a packet that is given up. */
    @FunctionalInterface
    private interface End {
        void of(Family family, int buffer, Sink sink);
    }

    /** One packet after the other, so that one that fails costs no other. */
    private void giveUp(final Neighbor neighbor, final Sink sink, final End end) {
        while (neighbor.queued > 0) {
            final int buffer = neighbor.queue()[--neighbor.queued];
            buffers -= Buffer.chainLength(buffer);
            if (neighbor.kin.versions().isEmpty()) {
                sink.drop(buffer, gone);
            } else {
                end.of(neighbor.kin.family(), buffer, sink);
            }
        }
    }

    /** A neighbour has gone whose packets are to be given up. */
    void orphan(final Neighbor neighbor) {
        orphans.add(neighbor);
    }

    List<Neighbor> orphans() {
        return orphans;
    }

    /** Gives up the packets of neighbours that have gone. */
    void abandonOrphans(final Sink sink) {
        orphans.forEach(neighbor -> abandon(neighbor, sink));
        orphans.clear();
    }

    /** Frees the packets of neighbours that have gone. */
    void freeOrphans(final Buffers to) {
        for (final Neighbor neighbor : orphans) {
            final int[] packets = neighbor.queue();
            final int count = neighbor.queued;
            took(neighbor);
            to.free(packets, 0, count);
        }
        orphans.clear();
    }
}
